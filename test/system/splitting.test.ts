import { orderDifferences } from '#tools/verify-order.js';
import { readChildren, stateOf } from '#tools/verify-orders.js';
import type { OrderState } from '#tools/verify-shapes.js';
import { readStores } from '#tools/verify-stores.js';
import { eventually } from '../support/eventually.js';
import { type Answer, draft, startTestSystem, type TestSystem } from './test-system.js';

let system: TestSystem;

beforeAll(async () => {
  system = await startTestSystem();
});
afterAll(() => system.stop());

// biome-ignore lint/suspicious/noExplicitAny: as clients read it
type Body = any;

const hearts = { sku: '85123A', name: 'Hanging heart holder', quantity: 6, price: '2.55', discount: '0.10' };
const settling = { 'if-match': '*', prefer: 'wait=30' };
const problemOf = ({ status, body }: Answer) => [status, body.type.split(':').at(-1), body.errors?.[0]?.path];

const placed = async (): Promise<Body> => {
  const order = draft({ lines: [hearts], shipments: [{ method: 'standard', price: '4.95' }] });
  const { status, body } = await system.post('/v1/orders', order, settling);
  expect([status, body.totals.total]).toEqual([201, '23.58']);
  return body;
};
const edit = (id: string, ...operations: object[]) => system.post(`/v1/orders/${id}/edits`, { operations }, settling);
const shipment = async (id: string): Promise<Body> => (await system.get(`/v1/shipments/${id}`)).body;
const itemsOf = ({ items }: Body) => items.map(({ lineId, sku, quantity }: Body) => [lineId, sku, quantity]);

/** Once each document has heard of everything, as `npm run verify` compares them. */
const verified = (id: string) =>
  eventually(async () => {
    const services = (['orders', 'payments', 'shipments', 'tax'] as const).map((name) => [name, system.database(name)] as const);
    const [children, stores, document] = await Promise.all([
      readChildren(new Map(services)),
      readStores(),
      system.database('orders').collection<{ _id: string; version: number; state: object }>('orders').findOne({ _id: id }),
    ]);
    const order = stateOf<OrderState>(document as never);
    const own = children.get(id) ?? { payments: [], shipments: [], taxDocuments: [] };
    expect([...orderDifferences(order, own, stores.get(order.storeId))]).toEqual([]);
    return true;
  });

test('a shipment is split; one part is sent and the other edited; what was sent is not merged', async () => {
  const order = await placed();
  const [first] = order.shipments;
  const split = {
    ...{ op: 'splitShipment', shipmentId: first.id, items: [{ lineId: '1', quantity: 4 }] },
    ...{ method: 'express', fulfilmentCentre: 'north', price: '2.00' },
  };
  const preview = (await system.post(`/v1/orders/${order.id}/edits?preview=true`, { operations: [split] }, {})).body;
  const { status, body } = await edit(order.id, split);
  expect([status, body.totals.total, body.balance.difference]).toEqual([200, '25.98', '2.40']);
  expect(preview.order.shipments).toEqual(body.shipments);
  const second = body.shipments[1].id;
  expect(itemsOf(await shipment(first.id))).toEqual([['1', '85123A', 2]]);
  const opened = await shipment(second);
  expect([opened.status, opened.method, opened.fulfilmentCentre, opened.price]).toEqual(['New', 'express', 'north', '2.00']);
  expect([itemsOf(opened), opened.deliveryAddress]).toEqual([[['1', '85123A', 4]], order.addresses.shipping]);

  expect((await system.post(`/v1/shipments/${first.id}/send`, {}, { 'if-match': '*' })).status).toBe(200);
  const merge = { op: 'mergeShipments', from: [second], into: first.id };
  expect(problemOf(await edit(order.id, merge))).toEqual([409, 'already-shipped', 'operations[0].into']);
  expect(problemOf(await edit(order.id, split))).toEqual([409, 'already-shipped', 'operations[0].shipmentId']);
  const more = await edit(order.id, { op: 'changeQuantity', lineId: '1', quantity: 9 });
  expect(more.body.shipments.map(({ items }: Body) => items[0].quantity)).toEqual([2, 7]);
  await eventually(async () => (await system.post(`/v1/shipments/${second}/send`, {}, { 'if-match': '*' })).status === 200);
  await verified(order.id);
  expect((await system.get(`/v1/orders/${order.id}`)).body.shipmentStatus).toBe('Sent');
});

test('shipments are added and merged: what was merged is cancelled, and nothing is sent of it', async () => {
  const order = await placed();
  const [first] = order.shipments;
  const path = `/v1/orders/${order.id}/shipments`;
  const refused = await system.post(path, { method: 'express', items: [{ lineId: '1', quantity: 7 }] }, settling);
  expect(problemOf(refused)).toEqual([422, 'not-in-shipment', 'items[0].quantity']);
  expect(refused.body).toMatchObject({ lineId: '1', available: 6, asked: 7 });
  const headers = { ...settling, 'idempotency-key': `add-${order.id}` };
  const adding = { method: 'express', items: [{ lineId: '1', quantity: 1 }], price: '1.00' };
  const { body } = await system.post(path, adding, headers);
  expect((await system.post(path, adding, headers)).body.shipments).toHaveLength(2);
  const second = body.shipments[1].id;

  const merged = await edit(order.id, { op: 'mergeShipments', from: [second], into: first.id, price: '4.95' });
  expect(merged.body.totals.total).toBe('23.58');
  expect(merged.body.shipments[1]).toMatchObject({ id: second, mergedInto: first.id, items: [] });
  expect(itemsOf(await shipment(first.id))).toEqual([['1', '85123A', 6]]);
  expect(await shipment(second)).toMatchObject({ status: 'Cancelled', price: '0', items: [] });
  expect(problemOf(await system.post(`/v1/shipments/${second}/send`, {}, { 'if-match': '*' }))).toEqual([
    409,
    'shipment-cancelled',
    undefined,
  ]);
  await verified(order.id);
  expect((await system.post(`/v1/orders/${order.id}/cancel`, { reason: 'no' }, settling)).status).toBe(200);
  await verified(order.id);
});
