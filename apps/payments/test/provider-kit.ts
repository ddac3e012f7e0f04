import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import type { CallType } from '#contracts/gateway-call.js';
import { amountIn, Decimal } from '#contracts/money.js';
import type { GatewayAnswer, LocalProvider, StoredCall } from '../src/providers/provider.js';
import { CallsOf, type ProviderUnderTest } from './provider-under-test.js';

/** Jest tests of what the core relies on, for any provider that asks a gateway. */
export function describeProvider(name: string, under: ProviderUnderTest): void {
  describe(`as a payment provider, ${name}`, () => {
    let calls: CallsOf;
    /** The units of the currency under test: 12.5 GBP is "12.50". */
    const money = (amount: string) => amountIn(Decimal(amount), under.currency ?? 'GBP');

    beforeAll(async () => {
      calls = new CallsOf(await under.start(), under, randomBytes(3).toString('hex'));
    });
    afterAll(() => under.stop?.());
    afterEach(() => {
      for (const secret of under.secrets ?? []) for (const text of calls.logged) expect(text).not.toContain(secret);
    });

    /** A call of each type that the gateway will carry out. */
    const ready: Record<CallType, () => Promise<StoredCall>> = {
      authorization: async () => calls.stored({ type: 'authorization', amount: money('100') }),
      capture: async () => calls.stored({ type: 'capture', amount: money('100'), paymentReference: await calls.authorized(money('100')) }),
      refund: async () => calls.stored({ type: 'refund', amount: money('100'), paymentReference: await captured('100') }),
      void: async () => calls.stored({ type: 'void', amount: money('100'), paymentReference: await calls.authorized(money('100')) }),
    };
    const types = Object.keys(ready) as CallType[];

    async function captured(amount: string): Promise<string> {
      const paymentReference = await calls.authorized(money(amount));
      await expectSucceeded(calls.stored({ type: 'capture', amount: money(amount), paymentReference }));
      return paymentReference;
    }

    async function expectSucceeded(call: StoredCall): Promise<GatewayAnswer> {
      const answer = await calls.send(call);
      expect(answer.status).toBe('succeeded');
      return answer;
    }

    /** Refused before it is stored, or declined by the gateway. */
    async function expectNo(...wanted: Parameters<CallsOf['toMake']>): Promise<void> {
      const obstacle = calls.provider.obstacle(calls.toMake(...wanted));
      if (!obstacle) expect((await calls.send(calls.stored(...wanted))).status).toBe('declined');
    }

    test.each(types)('%s: the same call gives the same request, and one that fits the log', async (type) => {
      const { paymentReference } = await ready[type]();
      const call = calls.toMake({ type, amount: money('100'), ...(paymentReference === undefined ? {} : { paymentReference }) });
      const request = calls.provider.prepare(call);
      expect(calls.provider.prepare(structuredClone(call))).toBe(request);
      expect(request.length).toBeGreaterThan(0);
      expect(request.length).toBeLessThanOrEqual(4_000);
    });

    test.each(types)('%s: it succeeds, and its answer fits the log', async (type) => {
      const answer = await expectSucceeded(await ready[type]());
      expect(answer.responseCode.length).toBeGreaterThan(0);
      expect(answer.responseCode.length).toBeLessThanOrEqual(64);
      expect(answer.response.length).toBeLessThanOrEqual(4_000);
      if (answer.reference !== undefined) expect(answer.reference).toMatch(/^[\x21-\x7e]{1,128}$/);
      if (answer.authorizedUntil !== undefined) expect(new Date(answer.authorizedUntil).toISOString()).toBe(answer.authorizedUntil);
    });

    test.each(types)('%s: sent twice with one key, it acts once and answers the same', async (type) => {
      const call = await ready[type]();
      const first = await expectSucceeded(call);
      expect(await calls.send(call)).toEqual(first);
      if (under.effects) expect(await under.effects(call)).toBe(1);
    });

    test.each(types)('%s: before it is sent it is absent, and afterwards it is found as it was answered', async (type) => {
      const call = await ready[type]();
      expect(await calls.find(call)).toBe('absent');
      const { status, reference } = await expectSucceeded(call);
      const known = { ...call, ...(reference === undefined ? {} : { reference }) };
      for (const each of [call, known]) expect(await calls.find(each)).toMatchObject({ status, ...(reference && { reference }) });
      if (under.effects) expect(await under.effects(call)).toBe(1);
    });

    if (under.loseNextAnswer) {
      test.each(types)('%s: its answer is lost; it is found, and a repeat with its key acts no more', async (type) => {
        const call = await ready[type]();
        under.loseNextAnswer?.();
        await expect(calls.send(call)).rejects.toThrow();
        expect(await calls.find(call)).toMatchObject({ status: 'succeeded' });
        await expectSucceeded(call);
        if (under.effects) expect(await under.effects(call)).toBe(1);
      });
    }

    test('two calls that ask the same are two', async () => {
      const paymentReference = await captured('100');
      for (const part of ['50', '50']) await expectSucceeded(calls.stored({ type: 'refund', amount: money(part), paymentReference }));
      await expectNo({ type: 'refund', amount: money('1'), paymentReference });
    });

    test('captured in parts where it can be, and otherwise the first part releases the rest', async () => {
      const paymentReference = await calls.authorized(money('100'));
      const isLast = !calls.provider.capabilities.severalCaptures;
      const first = calls.stored({ type: 'capture', amount: money('40'), paymentReference, isLast });
      await expectSucceeded(first);
      const second = { type: 'capture' as const, amount: money('50'), paymentReference, isLast: false };
      if (isLast) return expectNo({ ...second, isLast });
      const next = calls.stored(second);
      expect(await calls.find(next)).toBe('absent');
      await expectSucceeded(next);
      expect(await calls.find(first)).toMatchObject({ status: 'succeeded' });
      await expectNo({ type: 'capture', amount: money('11'), paymentReference });
      await expectSucceeded(calls.stored({ type: 'void', amount: money('10'), paymentReference, isPartlyCaptured: true }));
      await expectNo({ type: 'capture', amount: money('10'), paymentReference });
      await expectSucceeded(calls.stored({ type: 'refund', amount: money('90'), paymentReference }));
    });

    test('no more is captured than was authorized', async () => {
      const paymentReference = await calls.authorized(money('100'));
      await expectNo({ type: 'capture', amount: money('101'), paymentReference });
      await expectSucceeded(calls.stored({ type: 'capture', amount: money('100'), paymentReference }));
    });

    test('no more is refunded than was captured', async () => {
      const paymentReference = await captured('100');
      await expectNo({ type: 'refund', amount: money('101'), paymentReference });
      await expectSucceeded(calls.stored({ type: 'refund', amount: money('30'), paymentReference }));
      await expectNo({ type: 'refund', amount: money('71'), paymentReference });
      await expectSucceeded(calls.stored({ type: 'refund', amount: money('70'), paymentReference, reasonCode: 'other' }));
    });

    test('what is voided is not captured, and what is captured not voided', async () => {
      const voided = await ready.void();
      await expectSucceeded(voided);
      await expectNo({ type: 'capture', amount: money('100'), paymentReference: voided.paymentReference as string });
      await expectNo({ type: 'void', amount: money('100'), paymentReference: await captured('100') });
    });

    if (under.declinedToken !== undefined) {
      const token = under.declinedToken;
      test('a means of payment is declined, and stays so; with another, a new call succeeds', async () => {
        const call = calls.stored({ type: 'authorization', amount: money('100'), token });
        const answer = await calls.send(call);
        expect(answer.status).toBe('declined');
        expect(await calls.send(call)).toEqual(answer);
        expect(await calls.find(call)).toMatchObject({ status: 'declined', responseCode: answer.responseCode });
        await calls.authorized(money('100'));
      });
    }

    test('whatever the amount and the currency, it names an obstacle or has a request', () => {
      const amount = fc.bigInt({ min: 1n, max: 10n ** 14n });
      const currency = fc.constantFrom('GBP', 'USD', 'JPY', 'KWD', 'ISK', 'UGX', 'MGA', 'CLF', 'XXX', 'XAU', under.currency ?? 'GBP');
      fc.assert(
        fc.property(amount, currency, fc.constantFrom(...types), (units, code, type) => {
          const call = calls.toMake({
            type,
            currency: code,
            amount: amountIn(Decimal(`${units}e-3`), code),
            paymentReference: 'reference',
          });
          const obstacle = calls.provider.obstacle(call);
          if (obstacle) expect(obstacle).toMatchObject({ refused: expect.any(String), detail: expect.any(String) });
          else expect(calls.provider.prepare(call).length).toBeGreaterThan(0);
        }),
      );
    });
  });
}

/** The same for a provider that asks nobody. */
export function describeLocalProvider(name: string, provider: LocalProvider): void {
  describe(`as a local provider, ${name}`, () => {
    test.each(['authorization', 'capture', 'refund', 'void'] as const)('%s: it is done, and the answer fits the log', (type) => {
      const call = {
        ...{ id: 'call-1', type, amount: '100.00', currency: 'GBP' },
        ...{ paymentId: 'payment-1', orderId: 'order-1', orderNumber: 'CO-1' },
      };
      const answer = provider.answer(call);
      expect(answer.status).toBe('succeeded');
      expect(provider.answer(structuredClone(call))).toEqual(answer);
      expect(answer.responseCode).toMatch(/^.{1,64}$/);
      expect(answer.response.length).toBeLessThanOrEqual(4_000);
    });
  });
}
