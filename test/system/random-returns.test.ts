import fc from 'fast-check';
import { eventually } from '../support/eventually.js';
import { differencesOf } from './differences-of.js';
import { type Answer, draft, startTestSystem, type TestSystem } from './test-system.js';

let system: TestSystem;

beforeAll(async () => {
  system = await startTestSystem();
});
afterAll(() => system.stop());

// biome-ignore lint/suspicious/noExplicitAny: as clients read it
type Body = any;

const ORDERS = 4;
const EDITORS = 4;
const STEPS = 240;
const any = { 'if-match': '*' };

/** What somebody does next, to which order. */
const step = fc.record({
  order: fc.nat(ORDERS - 1),
  what: fc.constantFrom(
    'send',
    'ask',
    'ask',
    'approve',
    'approve',
    'approve',
    'receive',
    'receive',
    'refuse',
    'cancel',
    'quantity',
    'replace',
  ),
  place: fc.nat(20),
  quantity: fc.integer({ min: 1, max: 4 }),
});
type Step = typeof step extends fc.Arbitrary<infer Each> ? Each : never;

const seed = Number(process.env.SEED ?? Date.now() % 1_000_000);

/** Six pieces in two shipments, paid. */
async function placed(): Promise<Body> {
  const shipments = [
    { method: 'standard', items: [{ line: 0, quantity: 4 }] },
    { method: 'express', items: [{ line: 0, quantity: 2 }] },
  ];
  const { body } = await system.post('/v1/orders', draft({ shipments }), { prefer: 'wait=30' });
  const [payment] = (await system.get(`/v1/orders/${body.id}/payments`)).body.items;
  expect((await system.post(`/v1/payments/${payment.id}/capture`, {}, any)).status).toBe(200);
  return body;
}

async function act({ id }: Body, { what, place, quantity }: Step): Promise<Answer | undefined> {
  const pick = <Item>(items: readonly Item[]) => items[place % Math.max(1, items.length)];
  const items = [{ lineId: '1', quantity: Math.ceil(quantity / 2), condition: 'opened', restock: false }];
  if (what === 'send') {
    const shipment = pick((await system.get(`/v1/orders/${id}/shipments`)).body.items as Body[]);
    return system.post(`/v1/shipments/${shipment.id}/send`, {}, any);
  }
  if (what === 'ask') {
    const request = { items: [{ lineId: '1', quantity, reasonCode: 'other' }], ...(place % 2 === 0 && { refund: 'original' }) };
    return system.post(`/v1/orders/${id}/returns`, request);
  }
  if (what === 'quantity' || what === 'replace') {
    const operation =
      what === 'quantity' ? { op: 'changeQuantity', lineId: '1', quantity: quantity + 3 } : { op: 'replaceSent', lineId: '1', quantity: 1 };
    return system.post(`/v1/orders/${id}/edits`, { operations: [operation] }, any);
  }
  const returns: Body[] = (await system.get(`/v1/orders/${id}/returns`)).body.items;
  const open = returns.filter(({ status }) => status === (what === 'receive' ? 'Approved' : 'Requested'));
  // Now and then one that this cannot be done with any more.
  const found = pick(place % 5 === 0 ? returns : open);
  if (!found) return undefined;
  const body = what === 'receive' ? { items } : what === 'refuse' ? { reason: 'no' } : {};
  return system.post(`/v1/returns/${found.id}/${what}`, body, any);
}

test(`whatever is sent, asked for, received, given up and edited at once, no more comes back than was sent (SEED=${seed})`, async () => {
  const orders = await Promise.all(Array.from({ length: ORDERS }, placed));
  const steps = fc.sample(step, { numRuns: STEPS, seed });
  const done = new Map<string, number>();
  const editor = async (first: number) => {
    for (let index = first; index < steps.length; index += EDITORS) {
      const each = steps[index] as Step;
      const answer = await act(orders[each.order], each);
      if (!answer) continue;
      expect(answer.status).toBeLessThan(500);
      if (answer.status < 300) done.set(each.what, (done.get(each.what) ?? 0) + 1);
    }
  };
  await Promise.all(Array.from({ length: EDITORS }, (_, first) => editor(first)));
  expect(done.get('ask')).toBeGreaterThan(ORDERS);
  expect(done.get('receive')).toBeGreaterThan(0);
  for (const { id } of orders) {
    const order = await eventually(async () => {
      const { body } = await system.get(`/v1/orders/${id}`);
      return body.tax.status === 'calculated' && body;
    });
    const pieces = (parts: Body[]) =>
      parts.flatMap(({ items }) => items).reduce((sum: number, { lineId, quantity }: Body) => sum + (lineId === '1' ? quantity : 0), 0);
    const { returns = [], claims = [], lines } = order;
    const received = pieces(returns.filter(({ receipt }: Body) => receipt));
    expect(pieces(returns.filter(({ released }: Body) => !released))).toBeLessThanOrEqual(pieces(claims));
    expect(lines[0].returnedQuantity ?? 0).toBe(received);
    expect(lines[0].quantity).toBeGreaterThanOrEqual(pieces(claims) - received);
  }
  expect(await differencesOf(system, new Set(orders.map(({ id }) => id)))).toEqual([]);
}, 120_000);
