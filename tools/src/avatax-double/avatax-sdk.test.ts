import { AvataxDouble } from './avatax-double.js';
import { sdkClient } from './sdk-client.js';

// biome-ignore lint/suspicious/noExplicitAny: as the SDK gives it
type Body = any;

let double: AvataxDouble;
let client: Body;

beforeAll(async () => {
  double = await AvataxDouble.start({ forceTimeoutAfter: 20 });
  client = sdkClient(double.url, double.access);
});
afterAll(() => double.close());

const companyCode = 'DEFAULT';
const irvine = { line1: '2000 Main Street', city: 'Irvine', region: 'CA', country: 'US', postalCode: '92614' };

function sale(code: string, more: object = {}): object {
  return {
    ...{ type: 'SalesInvoice', code, companyCode, date: '2026-11-20', customerCode: 'C-1', commit: true },
    addresses: { singleLocation: irvine },
    lines: [{ number: '1', amount: 65, quantity: 1, taxCode: 'P0000000' }],
    ...more,
  };
}

it('records, reads, commits and voids', async () => {
  const created = await client.createTransaction({ include: 'Lines', model: sale('A-1', { commit: false }) });
  expect(created).toMatchObject({ code: 'A-1', status: 'Saved', totalTax: 5.04, version: 1 });
  const key = { companyCode, transactionCode: 'A-1', documentType: 'SalesInvoice' };
  expect(await client.getTransactionByCode(key)).toEqual(created);
  expect(await client.commitTransaction({ ...key, model: { commit: true } })).toMatchObject({ status: 'Committed', id: created.id });
  expect(await client.voidTransaction({ ...key, model: { code: 'DocVoided' } })).toMatchObject({ status: 'Cancelled', id: created.id });
  expect(await client.ping()).toMatchObject({ authenticated: true });
});
