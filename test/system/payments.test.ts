import { v7 as uuid } from 'uuid';
import { eventually } from '../support/eventually.js';
import { type Answer, draft, startTestSystem, type TestSystem } from './test-system.js';

let system: TestSystem;

beforeAll(async () => {
  system = await startTestSystem();
});
afterAll(() => system.stop());

// biome-ignore lint/suspicious/noExplicitAny: as clients read it
type Body = any;

const any = { 'if-match': '*' };
/** An order of 23.58, with its one payment. */
const placed = async (change?: Record<string, unknown>): Promise<{ order: Body; payment: Body; total: string }> => {
  const { status, body: order } = await system.post('/v1/orders', draft(change), { prefer: 'wait=30' });
  expect(status).toBe(201);
  const { items } = (await system.get(`/v1/orders/${order.id}/payments`)).body;
  return { order, payment: items[0], total: order.totals.total };
};
const move = (what: 'capture' | 'refund' | 'void', { id }: Body, body: object = {}, headers: Record<string, string> = {}) =>
  system.post(`/v1/payments/${id}/${what}`, body, { ...any, ...headers });
const back = (amount?: string) => ({ ...(amount && { amount }), reasonCode: 'requested-by-customer', reason: 'broken' });
const problemOf = ({ status, body }: Answer) => [status, body.type.split(':').at(-1), body.errors?.[0]?.path];
const orderIs = (id: string, paymentStatus: string): Promise<Body> =>
  eventually(async () => {
    const { body } = await system.get(`/v1/orders/${id}`);
    return body.paymentStatus === paymentStatus && body;
  });

test('money is captured in parts and refunded in parts, and the order follows', async () => {
  const { order, payment, total } = await placed();
  const part = await move('capture', payment, { amount: '10' });
  expect([part.status, part.body]).toEqual([200, expect.objectContaining({ status: 'Authorized', capturedAmount: '10.00' })]);
  expect((await orderIs(order.id, 'PartiallyPaid')).balance).toMatchObject({ due: total, authorized: total, captured: '10.00' });
  expect((await move('capture', payment)).body).toMatchObject({ status: 'Paid', capturedAmount: total });
  await orderIs(order.id, 'Paid');
  expect((await move('refund', payment, back('3.58'))).body).toMatchObject({
    status: 'PartiallyRefunded',
    refunds: [{ amount: '3.58', reasonCode: 'requested-by-customer', reason: 'broken' }],
  });
  const { balance } = await orderIs(order.id, 'PartiallyRefunded');
  expect(balance.difference).toBe('3.58');
  expect((await move('refund', payment, back())).body).toMatchObject({ status: 'Refunded', refundedAmount: total });
  await orderIs(order.id, 'Refunded');
  const { items } = (await system.get(`/v1/payments/${payment.id}/transactions`)).body;
  expect(items.map(({ type }: Body) => type)).toEqual(['authorization', 'capture', 'capture', 'refund', 'refund']);
  expect(items[1].addresses).toMatch(/127\.0\.0\.1$/);
});

test('ten refunds of the whole at once: one happens; two equal ones of a part: both do', async () => {
  const whole = await placed();
  await move('capture', whole.payment);
  const outcomes = await Promise.all(Array.from({ length: 10 }, () => move('refund', whole.payment, back(whole.total))));
  expect(outcomes.filter(({ status }) => status === 200)).toHaveLength(1);
  for (const outcome of outcomes.filter(({ status }) => status !== 200)) {
    expect(problemOf(outcome)).toEqual([422, 'refund-exceeds-captured', 'amount']);
  }
  const parts = await placed();
  await move('capture', parts.payment);
  const two = await Promise.all([move('refund', parts.payment, back('5')), move('refund', parts.payment, back('5'))]);
  expect(two.map(({ status }) => status)).toEqual([200, 200]);
  expect((await system.get(`/v1/payments/${parts.payment.id}`)).body.refundedAmount).toBe('10.00');
});

test('what is repeated with its key happens once, also when a hold came in between', async () => {
  const { order, payment } = await placed();
  const key = { 'idempotency-key': uuid() };
  expect((await move('capture', payment, { amount: '10' }, key)).status).toBe(200);
  await system.post(`/v1/orders/${order.id}/holds`, { type: 'payment', reason: 'wait', blocks: ['capture'] }, any);
  const repeated = await move('capture', payment, { amount: '10' }, key);
  expect([repeated.status, repeated.body.capturedAmount, repeated.headers.get('idempotency-replayed')]).toEqual([200, '10.00', 'true']);
  expect(problemOf(await move('capture', payment, { amount: '11' }, key))[1]).toBe('idempotency-key-reused');
});

test('a hold that blocks capturing is respected, on the order and on a line', async () => {
  for (const lineId of [undefined, '1']) {
    const { order, payment } = await placed();
    const hold = { type: 'fraud', reason: 'odd card', blocks: ['capture'], ...(lineId && { lineId }) };
    const { holds } = (await system.post(`/v1/orders/${order.id}/holds`, hold, any)).body;
    const refused = await move('capture', payment);
    expect([refused.status, refused.body]).toEqual([409, expect.objectContaining({ type: 'urn:docket:problem:held', holds })]);
    await system.post(`/v1/orders/${order.id}/holds/${holds[0].id}/release`, { reason: 'seen' }, any);
    expect((await move('capture', payment)).status).toBe(200);
  }
});

test('payments are found by what people know of them, newest first, page by page', async () => {
  const customer = { id: uuid() };
  const find = async (query: string): Promise<Body> => {
    const { status, body } = await system.get(`/v1/payments?customerId=${customer.id}&${query}`);
    expect(status).toBe(200);
    return body;
  };
  const ids = async (query: string) => (await find(query)).items.map(({ id }: Body) => id);
  const first = await placed({ customer });
  const second = await placed({ customer });
  const { body: captured } = await move('capture', second.payment);
  const page = await find('limit=1&count=true');
  expect(page).toMatchObject({
    total: 2,
    items: [{ id: second.payment.id, orderId: second.order.id, orderNumber: second.order.number, status: 'Paid', payer: customer }],
  });
  expect(page.items[0]).not.toHaveProperty('transactions');
  expect(await find(`limit=1&cursor=${page.next}`)).toEqual({ items: [expect.objectContaining({ id: first.payment.id })] });
  expect(await ids('status=Authorized')).toEqual([first.payment.id]);
  expect(await ids(`number=${first.payment.number}&gateway=manual&storeId=uk`)).toEqual([first.payment.id]);
  expect(await ids(`orderNumber=${second.order.number}`)).toEqual([second.payment.id]);
  expect(await ids(`transactionId=${captured.transactions[1].id}`)).toEqual([second.payment.id]);
  expect(await ids(`from=${second.payment.createdAt}`)).toEqual([second.payment.id]);
  expect(await ids(`to=${first.payment.createdAt}`)).toEqual([first.payment.id]);
  expect((await system.get('/v1/payments?status=Perhaps')).status).toBe(400);
  const plan = system.database('payments').collection('payments').find({ 'state.status': 'Paid' }).sort({ createdAt: -1, _id: -1 });
  expect(JSON.stringify(await plan.explain('queryPlanner'))).not.toMatch(/COLLSCAN|"SORT"/);
});

test.each(['nope', '%00', '..%2F..', uuid()])('what is asked of the id %s, which nothing has, is not found', async (id) => {
  const bodies = { authorize: {}, capture: {}, refund: { reasonCode: 'other' }, void: {}, refresh: {} };
  for (const [what, body] of Object.entries(bodies)) {
    const keyed = { ...any, 'idempotency-key': uuid() };
    expect(problemOf(await system.post(`/v1/payments/${id}/${what}`, body, keyed))).toEqual([404, 'not-found', undefined]);
  }
  const keyed = { ...any, 'idempotency-key': uuid() };
  expect(problemOf(await system.post(`/v1/orders/${id}/payments`, { amount: '1' }, keyed))).toEqual([404, 'not-found', undefined]);
});

test('a cancelled order gives back what was promised and what was taken', async () => {
  const { order, payment, total } = await placed();
  await move('capture', payment, { amount: '10' });
  expect((await system.post(`/v1/orders/${order.id}/cancel`, { reason: 'changed my mind' }, { ...any, prefer: 'wait=30' })).status).toBe(
    200,
  );
  const closed = await eventually(async () => {
    const { body } = await system.get(`/v1/payments/${payment.id}`);
    return body.status === 'Refunded' && body;
  });
  expect(closed).toMatchObject({ amount: total, authorizedAmount: '10.00', capturedAmount: '10.00', refundedAmount: '10.00' });
  const { balance } = await orderIs(order.id, 'Refunded');
  expect(balance).toMatchObject({ due: '0.00', authorized: '0.00', captured: '0.00', difference: '0.00' });
  expect(problemOf(await move('capture', payment))).toEqual([409, 'order-cancelled', undefined]);
});

test('after an edit, what was paid and what is due stand beside each other', async () => {
  const { order, payment, total } = await placed();
  await move('capture', payment);
  await orderIs(order.id, 'Paid');
  const operations = [{ op: 'changeOrderDiscount', discount: '5' }];
  const { body: preview } = await system.post(`/v1/orders/${order.id}/edits?preview=true`, { operations });
  expect(preview.settlement).toMatchObject({ payments: [{ id: payment.id, authorized: total, change: '-6.00' }], additional: '0.00' });
  await system.post(`/v1/orders/${order.id}/edits`, { operations }, { ...any, prefer: 'wait=30' });
  expect((await system.get(`/v1/orders/${order.id}`)).body.balance).toMatchObject({ captured: total, difference: '-6.00' });
  expect((await move('refund', payment, back('6'))).status).toBe(200);
  await eventually(async () => (await system.get(`/v1/orders/${order.id}`)).body.balance.difference === '0.00');
});

test.each([
  ['capture', { amount: '0' }, 'amount'],
  ['capture', { amount: 10 }, 'amount'],
  ['capture', { amount: '-1' }, 'amount'],
  ['capture', { amount: '1e3' }, 'amount'],
  ['capture', { amount: '0.001' }, 'amount'],
  ['refund', { amount: '1' }, 'reasonCode'],
  ['refund', { reasonCode: 'whim' }, 'reasonCode'],
  ['refund', { reasonCode: 'other', card: '4242' }, 'card'],
  ['void', { amount: '1' }, 'amount'],
] as const)('%s with %j is refused by name', async (what, body, path) => {
  const { payment } = await placed();
  expect(problemOf(await move(what, payment, body))).toEqual([400, 'invalid-input', path]);
});
