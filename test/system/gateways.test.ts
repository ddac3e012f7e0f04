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

/** The payment of an order that was just placed, of 23.58. */
async function placed(payment: object, change: object = {}): Promise<Body> {
  const { status, body } = await system.post('/v1/orders', draft({ payments: [payment], ...change }));
  expect(status).toBe(201);
  return eventually(async () => (await system.get(`/v1/orders/${body.id}/payments`)).body.items[0]);
}

const paymentIs = (id: string, status: string): Promise<Body> =>
  eventually(async () => {
    const { body } = await system.get(`/v1/payments/${id}`);
    return body.status === status && !body.openCalls && body;
  });
const move = (what: string, id: string, body: object = {}) => system.post(`/v1/payments/${id}/${what}`, body, any);
const giftCode = () => `GIFT-${uuid().replaceAll('-', '').slice(-12).toUpperCase()}`;
const opened = async (more: object): Promise<Body> => {
  const { status, body } = await system.post('/v1/credit-accounts', { storeId: 'uk', currency: 'GBP', amount: '50', ...more });
  expect(status).toBe(201);
  return body;
};

test('an order is paid with a gift card, and some of it given back', async () => {
  const { id: token } = await opened({ code: giftCode() });
  const { id } = await placed({ gateway: 'credit', token });
  await paymentIs(id, 'Authorized');
  expect((await system.get(`/v1/credit-accounts/${token}`)).body).toMatchObject({
    balance: '50.00',
    reserved: '23.58',
    available: '26.42',
  });
  await move('capture', id);
  await paymentIs(id, 'Paid');
  await move('refund', id, { amount: '3.58', reasonCode: 'requested-by-customer' });
  await paymentIs(id, 'PartiallyRefunded');
  const { items } = (await system.get(`/v1/credit-accounts/${token}/entries`)).body;
  expect(items.map(({ type, amount, balance }: Body) => [type, amount, balance])).toEqual([
    ['refund', '3.58', '30.00'],
    ['capture', '-23.58', '26.42'],
    ['authorization', '0.00', '50.00'],
    ['opening', '50.00', '50.00'],
  ]);
});

test('a payment is found by what its gateway calls it', async () => {
  const { id } = await placed({ gateway: 'sandbox' });
  const { gatewayReference } = await paymentIs(id, 'Authorized');
  const { items } = (await system.get(`/v1/payments?reference=${encodeURIComponent(gatewayReference)}`)).body;
  expect(items.map((each: Body) => each.id)).toEqual([id]);
});

test("without a token it is the customer's own credit; when there is too little, another means can be named", async () => {
  const customer = { id: `c-${uuid()}` };
  const own = await opened({ customerId: customer.id, amount: '20' });
  const { id } = await placed({ gateway: 'credit' }, { customer });
  await paymentIs(id, 'Declined');
  const { id: token } = await opened({ code: giftCode() });
  await move('authorize', id, { token });
  await paymentIs(id, 'Authorized');
  expect((await system.get(`/v1/credit-accounts/${own.id}`)).body).toMatchObject({ reserved: '0.00', available: '20.00' });
  const { items } = (await system.get(`/v1/credit-accounts?customer=${customer.id}`)).body;
  expect(items).toEqual([expect.objectContaining({ id: own.id })]);
});

test('the code of a gift card is in no log of a payment', async () => {
  const code = giftCode();
  await opened({ code });
  const { id } = await placed({ gateway: 'credit' }, { customer: { id: `c-${uuid()}` } });
  await paymentIs(id, 'Declined');
  await move('authorize', id, { token: code });
  await paymentIs(id, 'Authorized');
  const database = system.database('payments');
  const collections = await database.listCollections().toArray();
  for (const { name } of collections) expect(JSON.stringify(await database.collection(name).find().toArray())).not.toContain(code);
});

test.each([
  ['sandbox-lost-before', 'Authorized'],
  ['sandbox-lost-after', 'Authorized'],
  ['sandbox-declined', 'Declined'],
])('whatever becomes of its calls (%s), a payment comes to what its gateway did', async (token, status) => {
  const { id } = await placed({ gateway: 'sandbox', token });
  await paymentIs(id, status);
  const [authorization] = (await system.database('payments').collection('sandboxPayments').find({ paymentId: id }).toArray()) as Body[];
  expect(authorization.acts).toHaveLength(1);
});

test.each([
  ['sandbox-pending', 'Authorized'],
  ['sandbox-pending-decline', 'Declined'],
])('what a gateway decides later (%s) is known when it is asked', async (token, status) => {
  const { id } = await placed({ gateway: 'sandbox', token });
  await eventually(async () => (await system.get(`/v1/payments/${id}`)).body.openCalls?.[0].attempts === 1);
  await move('refresh', id);
  await paymentIs(id, status);
});

test('a refund that comes back later is known when the gateway is asked', async () => {
  const { id } = await placed({ gateway: 'sandbox', token: 'sandbox-refund-fails-later' });
  await paymentIs(id, 'Authorized');
  await move('capture', id);
  await paymentIs(id, 'Paid');
  await move('refund', id, { reasonCode: 'other' });
  await paymentIs(id, 'Refunded');
  await move('refresh', id);
  expect(await paymentIs(id, 'Paid')).toMatchObject({ refundedAmount: '0.00', refunds: [{ status: 'Rejected' }] });
});

test.each(['sandbox', 'manual'])('what was paid by %s is given back as store credit, with which another order is paid', async (gateway) => {
  const customer = { id: `c-${uuid()}` };
  const { id } = await placed({ gateway }, { customer });
  await paymentIs(id, 'Authorized');
  await move('capture', id);
  await paymentIs(id, 'Paid');
  const refund = { amount: '20', reasonCode: 'requested-by-customer', destination: 'credit' };
  const key = { ...any, 'idempotency-key': uuid() };
  for (const _ of [1, 2]) expect((await system.post(`/v1/payments/${id}/refund`, refund, key)).status).toBe(200);
  expect((await move('refund', id, { ...refund, amount: '3.58' })).body).toMatchObject({
    status: 'Refunded',
    refunds: [
      { amount: '20.00', status: 'Processed', destination: 'credit' },
      { amount: '3.58', status: 'Processed', destination: 'credit' },
    ],
  });
  const { items } = (await system.get(`/v1/credit-accounts?customer=${customer.id}`)).body;
  expect(items).toMatchObject([{ storeId: 'uk', currency: 'GBP', customerId: customer.id, balance: '23.58' }]);
  const { items: entries } = (await system.get(`/v1/credit-accounts/${items[0].id}/entries`)).body;
  expect(entries.map(({ type, amount, paymentId }: Body) => [type, amount, paymentId])).toEqual([
    ['grant', '3.58', id],
    ['opening', '20.00', id],
  ]);
  await paymentIs((await placed({ gateway: 'credit' }, { customer })).id, 'Authorized');
});

test('nobody gets store credit where the order names no customer', async () => {
  const { id } = await placed({ gateway: 'manual' }, { customer: undefined, isAnonymous: true });
  await paymentIs(id, 'Authorized');
  await move('capture', id);
  const refused = await move('refund', id, { reasonCode: 'other', destination: 'credit' });
  expect([refused.status, refused.body.type, refused.body.errors[0].path]).toEqual([
    422,
    'urn:docket:problem:payer-not-known',
    'destination',
  ]);
});
