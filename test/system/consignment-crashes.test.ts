import { pathToFileURL } from 'node:url';
import { eventually } from '../support/eventually.js';
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
const preload = pathToFileURL('dist/faults/src/providers/dies-at-consignments.js').href;
const orders = new Set<string>();

const placed = async (): Promise<Body> => {
  const order = draft({ shipments: [{ method: 'standard', price: '4.95' }] });
  const { body } = await system.post('/v1/orders', order, { prefer: 'wait=30' });
  orders.add(body.id);
  return body;
};
const three = (): Promise<Body[]> => Promise.all([placed(), placed(), placed()]);
const combine = (list: readonly Body[]) =>
  system.post('/v1/shipments/combine', { shipmentIds: list.map(({ shipments }) => shipments[0].id), price: '5.00', allotBy: 'quantity' });
const of = async (order: Body): Promise<Body> => (await system.get(`/v1/consignments?orderId=${order.id}`)).body.items[0];
const orderOf = async ({ id }: Body): Promise<Body> => (await system.get(`/v1/orders/${id}`)).body;

/** The shipments service loses its power at this step of what is asked of it, and comes back. */
async function killedAt(point: string, ask: () => Promise<unknown>): Promise<void> {
  await system.restart('shipments', { env: { DOCKET_DIES_AT: point }, nodeOptions: ['--import', preload] });
  const process = system.replicasOf('shipments')[0]?.process;
  // Who asked may hear nothing of it.
  const asked = ask().catch(() => undefined);
  await process?.exited;
  await asked;
  await system.restart('shipments', { env: { DOCKET_DIES_AT: '' }, nodeOptions: [] });
}

test.each(['joined:2', 'New:1', 'priced:2'])(
  'what was to be combined is, with its price, though the process dies at %s',
  async (point) => {
    const list = await three();
    await killedAt(point, () => combine(list));
    await eventually(async () => (await of(list[0]))?.status === 'New', 60_000);
    // Which of equal parts get the pennies that are left, their numbers say.
    await eventually(async () => {
      const prices = await Promise.all(list.map(async (order) => (await orderOf(order)).shipments[0].price));
      return prices.sort().join() === '1.66,1.67,1.67';
    }, 60_000);
  },
  120_000,
);

test.each(['claimed:2', 'Sent:1'])(
  'what was to be sent is, all of it, though the process dies at %s',
  async (point) => {
    const list = await three();
    const [{ id }] = (await combine(list)).body.consignments;
    await killedAt(point, () => system.post(`/v1/consignments/${id}/send`, {}, any));
    for (const order of list) await eventually(async () => (await orderOf(order)).shipmentStatus === 'Sent', 60_000);
    expect((await of(list[0])).status).toBe('Sent');
  },
  120_000,
);

test('what has arrived has arrived for every order, though the process dies in between', async () => {
  const list = await three();
  const [{ id }] = (await combine(list)).body.consignments;
  expect((await system.post(`/v1/consignments/${id}/send`, {}, any)).status).toBe(200);
  await killedAt('part-Delivered:2', () => system.post(`/v1/consignments/${id}/deliver`, {}, any));
  for (const order of list) await eventually(async () => (await orderOf(order)).shipmentStatus === 'Delivered', 60_000);
}, 120_000);

test('what an order stands against leaves no claim, though the process dies while they are given back', async () => {
  const list = await three();
  const [{ id }] = (await combine(list)).body.consignments;
  const blocked = { type: 'fraud', reason: 'odd', blocks: ['send'] };
  expect((await system.post(`/v1/orders/${list[2].id}/holds`, blocked, any)).status).toBe(200);
  await killedAt('released:1', () => system.post(`/v1/consignments/${id}/send`, {}, any));
  for (const order of list) await eventually(async () => (await orderOf(order)).claims === undefined, 60_000);
  expect((await of(list[0])).status).toBe('New');
}, 120_000);

test('consignments, shipments and orders agree', async () => {
  await eventually(async () => (await differencesOf(system, orders)).length === 0, 60_000).catch(async () =>
    expect(await differencesOf(system, orders)).toEqual([]),
  );
}, 200_000);
