import fc from 'fast-check';
import type { TaxStage } from '#contracts/events/tax-transaction.js';
import { carryOut } from '../src/carry-out.js';
import { isOpen, type TaxTransaction } from '../src/domain/tax-transaction.js';
import { delayTax, obstacleToSubmitting } from '../src/domain/tell-provider.js';
import { sale } from './provider-kit.js';
import { Told } from './told.js';

const silence = fc.constantFrom(undefined, undefined, 'before' as const, 'after' as const);
const step = fc.oneof(
  fc.record({ kind: fc.constant('edit' as const), discount: fc.integer({ min: 0, max: 9 }) }),
  fc.record({ kind: fc.constant('stage' as const), stage: fc.constantFrom<TaxStage[]>('saved', 'committed') }),
  fc.record({ kind: fc.constant('run' as const), silence, dies: fc.boolean() }),
  fc.record({ kind: fc.constant('resume' as const) }),
  fc.record({ kind: fc.constant('submit' as const) }),
);

/** Any order of wishes, silences and deaths. */
async function lived(steps: readonly (typeof step extends fc.Arbitrary<infer Step> ? Step : never)[], told: Told): Promise<void> {
  let callId: string | undefined = told.wish({ sale: sale(), stage: 'estimated' });
  for (const each of steps) {
    if (each.kind === 'edit') {
      told.edits += 1;
      told.wish({ sale: sale({ discount: String(each.discount) }) });
    } else if (each.kind === 'stage') told.wish({ stage: each.stage });
    else if (each.kind === 'resume') callId = told.resume();
    else if (each.kind === 'submit') told.submit(false);
    else await told.run(each.kind === 'run' ? (told.state?.call?.id ?? callId) : undefined, each.silence, each.dies);
  }
}

describe('whatever happens on the way', () => {
  it('the provider comes to know the last that was wished, with no revision that nobody asked for', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
        const told = new Told();
        await lived(steps, told);
        await told.finish();
        const { state, provider } = told;
        expect(state && isOpen(state)).toBe(false);
        expect(provider.document?.status).toBe(
          { estimated: undefined, saved: 'Saved', committed: 'Committed', voided: '' }[state?.stage ?? 'voided'],
        );
        if (provider.document) expect(provider.document.sale).toEqual(state?.sale);
        expect(provider.revisions).toBeLessThanOrEqual(told.edits + 1);
      }),
    );
  });

  it('a cancelled order is voided once where anything was recorded, and stays so', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 20 }), fc.array(step, { maxLength: 5 }), async (before, after) => {
        const told = new Told();
        await lived(before, told);
        told.wish({ stage: 'voided' });
        for (const each of after) {
          if (each.kind === 'edit') told.wish({ sale: sale({ discount: String(each.discount) }) });
          if (each.kind === 'stage') told.wish({ stage: each.stage });
          if (each.kind === 'run') await told.run(told.resume(), each.silence, each.dies);
        }
        await told.finish();
        expect(told.state?.settled?.stage).toBe('voided');
        expect(['Cancelled', undefined]).toContain(told.provider.document?.status);
        expect(told.provider.voids).toBe(told.provider.document ? 1 : 0);
      }),
    );
  });
});

describe('what is told again', () => {
  const settledAs = async (stage: TaxStage) => {
    const told = new Told();
    told.wish({ sale: sale(), stage: 'estimated' });
    await told.run(told.state?.call?.id);
    if (stage !== 'estimated') told.wish({ stage });
    await told.finish();
    expect(told.state && isOpen(told.state)).toBe(false);
    return told;
  };
  const document = (told: Told) => [told.provider.document?.status, told.provider.revisions, told.provider.voids];

  it.each<[TaxStage, unknown[]]>([
    ['saved', ['Saved', 1, 0]],
    ['committed', ['Committed', 1, 0]],
  ])('changes nothing where all is well, and is there again where it was lost: %s', async (stage, wanted) => {
    const told = await settledAs(stage);
    told.submit(false);
    await told.finish();
    expect(document(told)).toEqual(wanted);
    told.provider.document = undefined;
    told.submit(false);
    await told.finish();
    expect(document(told)).toEqual([wanted[0], 2, 0]);
  });

  it('is as we have it where somebody has changed it', async () => {
    const told = await settledAs('committed');
    told.provider.document = { status: 'Committed', sale: sale({ discount: '1' }) };
    told.submit(false);
    await told.finish();
    expect(told.provider.document.sale).toEqual(sale());
  });

  it('is sent again where the provider says another tax than before', async () => {
    const told = await settledAs('committed');
    const transaction = told.state as TaxTransaction;
    const said = await told.provider.quote(sale());
    await carryOut(told.provider, transaction, said);
    expect(document(told)).toEqual(['Committed', 1, 0]);
    await carryOut(told.provider, transaction, { ...said, totalTax: '1' });
    expect(document(told)).toEqual(['Committed', 2, 0]);
  });

  it('is committed only where that is asked for', async () => {
    const told = await settledAs('estimated');
    expect(obstacleToSubmitting(told.state as TaxTransaction, false)).toMatch('not recorded yet');
    told.submit(false);
    expect(told.state && isOpen(told.state)).toBe(false);
    told.submit(true);
    await told.finish();
    expect(document(told)).toEqual(['Committed', 1, 0]);
  });

  it.each([true, false])(
    'takes back what was given back of an order that is cancelled, whether it was told before or not: %s',
    async (isTold) => {
      const told = await settledAs('committed');
      told.refund({ allowance: '2' });
      told.refund({ allowance: '3' });
      await told.finish();
      told.wish({ stage: 'voided' });
      if (isTold) await told.finish();
      else await told.run(told.state?.call?.id);
      told.submit(false);
      await told.finish();
      expect([...told.provider.returns.values()].map(({ status }) => status)).toEqual(['voided', 'voided']);
      expect([told.state && isOpen(told.state), told.state?.returns?.map(({ known }) => known)]).toEqual([false, ['voided', 'voided']]);
      expect(document(told)[0]).toBe('Cancelled');
    },
  );

  it('stays voided', async () => {
    const told = await settledAs('committed');
    told.wish({ stage: 'voided' });
    await told.finish();
    told.submit(true);
    await told.finish();
    expect(document(told)).toEqual(['Cancelled', 1, 1]);
  });
});

it('one who has lost the order to another stores nothing of it', async () => {
  const told = new Told();
  const first = told.wish({ sale: sale(), stage: 'committed' });
  const second = told.resume();
  await told.run(first);
  expect(told.provider.revisions).toBe(0);
  await told.run(second);
  expect([told.provider.revisions, told.state?.settled?.stage]).toEqual([1, 'committed']);
});

it('what is wished while the provider says no to something older does not wait for long', () => {
  const told = new Told();
  const call = told.wish({ sale: sale(), stage: 'committed' });
  const before = told.state as TaxTransaction;
  told.wish({ sale: sale({ discount: '0' }) });
  const delay = { reason: 'no', isRefused: true, tries: 1, nextAt: '2026-11-20T13:00:00.000Z' };
  const now = '2026-11-20T12:00:00.000Z';
  expect(delayTax(told.state, call, before, delay, now)).toMatchObject([{ data: { nextAt: now } }]);
  expect(delayTax(before, call, before, delay, now)).toMatchObject([{ data: { nextAt: delay.nextAt } }]);
});

it('a wish that is as it was is no event', () => {
  const told = new Told();
  told.wish({ sale: sale(), stage: 'committed' });
  const before = told.state;
  told.wish({ stage: 'saved' });
  expect(told.state).toBe(before);
});
