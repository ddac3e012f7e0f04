import { v7 as uuid } from 'uuid';
import { differencesOf } from './differences-of.js';
import { draft, startTestSystem, type TestSystem } from './test-system.js';

let system: TestSystem;

beforeAll(async () => {
  system = await startTestSystem();
});
afterAll(() => system.stop());

// biome-ignore lint/suspicious/noExplicitAny: as clients read it
type Body = any;

const any = { 'if-match': '*' };
const refund = ({ id }: Body, quantity: number, more: object = {}, headers: object = {}) =>
  system.post(`/v1/payments/${id}/refund`, { lines: [{ lineId: '1', quantity }], reasonCode: 'other', ...more }, { ...any, ...headers });

const orders = new Set<string>();
/** The payments, captured whole, of an order of 23.58, of which six pieces of one line make 17.64. */
async function paid(payments: object[]): Promise<Body[]> {
  const { body } = await system.post('/v1/orders', draft({ payments }), { prefer: 'wait=30' });
  orders.add(body.id);
  const { items } = (await system.get(`/v1/orders/${body.id}/payments`)).body;
  return Promise.all(items.map(async ({ id }: Body) => (await system.post(`/v1/payments/${id}/capture`, {}, any)).body));
}

test('pieces of a line are given back over two payments, and one too many is refused with the numbers', async () => {
  const payments = await paid([{ gateway: 'manual', amount: '10' }, { gateway: 'sandbox' }]);
  const [first, second] = ['manual', 'sandbox'].map((gateway) => payments.find((each) => each.gateway === gateway));
  const key = { 'idempotency-key': uuid() };
  for (const _ of [1, 2]) {
    const { status, body } = await refund(first, 2, {}, key);
    expect([status, body.refundedAmount, body.lineTurns]).toEqual([200, '5.88', undefined]);
    expect(body.refunds[0].lines).toEqual([
      { lineId: '1', quantity: 2, listTotal: '5.1', discountTotal: '0.2', fee: '0', taxTotal: '0.98' },
    ]);
  }
  expect((await refund(second, 3, { destination: 'credit' })).body).toMatchObject({
    refundedAmount: '8.82',
    refunds: [{ status: 'Processed', destination: 'credit', lines: [{ quantity: 3 }] }],
  });
  const refused = await refund(first, 2);
  expect([refused.status, refused.body]).toEqual([
    422,
    expect.objectContaining({ type: 'urn:docket:problem:quantity-above-refundable', ordered: 6, refunded: 5, left: 1 }),
  ]);
  expect((await refund(second, 1)).body).toMatchObject({ refundedAmount: '11.76' });
  expect((await refund(first, 1, { amount: '1' })).status).toBe(400);
});

test('however many ask at once, on whichever payment, no more goes back than was ordered', async () => {
  const payments = await paid([{ gateway: 'manual', amount: '10' }, { gateway: 'sandbox', amount: '9' }, { gateway: 'manual' }]);
  const answers = await Promise.all(Array.from({ length: 18 }, (_, index) => refund(payments[index % 3], 1)));
  const refusedAs = answers.flatMap(({ status, body }) => (status < 300 ? [] : [body.type.split(':').at(-1)]));
  const { items } = (await system.get(`/v1/orders/${payments[0].orderId}/payments`)).body;
  const lines = items.flatMap(({ refunds = [] }: Body) => refunds.flatMap((each: Body) => each.lines));
  expect(lines.length + refusedAs.length).toBe(18);
  for (const code of refusedAs) expect(['quantity-above-refundable', 'refund-exceeds-captured']).toContain(code);
  expect(lines.reduce((all: number, { quantity }: Body) => all + quantity, 0)).toBe(6);
  const given = items.reduce((all: number, { refundedAmount }: Body) => all + Number(refundedAmount) * 100, 0);
  expect(Math.round(given)).toBe(1764);
});

test('a verification finds payments, histories and topics in agreement', async () => {
  expect(await differencesOf(system, orders)).toEqual([]);
});
