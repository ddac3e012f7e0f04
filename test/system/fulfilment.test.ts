import { v7 as uuid } from 'uuid';
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

const settling = { 'if-match': '*', prefer: 'wait=30' };
const anyVersion = { 'if-match': '*' };
const problemOf = ({ status, body }: Answer) => [status, body.type.split(':').at(-1), body.errors?.[0]?.path];
const newSku = () => `s-${uuid()}`;
const now = () => new Date().toISOString();

const tell = (location: string, sku: string, onHand: number, more: object = {}) =>
  system.put(`/v1/stock/${location}/${sku}`, { onHand, asOf: now(), ...more });
const stockOf = async (location: string, sku: string): Promise<Body> => (await system.get(`/v1/stock/${location}/${sku}`)).body;
const wants = (sku: string, quantity: number) => ({ sku, name: 'Hanging heart holder', quantity, price: '2.55' });
const place = async (...lines: object[]): Promise<Body> => {
  const order = draft({ storeId: 'warehouse', lines, shipments: [{ method: 'standard', price: '4.95' }] });
  const { status, body } = await system.post('/v1/orders', order, settling);
  expect(status).toBe(201);
  return body;
};
const fulfilmentOrders = async (orderId: string): Promise<Body[]> =>
  (await system.get(`/v1/orders/${orderId}/fulfilment-orders`)).body.items;

/** The only fulfilment order of an order, once it is so. */
const fulfilmentOrder = (orderId: string, is: (order: Body) => boolean): Promise<Body> =>
  eventually(async () => {
    const [found, ...more] = await fulfilmentOrders(orderId);
    return more.length === 0 && found && is(found) && found;
  });
const has = (reserved: number, backordered: number) => (order: Body) =>
  order.lines[0].reserved === reserved && order.lines[0].backordered === backordered;
const ask = (order: Body, what: string, body: object, headers: Record<string, string> = anyVersion) =>
  system.post(`/v1/fulfilment-orders/${order.id}/${what}`, body, headers);
const verified = async (...orders: Body[]) => expect(await differencesOf(system, new Set(orders.map(({ id }) => id)))).toEqual([]);

test('of a hundred orders for the last ten at once, ten have one each; who waits is served first come, first served', async () => {
  const sku = newSku();
  const since = now();
  expect((await tell('main', sku, 10, { arrivals: [{ expectedOn: '2026-12-24', quantity: 50 }] })).body).toMatchObject({ available: 10 });
  const orders = await Promise.all(Array.from({ length: 100 }, () => place(wants(sku, 1))));
  const all = () => Promise.all(orders.map(async ({ id }): Promise<Body> => (await fulfilmentOrders(id))[0]?.lines[0]));
  const lines = await eventually(async () => {
    const found = await all();
    return found.every((line) => line && line.reserved + line.backordered === 1) && found;
  }, 90_000);
  expect(lines.filter(({ reserved }) => reserved === 1)).toHaveLength(10);
  expect(lines.filter(({ backordered }) => backordered === 1)).toHaveLength(90);
  expect(lines.filter(({ expectedOn }) => expectedOn === '2026-12-24')).toHaveLength(50);
  expect(await stockOf('main', sku)).toMatchObject({ onHand: 10, reserved: 10, backordered: 90, available: 0, short: 0 });

  const queue = (await stockOf('main', sku)).lines.flatMap(({ fulfilmentOrderId, waiting }: Body) =>
    waiting.map(({ turn }: Body) => ({ fulfilmentOrderId, turn })),
  );
  const turns = queue.sort((one: Body, other: Body) => one.turn - other.turn).map(({ fulfilmentOrderId }: Body) => fulfilmentOrderId);
  expect((await tell('main', sku, 40)).body).toMatchObject({ onHand: 40, reserved: 40, backordered: 60 });
  expect(problemOf(await system.put(`/v1/stock/main/${sku}`, { onHand: 99, asOf: since }))).toEqual([409, 'stock-outdated', 'asOf']);
  await eventually(async () => (await all()).filter(({ reserved }) => reserved === 1).length === 40, 60_000);
  const waiting = (await stockOf('main', sku)).lines.filter((line: Body) => line.waiting.length > 0);
  expect(new Set(waiting.map(({ fulfilmentOrderId }: Body) => fulfilmentOrderId))).toEqual(new Set(turns.slice(30)));
  const list = (await system.get(`/v1/fulfilment-orders?sku=${sku}&backordered=true&limit=1&count=true`)).body;
  expect([list.total, list.items.length]).toEqual([60, 1]);
  await verified(...orders);
}, 180_000);

test('what is rejected goes to the next location, and to nobody when none is left', async () => {
  const sku = newSku();
  await Promise.all([tell('main', sku, 5), tell('south', sku, 7)]);
  const order = await place(wants(sku, 6));
  const routed = await fulfilmentOrder(order.id, has(6, 0));
  expect([routed.location, routed.status, routed.lines[0].orderId]).toEqual(['south', 'Open', order.id]);
  await eventually(async () => (await system.get(`/v1/shipments/${routed.shipmentId}`)).body.fulfilmentCentre === 'south');
  const accepting = { ...anyVersion, 'idempotency-key': uuid() };
  expect((await ask(routed, 'accept', { externalId: 'W-1' }, accepting)).body).toMatchObject({ status: 'Accepted', externalId: 'W-1' });
  expect((await ask(routed, 'accept', { externalId: 'W-1' }, accepting)).headers.get('idempotency-replayed')).toBe('true');

  expect((await ask(routed, 'reject', { reason: 'water damage' })).body).toMatchObject({ status: 'Rejected' });
  const again = await fulfilmentOrder(order.id, has(5, 1));
  expect([again.location, again.status, again.rejections]).toMatchObject(['main', 'Open', [{ location: 'south', reason: 'water damage' }]]);
  expect(await stockOf('south', sku)).toMatchObject({ reserved: 0, backordered: 0, available: 7 });

  await ask(routed, 'reject', { reason: 'no' });
  await fulfilmentOrder(order.id, ({ location }) => location === 'north');
  await ask(routed, 'reject', { reason: 'no' });
  await fulfilmentOrder(order.id, ({ status }) => status === 'Rejected');
  expect(problemOf(await ask(routed, 'accept', {}))).toEqual([409, 'not-routed', undefined]);
  expect(problemOf(await ask(routed, 'move', { location: 'moon' }))).toEqual([422, 'location-not-offered', 'location']);
  expect((await ask(routed, 'move', { location: 'south', reason: 'dried' })).body).toMatchObject({ status: 'Open', location: 'south' });
  await fulfilmentOrder(order.id, has(6, 0));
  await verified(order);
});

test('it follows the order: more is reserved, less is given back, nothing when it is cancelled', async () => {
  const sku = newSku();
  await tell('main', sku, 10);
  const order = await place(wants(sku, 6));
  await fulfilmentOrder(order.id, has(6, 0));
  const quantity = (pieces: number) =>
    system.post(`/v1/orders/${order.id}/edits`, { operations: [{ op: 'changeQuantity', lineId: '1', quantity: pieces }] }, settling);
  expect((await quantity(12)).status).toBe(200);
  const waiting = await fulfilmentOrder(order.id, has(10, 2));
  const refused = await system.post(`/v1/shipments/${waiting.shipmentId}/send`, {}, anyVersion);
  expect(problemOf(refused)).toEqual([409, 'backordered', undefined]);
  expect(refused.body.lines).toMatchObject([{ lineId: '1', quantity: 12, reserved: 10 }]);
  const other = await place(wants(sku, 3));
  await fulfilmentOrder(other.id, has(0, 3));
  const waits = async (yes: boolean) =>
    (await system.get(`/v1/fulfilment-orders?orderId=${other.id}&backordered=${yes}`)).body.items.length;
  expect([await waits(true), await waits(false)]).toEqual([1, 0]);
  await quantity(4);
  await fulfilmentOrder(order.id, has(4, 0));
  await fulfilmentOrder(other.id, has(3, 0));
  await system.post(`/v1/orders/${order.id}/cancel`, { reason: 'no' }, settling);
  await fulfilmentOrder(order.id, ({ status }) => status === 'Cancelled');
  await eventually(async () => (await stockOf('main', sku)).available === 7);
  await verified(order, other);
});

test('what is sent is deducted until a later count; what is held, scheduled or not there is not sent', async () => {
  const sku = newSku();
  await tell('main', sku, 5);
  const before = now();
  const order = await place(wants(sku, 2));
  const open = await fulfilmentOrder(order.id, has(2, 0));
  const send = (body: object = {}) => system.post(`/v1/shipments/${open.shipmentId}/send`, body, anyVersion);
  await ask(open, 'hold', { reason: 'call first' });
  expect(problemOf(await send())).toEqual([409, 'held', undefined]);
  expect(problemOf(await ask(open, 'accept', {}))).toEqual([409, 'held', undefined]);
  expect((await ask(open, 'release', {})).body.status).toBe('Open');
  expect((await ask(open, 'schedule', { scheduledFor: '2099-01-01T00:00:00Z' })).body.status).toBe('Scheduled');
  expect(problemOf(await send())).toEqual([409, 'not-due', undefined]);
  await ask(open, 'schedule', { scheduledFor: before });
  expect(problemOf(await system.patch(`/v1/shipments/${open.shipmentId}`, { fulfilmentCentre: 'north' }, anyVersion))).toEqual([
    409,
    'location-by-fulfilment',
    'fulfilmentCentre',
  ]);
  expect((await send()).status).toBe(200);
  await fulfilmentOrder(order.id, ({ status }) => status === 'Closed');
  await eventually(async () => (await stockOf('main', sku)).sent === 2);
  expect(await stockOf('main', sku)).toMatchObject({ onHand: 5, sent: 2, reserved: 0, available: 3 });
  expect((await system.put(`/v1/stock/main/${sku}`, { onHand: 5, asOf: before })).body).toMatchObject({ sent: 2, available: 3 });
  expect((await tell('main', sku, 3)).body).toMatchObject({ onHand: 3, sent: 0, available: 3 });
  await verified(order);
});

test('pieces stay with their order when its shipments are split and merged, whoever else waits', async () => {
  const sku = newSku();
  await tell('main', sku, 6);
  const order = await place(wants(sku, 6));
  const first = await fulfilmentOrder(order.id, has(6, 0));
  const other = await place(wants(sku, 1));
  await fulfilmentOrder(other.id, has(0, 1));
  const edit = (operation: object) => system.post(`/v1/orders/${order.id}/edits`, { operations: [operation] }, settling);
  const split = { op: 'splitShipment', shipmentId: first.shipmentId, items: [{ lineId: '1', quantity: 4 }], fulfilmentCentre: 'main' };
  const second = (await edit(split)).body.shipments[1].id;
  const reserved = async () => (await fulfilmentOrders(order.id)).map(({ status, lines }) => [status, lines[0]?.reserved]);
  await eventually(
    async () =>
      expect(await reserved()).toEqual([
        ['Open', 2],
        ['Open', 4],
      ]) === undefined,
  );
  await edit({ op: 'mergeShipments', from: [second], into: first.shipmentId });
  await eventually(
    async () =>
      expect(await reserved()).toEqual([
        ['Open', 6],
        ['Cancelled', 0],
      ]) === undefined,
  );
  await fulfilmentOrder(other.id, has(0, 1));
  await verified(order, other);
});

test('what no location has alone comes from the fewest that have it together, each with a shipment; a part is moved likewise', async () => {
  const sku = newSku();
  await Promise.all([tell('main', sku, 2), tell('south', sku, 4)]);
  const order = await place(wants(sku, 6));
  const parts = async () =>
    (await fulfilmentOrders(order.id)).map(({ location, lines }) => [location, lines[0].quantity, lines[0].reserved]);
  const become = (...expected: unknown[][]) => eventually(async () => expect(await parts()).toEqual(expected) === undefined);
  await become(['main', 2, 2], ['south', 4, 4]);
  const { body } = await system.get(`/v1/orders/${order.id}`);
  expect(body.shipments.map(({ price }: Body) => price)).toEqual(['4.95', '0']);
  expect(body.totals.total).toBe(order.totals.total);

  const [, south] = await fulfilmentOrders(order.id);
  const moving = { location: 'north', items: [{ lineId: '1', quantity: 1 }], reason: 'the truck is full' };
  const tooMany = { ...moving, items: [{ lineId: '1', quantity: 5 }] };
  expect(problemOf(await ask(south, 'move', tooMany))).toEqual([422, 'not-in-shipment', 'items[0].quantity']);
  const headers = { ...anyVersion, 'idempotency-key': uuid() };
  expect((await ask(south, 'move', moving, headers)).status).toBe(200);
  expect((await ask(south, 'move', moving, headers)).status).toBe(200);
  await become(['main', 2, 2], ['south', 3, 3], ['north', 1, 0]);
  await verified(order);
});
