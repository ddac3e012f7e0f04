import fc from 'fast-check';
import { eventually } from '../support/eventually.js';
import { differencesOf } from './differences-of.js';
import { type Answer, draft, startTestSystem, type TestSystem } from './test-system.js';

const ORDERS = 24;
const STEPS = 800;

let system: TestSystem;

beforeAll(async () => {
  system = await startTestSystem();
});
afterAll(() => system.stop());

// biome-ignore lint/suspicious/noExplicitAny: as clients read it
type Body = any;

/** What a client does next, to which orders. */
interface Step {
  readonly order: number;
  readonly other: number;
  readonly number: number;
  readonly what: (typeof often)[number] | (typeof seldom)[number];
}

const often = ['combine', 'combine', 'takeOut', 'split', 'merge', 'quantity', 'address', 'price', 'pack', 'dissolve', 'release'] as const;
const seldom = ['cancelOrder', 'send', 'send', 'sendAlone', 'deliver', 'hold'] as const;
const step: fc.Arbitrary<Step> = fc.record({
  order: fc.nat(ORDERS - 1),
  other: fc.nat(ORDERS - 1),
  number: fc.integer({ min: 1, max: 12 }),
  what: fc.oneof({ weight: 5, arbitrary: fc.constantFrom(...often) }, { weight: 1, arbitrary: fc.constantFrom(...seldom) }),
});

const any = { 'if-match': '*' };
const seed = Number(process.env.SEED ?? Date.now() % 1_000_000);

test(`whatever two clients do at once to orders that go together, nothing is lost and nothing sent twice (SEED=${seed})`, async () => {
  const steps = fc.sample(step, { numRuns: STEPS, seed });
  const orders = await Promise.all(Array.from({ length: ORDERS }, place));
  const answers = (await Promise.all([act(orders, steps.slice(0, STEPS / 2)), act(orders, steps.slice(STEPS / 2))])).flat();
  const done = answers.filter(([, status]) => status === 200).map(([what]) => what);
  for (const what of ['combine', 'takeOut', 'split', 'quantity', 'send']) expect(done).toContain(what);
  const ids = new Set(orders);
  await eventually(async () => (await differencesOf(system, ids)).length === 0, 120_000).catch(async () =>
    expect(await differencesOf(system, ids)).toEqual([]),
  );
  for (const id of orders) await expectNothingLost(id);
}, 400_000);

async function place(): Promise<string> {
  const line = (sku: string, quantity: number) => ({ sku, name: sku, quantity, price: '2.50' });
  const order = draft({ lines: [line('A', 9), line('B', 4)], shipments: [{ method: 'standard', price: '4.95' }] });
  return (await system.post('/v1/orders', order, { prefer: 'wait=30' })).body.id;
}

/** Does one client's steps one after the other; gives what came of each. */
async function act(orders: readonly string[], steps: readonly Step[]): Promise<[string, number][]> {
  const outcomes: [string, number][] = [];
  for (const each of steps) {
    const answer = await attempt(orders, each);
    if (!answer) continue;
    expect([each.what, answer.status, [200, 404, 409, 412, 422].includes(answer.status)]).toEqual([each.what, answer.status, true]);
    const formed = each.what !== 'combine' || answer.body.consignments?.[0].status === 'New';
    outcomes.push([each.what, formed ? answer.status : 409]);
  }
  return outcomes;
}

/** What one step asks for, where there is something to ask. */
async function attempt(orders: readonly string[], { order, other, number, what }: Step): Promise<Answer | undefined> {
  const id = orders[order] as string;
  const shipments: Body[] = (await system.get(`/v1/orders/${id}/shipments`)).body.items;
  const shipment = shipments[number % shipments.length];
  const consignment = shipment.consignmentId && `/v1/consignments/${shipment.consignmentId}`;
  const edit = (...operations: object[]) => system.post(`/v1/orders/${id}/edits`, { operations }, any);
  const lineId = String(1 + (number % 2));
  const onWhole = (path: string, body: object) => (consignment ? system.post(`${consignment}/${path}`, body, any) : undefined);
  switch (what) {
    case 'combine': {
      const [partner] = (await system.get(`/v1/orders/${orders[other]}/shipments`)).body.items;
      if (partner.id === shipment.id) return undefined;
      const priced = number % 2 ? { price: `${number}.99`, allotBy: 'value' } : {};
      const forced = number % 3 ? { force: true, reason: 'to the shop' } : {};
      return system.post('/v1/shipments/combine', { shipmentIds: [shipment.id, partner.id], ...priced, ...forced });
    }
    case 'takeOut':
      return onWhole('parts/remove', { shipmentIds: [shipment.id] });
    case 'dissolve':
      return number === 1 ? onWhole('cancel', { reason: 'no' }) : undefined;
    case 'price':
      return onWhole('price', { price: `${number}.01`, allotBy: 'quantity' });
    case 'pack': {
      const [item] = shipment.items;
      return item && onWhole('packages', { packages: [{ items: [{ orderId: id, lineId: item.lineId, quantity: item.quantity }] }] });
    }
    case 'send':
      return onWhole('send', { tracking: { number: `RR${number}` } });
    case 'deliver':
      return onWhole('deliver', {});
    case 'sendAlone':
      return system.post(`/v1/shipments/${shipment.id}/send`, {}, any);
    case 'split':
      return edit({ op: 'splitShipment', shipmentId: shipment.id, items: [{ lineId: shipment.items[0]?.lineId ?? lineId, quantity: 1 }] });
    case 'merge':
      return edit({ op: 'mergeShipments', from: [shipments.at(-1).id], into: shipments[0].id });
    case 'quantity':
      return edit({ op: 'changeQuantity', lineId, quantity: number });
    case 'address':
      return system.patch(`/v1/orders/${id}`, { addresses: { shipping: { country: 'GB', city: number > 3 ? 'Leeds' : 'York' } } }, any);
    case 'hold':
      return system.post(`/v1/orders/${id}/holds`, { type: 'fraud', reason: 'odd', blocks: ['send'] }, any);
    case 'release': {
      const [held] = (await system.get(`/v1/orders/${id}`)).body.holds;
      return held && system.post(`/v1/orders/${id}/holds/${held.id}/release`, { reason: 'seen' }, any);
    }
    case 'cancelOrder':
      return system.post(`/v1/orders/${id}/cancel`, { reason: 'no' }, any);
  }
}

/** No piece is in two shipments or in none, and none has left the house that is not ordered. */
async function expectNothingLost(id: string): Promise<void> {
  const order = (await system.get(`/v1/orders/${id}`)).body;
  const shipments: Body[] = (await system.get(`/v1/orders/${id}/shipments`)).body.items;
  const piecesIn = (list: readonly Body[], lineId: string) =>
    list.flatMap(({ items }) => items).reduce((sum, item) => sum + (item.lineId === lineId ? item.quantity : 0), 0);
  for (const { id: lineId, quantity } of order.lines) {
    const left = shipments.filter(({ status }) => ['Sent', 'Delivered'].includes(status));
    expect(piecesIn(order.claims ?? [], lineId)).toBe(piecesIn(left, lineId));
    expect(piecesIn(left, lineId)).toBeLessThanOrEqual(quantity);
    if (order.cancelledAt === undefined) expect(piecesIn(shipments, lineId)).toBe(quantity);
  }
}
