import enums from 'avatax/lib/enums/index.js';
import { AvataxDouble } from './avatax-double.js';
import { contract, type Field, modelOf } from './facts.js';
import { readModel } from './read-model.js';
import { type Body, places, sale, TestClient } from './test-client.js';

let double: AvataxDouble;
let client: TestClient;

beforeAll(async () => {
  double = await AvataxDouble.start();
  client = new TestClient(double);
});
afterAll(() => double.close());

/** How a value is not as a model of the contract says: names that it does not have, other types, values that no enum has. */
function differences(model: string, value: Body, path = model): string[] {
  const { properties, sdk26_added: added } = modelOf(model);
  return Object.entries(value).flatMap(([name, of]) => {
    const field = properties[name];
    if (field) return fieldDifferences(field, of, `${path}.${name}`);
    return name in added ? [] : [`${path}.${name} is not in the contract`];
  });
}

function fieldDifferences(field: Field, value: Body, path: string): string[] {
  if (field.ref) return differences(field.ref, value, path);
  if (field.enum) return field.enum.includes(value) ? [] : [`${path}: ${value}`];
  if (field.type === 'array') return value.flatMap((item: Body) => (field.items ? fieldDifferences(field.items, item, path) : []));
  const type = field.type === 'integer' ? 'number' : field.type;
  if (field.type === 'integer' && !Number.isSafeInteger(value)) return [`${path}: ${value}`];
  return typeof value === type ? [] : [`${path}: ${JSON.stringify(value)} is no ${type}`];
}

it.each([
  ['an estimate', { type: 'SalesOrder' }],
  [
    'a sale with everything',
    {
      commit: true,
      discount: 5,
      exemptionNo: 'E',
      lines: [
        { amount: 65, discounted: true },
        { amount: 5, taxCode: 'FR' },
      ],
    },
  ],
  ['a sale without tax', { addresses: { singleLocation: places.portland } }],
  ['a reverse charge', { addresses: { shipFrom: places.warsaw, shipTo: places.berlin }, businessIdentificationNo: 'DE1' }],
  ['an override', { taxOverride: { type: 'TaxAmount', taxAmount: 1, reason: 'r' } }],
  ['a return', { type: 'ReturnInvoice', lines: [{ amount: -65 }] }],
])('answers %s as its model says', async (name, more) => {
  const { body } = await client.create(sale(name, more));
  expect(differences('TransactionModel', body)).toEqual([]);
});

it('answers the rest as their models say', async () => {
  expect(differences('PingResultModel', (await client.ask('GET', '/api/v2/utilities/ping')).body)).toEqual([]);
  for (const address of [places.irvine, places.berlin]) {
    const { body } = await client.ask('POST', '/api/v2/addresses/resolve', address);
    expect(differences('AddressResolutionModel', body)).toEqual([]);
  }
});

it('adds up: lines are their details, the whole its lines, the summary its jurisdictions', async () => {
  const lines = [{ amount: 65 }, { amount: 35 }, { amount: 12.35, taxIncluded: true }];
  const { body } = await client.create(sale('sums', { type: 'SalesOrder', lines }));
  const cents = (rows: Body[]) => rows.reduce((total, { tax }) => total + Math.round(tax * 100), 0);
  for (const line of body.lines) expect(cents(line.details)).toBe(Math.round(line.tax * 100));
  expect([cents(body.lines), cents(body.summary)]).toEqual(Array(2).fill(Math.round(body.totalTax * 100)));
});

it('lists the destination before the origin, and lines refer to both', async () => {
  const { body } = await client.create(sale('addresses', { addresses: { shipFrom: places.irvine, shipTo: places.seattle } }));
  expect(body.addresses.map(({ city }: Body) => city)).toEqual(['Seattle', 'Irvine']);
  const [destination, origin] = body.addresses;
  expect(body.lines[0]).toMatchObject({ destinationAddressId: destination.id, originAddressId: origin.id });
  expect(body).toMatchObject({ destinationAddressId: destination.id, originAddressId: origin.id });
});

const texts = ['CreateTransactionModel', 'LineItemModel', 'AddressLocationInfo'].flatMap((model) =>
  Object.entries(modelOf(model).properties).flatMap(([name, { type, maxLength }]) =>
    type === 'string' && maxLength !== undefined ? [[model, name, maxLength] as const] : [],
  ),
);

it.each(texts)('takes %s.%s of %d characters, and no more', async (model, name, length) => {
  const within = (text: string) => {
    const more = { [name]: text };
    if (model === 'LineItemModel') return sale('lengths', { type: 'SalesOrder', lines: [{ amount: 1, ...more }] });
    if (model === 'CreateTransactionModel') return sale('lengths', { type: 'SalesOrder', ...more });
    return sale('lengths', { type: 'SalesOrder', addresses: { singleLocation: { ...places.london, ...more } } });
  };
  const { body } = await client.create(within('x'.repeat(length)));
  expect(body.error?.code).not.toBe('StringLengthError');
  expect((await client.create(within('x'.repeat(length + 1)))).body.error.code).toBe('StringLengthError');
});

it.each([
  ['DocumentType', 'CreateTransactionModel', 'type'],
  ['VoidReasonCode', 'VoidTransactionModel', 'code'],
  ['TaxOverrideType', 'TaxOverrideModel', 'type'],
  ['RefundType', 'RefundTransactionModel', 'refundType'],
  ['AdjustmentReason', 'AdjustTransactionModel', 'adjustmentReason'],
  ['TextCase', 'AddressValidationInfo', 'textCase'],
])('takes the numbers of the SDK for names: %s', (name, model, property) => {
  const ofTheSdk = (enums as unknown as Record<string, Record<string, number>>)[name] ?? {};
  const published = (modelOf(model).properties[property]?.enum ?? []).filter((value) => value !== 'Any');
  const read = published.map((value) => (readModel(model, { ...required[model], [property]: ofTheSdk[value] }) as Body)[property]);
  expect(read).toEqual(published);
});

const required: Record<string, object> = {
  CreateTransactionModel: sale('A'),
  AdjustTransactionModel: { newTransaction: sale('A') },
  RefundTransactionModel: { refundDate: '2026-11-20' },
};

it('has every path of the contract', async () => {
  for (const path of Object.keys(contract.paths)) {
    const [method = '', template = ''] = path.split(' ');
    const asked = template
      .replace('{companyCode}', 'DEFAULT')
      .replace('{transactionCode}', 'none')
      .replace('{documentType}', 'SalesInvoice')
      .replace('{id}', '7');
    const { status, text } = await client.ask(method, asked, method === 'POST' ? { refundDate: '2026-01-01' } : undefined);
    expect([path, status === 404 && text === '', status]).toEqual([path, false, expect.any(Number)]);
    expect(status).toBeLessThan(500);
  }
});
