import { v7 as uuid } from 'uuid';
import { eventually } from '../support/eventually.js';
import { draft, startTestSystem, type TestSystem } from './test-system.js';

let system: TestSystem;

beforeAll(async () => {
  system = await startTestSystem();
});
afterAll(() => system.stop());

// biome-ignore lint/suspicious/noExplicitAny: as clients read it
type Body = any;

const any = { 'if-match': '*' };
/** An order of the store `sandbox`, of 30.00, paid by its rules: captured when the first shipment leaves, settled after edits. */
async function placed(change: object = {}): Promise<Body> {
  const lines = [{ sku: 'A', name: 'One', quantity: 3, price: '10' }];
  const { status, body } = await system.post(
    '/v1/orders',
    draft({ storeId: 'sandbox', lines, shipments: undefined, payments: undefined, ...change }),
    {
      prefer: 'wait=30',
    },
  );
  expect(status).toBe(201);
  return body;
}
const post = (path: string, body: object, headers: Record<string, string> = {}) => system.post(path, body, { ...any, ...headers });
const orderWhen = (id: string, holds: (order: Body) => boolean): Promise<Body> =>
  eventually(async () => {
    const { body } = await system.get(`/v1/orders/${id}`);
    return holds(body) && body;
  });
const paymentsOf = async (id: string): Promise<Body[]> => (await system.get(`/v1/orders/${id}/payments`)).body.items;
const edit = (id: string, quantity: number) =>
  post(`/v1/orders/${id}/edits`, { operations: [{ op: 'changeQuantity', lineId: '1', quantity }] }, { prefer: 'wait=30' });
const send = async (order: Body) => post(`/v1/shipments/${order.shipments[0].id}/send`, {});

test('what was promised is taken when the first shipment leaves, up to what is due by then', async () => {
  const order = await placed();
  await edit(order.id, 2);
  expect((await send(order)).status).toBe(200);
  await orderWhen(order.id, ({ paymentStatus }) => paymentStatus === 'Paid');
  expect(await paymentsOf(order.id)).toMatchObject([
    { gateway: 'sandbox', amount: '30.00', capturedAmount: '20.00', status: 'Authorized' },
  ]);
});

test('a hold delays that, until it is released', async () => {
  const order = await placed();
  const hold = { type: 'fraud', reason: 'odd', blocks: ['capture'] };
  const { holds } = (await post(`/v1/orders/${order.id}/holds`, hold)).body;
  expect((await send(order)).status).toBe(200);
  await orderWhen(order.id, ({ shipmentStatus }) => shipmentStatus === 'Sent');
  expect(await paymentsOf(order.id)).toMatchObject([{ capturedAmount: '0', status: 'Authorized' }]);
  await post(`/v1/orders/${order.id}/holds/${holds[0].id}/release`, { reason: 'seen' });
  await orderWhen(order.id, ({ paymentStatus }) => paymentStatus === 'Paid');
  expect(await paymentsOf(order.id)).toMatchObject([{ capturedAmount: '30.00', status: 'Paid' }]);
});

test('what an edit leaves due is asked for by one more payment, and what it leaves too much is refunded', async () => {
  const order = await placed();
  const [first] = await paymentsOf(order.id);
  expect((await post(`/v1/payments/${first.id}/capture`, {})).status).toBe(200);
  const more = (await edit(order.id, 5)).body;
  expect(more.payments).toHaveLength(2);
  await orderWhen(order.id, ({ balance }) => balance.difference === '0.00');
  const [, second] = await paymentsOf(order.id);
  expect(second).toMatchObject({ amount: '20.00', status: 'Authorized', gateway: 'sandbox' });
  expect((await post(`/v1/payments/${second.id}/capture`, {})).status).toBe(200);
  await edit(order.id, 1);
  const { balance } = await orderWhen(order.id, (found) => found.balance.captured === '10.00');
  expect(balance).toMatchObject({ due: '10.00', difference: '0.00' });
  // The one that was captured last gives back first.
  expect(await paymentsOf(order.id)).toMatchObject([
    { capturedAmount: '30.00', refundedAmount: '20.00', refunds: [{ amount: '20.00', status: 'Processed' }] },
    { capturedAmount: '20.00', refundedAmount: '20.00', status: 'Refunded' },
  ]);
});

test('one more payment is asked for once by one key, and stands in for one that was declined', async () => {
  const order = await placed({ payments: [{ gateway: 'sandbox', token: 'sandbox-decline' }] });
  await orderWhen(order.id, ({ paymentStatus }) => paymentStatus === 'Declined');
  const key = { 'idempotency-key': uuid() };
  const both = await Promise.all([1, 2].map(() => post(`/v1/orders/${order.id}/payments`, { gateway: 'credit', amount: '12.5' }, key)));
  expect(both.map(({ status }) => status)).toEqual([200, 200]);
  expect((await post(`/v1/orders/${order.id}/payments`, {})).body.payments).toHaveLength(3);
  await orderWhen(order.id, ({ documents }) => documents.filter(({ type }: Body) => type === 'payment').length === 3);
  const payments = await eventually(async () => {
    const found = await paymentsOf(order.id);
    return found.every(({ status }) => status !== 'Pending') && found;
  });
  // Nobody has any credit, so what was asked for next did not count it as covered only while it was open.
  expect(payments.map(({ gateway, amount, status }) => [gateway, amount, status])).toEqual([
    ['sandbox', '30.00', 'Declined'],
    ['credit', '12.50', 'Declined'],
    ['sandbox', expect.stringMatching(/^(17\.50|30\.00)$/), 'Authorized'],
  ]);
  const refused = await post(`/v1/orders/${order.id}/payments`, { amount: '0' });
  expect([refused.status, refused.body.errors[0].path]).toEqual([400, 'amount']);
});

test('a cancelled order takes no more payments', async () => {
  const order = await placed();
  await post(`/v1/orders/${order.id}/cancel`, { reason: 'no' }, { prefer: 'wait=30' });
  expect((await post(`/v1/orders/${order.id}/payments`, { amount: '1' })).body.type).toBe('urn:docket:problem:order-cancelled');
  expect(await paymentsOf(order.id)).toMatchObject([{ status: 'Voided' }]);
});

test('people call a payment what its store allows, beside what its money says', async () => {
  const order = await placed();
  const [{ id }] = await paymentsOf(order.id);
  const set = (status: string) => post(`/v1/payments/${id}/status`, { status });
  expect((await set('Reminded')).body).toMatchObject({ status: 'Authorized', storeStatus: 'Reminded' });
  expect([(await set('Dunned')).status, (await set('Reminded')).body.type]).toEqual([200, 'urn:docket:problem:transition-not-allowed']);
  expect([(await set('Paid')).status, (await set('Paid')).body.errors[0].path]).toEqual([422, 'status']);
});
