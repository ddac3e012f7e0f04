import { stateDifferences } from '#tools/verify-fold.js';
import { eventually } from '../support/eventually.js';
import { draft, startTestSystem, type TestSystem } from './test-system.js';

let system: TestSystem;

beforeAll(async () => {
  system = await startTestSystem();
});
afterAll(() => system.stop());

const any = { 'if-match': '*' };
/** An order in pounds that is sent for yen, and whose transport is paid in yen. */
const abroad = draft({
  shipments: [{ method: 'air', currency: 'JPY', price: '1500', fee: '101', items: [{ line: 0, quantity: 6 }] }],
  payments: [{ gateway: 'manual' }, { gateway: 'manual', currency: 'JPY' }],
});

test('parts of an order in another currency have totals, tax, payments and a balance of their own', async () => {
  const { status, body: order } = await system.post('/v1/orders', abroad, { prefer: 'wait=30' });
  expect(status).toBe(201);
  expect(order.totals).toMatchObject({ shippingSubTotal: '0.00', taxTotal: '2.94', total: '17.64' });
  const yen = { shippingSubTotal: '1500', paymentSubTotal: '0', feeTotal: '101', discountTotal: '0', taxTotal: '320', total: '1921' };
  expect(order.totals.others).toEqual([{ currency: 'JPY', ...yen }]);
  expect(order.paymentStatus).toBe('Authorized');
  const { items: payments } = (await system.get(`/v1/orders/${order.id}/payments`)).body;
  expect(payments.map(({ currency, amount }: { currency: string; amount: string }) => `${amount} ${currency}`).sort()).toEqual([
    '17.64 GBP',
    '1921 JPY',
  ]);
  const [tax] = (await system.get(`/v1/orders/${order.id}/tax`)).body.items;
  expect(tax).toMatchObject({ currency: 'GBP', totalTax: '2.94', otherTaxes: [{ currency: 'JPY', totalTax: '320' }] });
  const pounds = payments.find(({ currency }: { currency: string }) => currency === 'GBP');
  expect((await system.post(`/v1/payments/${pounds.id}/capture`, {}, any)).body.status).toBe('Paid');
  const paid = await eventually(async () => {
    const { body } = await system.get(`/v1/orders/${order.id}`);
    return body.paymentStatus === 'PartiallyPaid' && body;
  });
  expect(paid.balance).toEqual({
    ...{ due: '17.64', authorized: '17.64', captured: '17.64', difference: '0.00' },
    others: [{ currency: 'JPY', due: '1921', authorized: '1921', captured: '0', difference: '0' }],
  });
});

test('an edit and its preview keep the currencies apart', async () => {
  const { body: order } = await system.post('/v1/orders', abroad, { prefer: 'wait=30' });
  const operations = [{ op: 'changeShipmentPrice', shipmentId: order.shipments[0].id, price: '1000.5' }];
  const preview = await system.post(`/v1/orders/${order.id}/edits?preview=true`, { operations });
  const edited = await system.post(`/v1/orders/${order.id}/edits`, { operations }, { ...any, prefer: 'wait=30' });
  expect(edited.body.totals).toMatchObject({ total: '17.64', others: [{ currency: 'JPY', shippingSubTotal: '1001', taxTotal: '220' }] });
  expect([...stateDifferences(preview.body.order.totals, edited.body.totals)]).toEqual([]);
  expect(edited.body.balance.others[0].difference).toBe('-599');
});

test.each([
  ['shipments', [{ method: 'air', currency: 'XXX' }], 'shipments[0].currency'],
  ['payments', [{ gateway: 'manual' }, { gateway: 'manual', currency: 'CHF' }], 'payments[1].currency'],
  ['payments', [{ gateway: 'manual', currency: 'JPY', amount: '1' }], 'payments'],
  ['payments', [{ gateway: 'manual', currency: 'JPY', amount: '1.5' }], 'payments[0].amount'],
] as const)('%s in a currency that does not fit are refused by name', async (name, value, path) => {
  const { status, body } = await system.post('/v1/orders', draft({ [name]: value }));
  expect([status, body.errors[0].path]).toEqual([422, path]);
});
