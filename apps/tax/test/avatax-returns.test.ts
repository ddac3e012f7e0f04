import { AvataxDouble } from '#tools/avatax-double/avatax-double.js';
import { documentView } from '#tools/avatax-double/document-view.js';
import { avataxProvider } from '../src/providers/avatax/avatax.provider.js';
import { AvataxClient } from '../src/providers/avatax/avatax-client.js';
import type { OutsideProvider, ReturnToTell } from '../src/providers/tax-provider.js';
import { sale } from './provider-kit.js';

let double: AvataxDouble;
let provider: OutsideProvider;
let codes = 0;
const shipFrom = { country: 'US', line1: '2000 Main Street', city: 'Irvine', region: 'CA', postalCode: '92614' };
const asked = sale({ discount: '0' });

beforeAll(async () => {
  double = await AvataxDouble.start();
  const client = new AvataxClient({ url: double.url, ...double.access, deadline: 20_000 });
  provider = avataxProvider(client, { shipFrom }, { companyCode: 'DEFAULT', lineLimit: 1_000 });
});
afterEach(() => double.heal());
afterAll(() => double.close());

/** Half of the goods for 65, of a sale that is reported. */
async function returned(change: Partial<ReturnToTell> = {}): Promise<ReturnToTell> {
  const saleCode = `SO-R${++codes}`;
  await provider.record(saleCode, asked, { over: 'absent', commits: true, why: 'new' });
  const parts = [{ kind: 'lines' as const, id: '1', net: '32.5', tax: '2.53' }];
  return { code: `RE-${codes}`, saleCode, date: '2026-11-28', parts, sale: asked, ...change };
}
const told = ({ code }: ReturnToTell) => double.revisionsOf({ code, type: 'ReturnInvoice' }).map((revision) => documentView(revision));

it('a return has exactly the tax that it is told with, of its own day, at the rates of the day of its sale', async () => {
  const given = await returned();
  expect(await provider.findReturn(given)).toBe('absent');
  await provider.recordReturn(given);
  expect(await provider.findReturn(given)).toBe('recorded');
  expect(told(given)).toMatchObject([
    {
      ...{
        status: 'Committed',
        date: '2026-11-28',
        taxDate: '2026-11-20',
        totalAmount: -32.5,
        totalTax: -2.53,
        taxOverrideType: 'TaxDate',
      },
      lines: [{ ref1: given.saleCode, itemCode: 'A', quantity: 1, tax: -2.53, taxOverrideType: 'TaxAmount', taxOverrideAmount: -2.53 }],
    },
  ]);
});

it('is made of a sale that is filed, voided once, and not brought back to life', async () => {
  const given = await returned();
  double.lock({ code: given.saleCode });
  await provider.recordReturn(given);
  await provider.void(given.code, 'ReturnInvoice');
  expect(await provider.findReturn(given)).toBe('voided');
  await expect(provider.recordReturn(given)).rejects.toThrow('DocStatusError');
  expect(double.revisionsOf({ code: given.saleCode }).at(-1)?.status).toBe('Committed');
});

it('is known again when its order has moved since, and not when something else has its code', async () => {
  const given = await returned();
  await provider.recordReturn(given);
  const moved = sale({ address: { country: 'US', region: 'NY', postalCode: '10118', city: 'New York', line1: '350 5th Avenue' } });
  expect(await provider.findReturn({ ...given, sale: moved })).toBe('recorded');
  expect(await provider.findReturn({ ...given, date: '2026-11-29' })).toBe('recorded otherwise');
});

it.each([
  ['another total', { say: '{"id":1,"code":"RE-4","status":"Committed","totalTax":-2.52,"totalAmount":-32.5,"lines":[]}' }],
  ['a 200 without a document', { say: '{}' }],
  ['silence', { lose: 'after' }],
] as const)('stays open after %s', async (_, fault) => {
  const given = await returned();
  double.next(fault, { operation: 'create' });
  await expect(provider.recordReturn(given)).rejects.toMatchObject({ what: 'the tax provider' });
});

it('an adjusted sale has what was given back of it in a line of its own, with its tax', async () => {
  const { saleCode } = await returned();
  const over = { over: { status: 'Committed' as const }, commits: true, why: 'dearer' };
  const asCharged = [{ kind: 'lines' as const, id: '1', net: '32.5', tax: '2.53' }];
  const edited = {
    ...asked,
    lines: [{ id: '1', amount: '32.5' }, ...asked.lines.slice(1)],
    returned: asCharged.map(({ tax: _, ...part }) => part),
  };
  const { amounts } = await provider.record(saleCode, { ...edited, asCharged } as typeof asked, over);
  expect(amounts?.lines[0]).toMatchObject({ id: '1', taxable: '65', tax: '5.05' });
  const last = documentView(double.revisionsOf({ code: saleCode }).at(-1) as never) as { lines: object[] };
  expect(
    last.lines.map((line) => [(line as { lineAmount: number }).lineAmount, (line as { taxOverrideType: string }).taxOverrideType]),
  ).toEqual([
    [32.5, 'None'],
    [35.01, 'None'],
    [0, 'None'],
    [5, 'None'],
    [32.5, 'TaxAmount'],
  ]);
});
