import { v7 as uuid } from 'uuid';
import { Decimal, sum } from '#contracts/money.js';
import { commandTopics } from '#contracts/topics.js';
import { Erp } from '../support/erp.js';
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

const any = { 'if-match': '*' };
const orders = new Set<string>();
const grams = (value: string) => ({ weight: { value, unit: 'g' } });
const line = (sku: string, quantity: number, more: object = {}) => ({ sku, name: sku, quantity, price: '2.50', ...more });

/** An order of one shipment at 4.95. */
const placed = async (change: Record<string, unknown> = {}): Promise<Body> => {
  const shipments = [{ method: 'standard', price: '4.95' }];
  const { status, body } = await system.post('/v1/orders', draft({ lines: [line('A', 6)], shipments, ...change }), { prefer: 'wait=30' });
  expect(status).toBe(201);
  orders.add(body.id);
  return body;
};
const three = (): Promise<Body[]> =>
  Promise.all([
    placed({ lines: [line('A', 6, grams('50'))] }),
    placed({ lines: [line('B', 1, grams('100'))] }),
    placed({ lines: [line('C', 2, grams('50'))] }),
  ]);
const problemOf = ({ status, body }: Answer) => [status, body.type?.split(':').at(-1), body.errors?.[0]?.path];
const shipmentIds = (list: readonly Body[]) => list.map(({ shipments }) => shipments[0].id);
const combine = (body: object, headers: Record<string, string> = {}) => system.post('/v1/shipments/combine', body, headers);
const combined = async (list: readonly Body[], more: object = {}): Promise<string> => {
  const { status, body } = await combine({ shipmentIds: shipmentIds(list), ...more });
  expect([status, body.consignments[0]?.status]).toEqual([200, 'New']);
  return body.consignments[0].id;
};
const consignment = async (id: string): Promise<Body> => (await system.get(`/v1/consignments/${id}`)).body;
const orderOf = async ({ id }: Body): Promise<Body> => (await system.get(`/v1/orders/${id}`)).body;
const shipmentOf = async ({ id }: Body): Promise<Body> => (await system.get(`/v1/orders/${id}/shipments`)).body.items[0];
const edit = (order: Body, ...operations: object[]) => system.post(`/v1/orders/${order.id}/edits`, { operations }, any);
const send = (id: string, body: object = {}, headers: Record<string, string> = any) =>
  system.post(`/v1/consignments/${id}/send`, body, headers);

test('three orders of one customer go with one delivery, and share its price to the cent', async () => {
  const list = await three();
  const asked = { shipmentIds: shipmentIds(list), price: '4.99', allotBy: 'weight' };
  const preview = await system.post('/v1/shipments/combine?preview=true', asked);
  expect(preview.status).toBe(200);
  const prices = ['2.99', '1.00', '1.00'];
  expect(preview.body.consignments[0].allotted.map(({ price }: Body) => price)).toEqual(prices);
  expect((await shipmentOf(list[0])).consignmentId).toBeUndefined();

  const key = { 'idempotency-key': uuid() };
  const { status, body } = await combine(asked, key);
  expect([status, body.consignments.length, body.leftOut, body.more]).toEqual([200, 1, [], false]);
  const [{ id, number }] = body.consignments;
  expect(number).toMatch(/^CS\d{6}-\d{5}$/);
  const repeated = await combine(asked, key);
  expect([repeated.status, repeated.headers.get('idempotency-replayed')]).toEqual([200, 'true']);
  expect(repeated.body).toEqual(body);
  expect(problemOf(await combine({ ...asked, price: '5.99' }, key))).toEqual([422, 'idempotency-key-reused', undefined]);

  const now = await consignment(id);
  expect(now).toMatchObject({ status: 'New', price: '4.99', currency: 'GBP', customerId: 'c-17850' });
  expect(now.items.map(({ orderId, quantity }: Body) => [orderId, quantity])).toEqual(
    list.map((order, index) => [order.id, [6, 1, 2][index]]),
  );
  for (const [index, order] of list.entries()) {
    const after = await eventually(async () => {
      const read = await orderOf(order);
      return read.tax.status === 'calculated' && read;
    });
    expect([after.shipments[0].price, after.totals.shippingSubTotal]).toEqual([prices[index], prices[index]]);
    await eventually(async () => (await shipmentOf(order)).price === prices[index]);
    expect((await shipmentOf(order)).consignmentId).toBe(id);
  }
  expect(problemOf(await combine(asked))).toEqual([409, 'in-consignment', 'shipmentIds[0]']);
});

test('what goes with a consignment is neither packed, sent nor delivered by itself', async () => {
  const list = await three();
  const id = await combined(list);
  const [shipmentId] = shipmentIds(list);
  for (const [what, body] of [
    ['send', {}],
    ['deliver', {}],
    ['packages', { packages: [] }],
  ] as const) {
    const refused = await system.post(`/v1/shipments/${shipmentId}/${what}`, body, any);
    expect([...problemOf(refused), refused.body.consignmentId]).toEqual([409, 'in-consignment', undefined, id]);
  }
  const moved = await system.patch(`/v1/shipments/${shipmentId}`, { fulfilmentCentre: 'north' }, any);
  expect(problemOf(moved)).toEqual([409, 'in-consignment', undefined]);
  expect((await system.patch(`/v1/shipments/${shipmentId}`, { comment: 'fragile' }, any)).status).toBe(200);
  expect((await system.post(`/v1/shipments/${shipmentId}/status`, { status: 'PickPack' }, any)).status).toBe(200);
});

test('editing one order changes its part alone; emptied, cancelled or sent elsewhere, it is taken out', async () => {
  const list = await Promise.all([1, 2, 3, 4, 5].map(() => placed({ lines: [line('A', 6), line('B', 1)] })));
  const id = await combined(list);
  expect((await edit(list[0], { op: 'changeQuantity', lineId: '1', quantity: 4 })).status).toBe(200);
  await eventually(
    async () => (await consignment(id)).items.find(({ orderId, lineId }: Body) => orderId === list[0].id && lineId === '1').quantity === 4,
  );
  const address = { ...(draft().addresses as Body) };
  const elsewhere = { addresses: { shipping: { ...address.shipping, city: 'York' } } };
  expect((await system.patch(`/v1/orders/${list[1].id}`, elsewhere, any)).status).toBe(200);
  expect((await system.post(`/v1/orders/${list[2].id}/cancel`, { reason: 'no' }, any)).status).toBe(200);
  expect((await edit(list[3], { op: 'cancelItem', lineId: '1' }, { op: 'cancelItem', lineId: '2' })).status).toBe(200);
  const left = await eventually(async () => {
    const read = await consignment(id);
    return read.parts.length === 2 && read;
  });
  expect(left.parts.map(({ orderId }: Body) => orderId)).toEqual([list[0].id, list[4].id]);
  for (const order of [list[1], list[2], list[3]]) await eventually(async () => (await shipmentOf(order)).consignmentId === undefined);
  const { items } = (await system.get(`/v1/consignments/${id}/changes?field=parts`)).body;
  expect(items.map(({ type, actor }: Body) => [type, actor])).toEqual(Array(3).fill(['consignment.part-removed', 'service:shipments']));
});

test('sending it moves every order, and so does delivering', async () => {
  const list = await three();
  const id = await combined(list);
  const tracking = { carrier: 'post', number: `RR${uuid().slice(-9)}` };
  const headers = { ...any, 'idempotency-key': uuid() };
  const sent = await send(id, { tracking }, headers);
  expect([sent.status, sent.body.status, sent.body.tracking]).toEqual([200, 'Sent', tracking]);
  expect((await send(id, { tracking }, headers)).body.sentAt).toBe(sent.body.sentAt);
  expect(problemOf(await send(id, { tracking: { number: 'X' } }))).toEqual([409, 'already-shipped', undefined]);
  for (const order of list) {
    expect(await shipmentOf(order)).toMatchObject({ status: 'Sent', sentAt: sent.body.sentAt, tracking });
    const after = await eventually(async () => {
      const read = await orderOf(order);
      return read.shipmentStatus === 'Sent' && read;
    });
    expect(after.claims).toMatchObject([{ id: order.shipments[0].id, consignment: { id } }]);
    expect(problemOf(await edit(order, { op: 'cancelItem', lineId: '1' }))[1]).toBe('already-shipped');
  }
  expect(problemOf(await system.post(`/v1/consignments/${id}/parts/remove`, { shipmentIds: shipmentIds(list) }, any))[1]).toBe(
    'already-shipped',
  );
  const delivered = await system.post(`/v1/consignments/${id}/deliver`, {}, any);
  expect([delivered.status, delivered.body.status]).toEqual([200, 'Delivered']);
  for (const order of list) await eventually(async () => (await orderOf(order)).shipmentStatus === 'Delivered');
  const found = (await system.get(`/v1/consignments?trackingNumber=${tracking.number}&count=true`)).body;
  expect([found.total, found.items[0].id]).toEqual([1, id]);
  expect((await system.get(`/v1/consignments?orderId=${list[1].id}&status=Delivered`)).body.items).toHaveLength(1);
});

test('a warehouse packs and sends it by commands, and it has arrived when a carrier has told so of each part', async () => {
  const list = await three();
  const id = await combined(list);
  const warehouse = await Erp.connect();
  const command = (type: string, subject: string, data: object) =>
    warehouse.send({ topic: commandTopics.shipments, type, subject, source: 'warehouse', data });
  await command('consignment.pack', id, { packages: [{ type: 'box', items: [{ orderId: list[0].id, lineId: '1', quantity: 1 }] }] });
  await command('consignment.send', id, { tracking: { carrier: 'post', number: `RR-${id}` } });
  await eventually(async () => (await consignment(id)).status === 'Sent');
  expect((await consignment(id)).packages[0].type).toBe('box');
  const [first, ...others] = shipmentIds(list);
  const report = { trackingNumber: `RR-${id}`, status: 'Delivered', occurredAt: new Date().toISOString() };
  await command('shipment.track', first, report);
  await eventually(async () => (await shipmentOf(list[0])).status === 'Delivered');
  expect((await consignment(id)).status).toBe('Sent');
  for (const other of others) await command('shipment.track', other, report);
  await warehouse.close();
  await eventually(async () => (await consignment(id)).status === 'Delivered');
});

test('a held order blocks all of it and no claim is left; taken out, the rest goes', async () => {
  const list = await three();
  const id = await combined(list);
  const held = list[2];
  const { body } = await system.post(`/v1/orders/${held.id}/holds`, { type: 'fraud', reason: 'odd', blocks: ['send'] }, any);
  const headers = { ...any, 'idempotency-key': uuid() };
  const refused = await send(id, {}, headers);
  expect([...problemOf(refused), refused.body.orderId]).toEqual([409, 'held', undefined, held.id]);
  expect(await consignment(id)).toMatchObject({ status: 'New', notSent: { code: 'held', orderId: held.id } });
  for (const order of list) {
    expect((await orderOf(order)).claims).toBeUndefined();
    expect((await shipmentOf(order)).status).toBe('New');
  }
  expect((await edit(list[0], { op: 'changeQuantity', lineId: '1', quantity: 5 })).status).toBe(200);
  expect(problemOf(await send(id, {}, headers))[1]).toMatch(/held|shipment-outdated/);
  const out = await system.post(`/v1/consignments/${id}/parts/remove`, { shipmentIds: [held.shipments[0].id], reason: 'held' }, any);
  expect([out.status, out.body.parts.length]).toEqual([200, 2]);
  await eventually(async () => (await send(id, {}, headers)).status === 200);
  expect((await shipmentOf(held)).consignmentId).toBeUndefined();
  await system.post(`/v1/orders/${held.id}/holds/${body.holds[0].id}/release`, { reason: 'seen' }, any);
  expect((await system.post(`/v1/shipments/${held.shipments[0].id}/send`, {}, any)).status).toBe(200);
});

test('an order that does not take its part of the price says why, and may be asked again', async () => {
  const list = await three();
  const held = list[1];
  const { body } = await system.post(`/v1/orders/${held.id}/holds`, { type: 'fraud', reason: 'odd', blocks: ['edit'] }, any);
  const id = await combined(list, { price: '3.00', allotBy: 'quantity' });
  expect(await consignment(id)).toMatchObject({ pricesRefused: [{ code: 'held', orderId: held.id }] });
  expect((await orderOf(held)).shipments[0].price).toBe('4.95');
  await system.post(`/v1/orders/${held.id}/holds/${body.holds[0].id}/release`, { reason: 'seen' }, any);
  const again = await system.post(`/v1/consignments/${id}/price`, { price: '3.00', allotBy: 'value' }, any);
  expect([again.status, again.body.pricesRefused]).toEqual([200, undefined]);
  expect(again.body.allotted.map(({ price }: Body) => price)).toEqual(['2.00', '0.33', '0.67']);
  for (const [index, order] of list.entries()) expect((await orderOf(order)).shipments[0].price).toBe(['2.00', '0.33', '0.67'][index]);
});

test('it is packed as a whole, with items of several orders', async () => {
  const list = await three();
  const id = await combined(list);
  const of = (index: number, quantity: number) => ({ orderId: list[index].id, lineId: '1', quantity });
  const pack = (...items: object[]) => system.post(`/v1/consignments/${id}/packages`, { packages: [{ barcode: `B-${id}`, items }] }, any);
  expect(problemOf(await pack(of(0, 7)))).toEqual([422, 'quantity-above-held', 'packages[0].items[0].quantity']);
  expect(problemOf(await pack({ lineId: '1', quantity: 1 }))).toEqual([400, 'invalid-input', 'packages[0].items[0].orderId']);
  expect((await pack(of(0, 6), of(1, 1), of(2, 2))).status).toBe(200);
  expect((await system.get(`/v1/consignments?barcode=B-${id}`)).body.items[0].id).toBe(id);
  expect((await edit(list[0], { op: 'changeQuantity', lineId: '1', quantity: 4 })).status).toBe(200);
  await eventually(async () => (await consignment(id)).packages[0].items[0].quantity === 4);
  expect((await system.post(`/v1/orders/${list[2].id}/cancel`, { reason: 'no' }, any)).status).toBe(200);
  await eventually(async () => (await consignment(id)).packages[0].items.length === 2);
});

test('to other addresses it goes only when somebody says why, and cancelled it is free again', async () => {
  const list = [await placed(), await placed({ addresses: { shipping: { country: 'GB', city: 'York' } } })];
  const named = { shipmentIds: shipmentIds(list) };
  expect(problemOf(await combine(named))).toEqual([422, 'shipments-apart', 'shipmentIds[1]']);
  expect(problemOf(await combine({ ...named, force: true }))).toEqual([400, 'invalid-input', 'reason']);
  const id = await combined(list, { force: true, reason: 'both are collected in Leeds' });
  expect((await consignment(id)).forcedBecause).toBe('both are collected in Leeds');
  const cancelled = await system.post(`/v1/consignments/${id}/cancel`, { reason: 'no' }, any);
  expect([cancelled.status, cancelled.body.status]).toEqual([200, 'Cancelled']);
  for (const order of list) expect((await shipmentOf(order)).consignmentId).toBeUndefined();
  expect(problemOf(await send(id))).toEqual([409, 'consignment-cancelled', undefined]);
  const again = await combined(list, { force: true, reason: 'again' });
  expect((await send(again)).status).toBe(200);
});

test('of consignments that want the same shipment at once, one gets it', async () => {
  const list = await Promise.all([1, 2, 3].map(() => placed()));
  const [first, second, third] = list;
  const outcomes = await Promise.all([
    combine({ shipmentIds: shipmentIds([first, second]) }),
    combine({ shipmentIds: shipmentIds([second, third]) }),
  ]);
  const won = outcomes.filter(({ body }) => body.consignments?.[0].status === 'New');
  expect(won.length).toBeLessThanOrEqual(1);
  for (const { status, body } of outcomes) {
    if (status === 200 && body.consignments[0].status === 'Cancelled') expect(body.consignments[0].notJoined.code).toBe('in-consignment');
  }
  const { consignmentId } = await shipmentOf(second);
  expect(consignmentId).toBe(won[0]?.body.consignments[0].id);
});

test('what cannot go together is refused, with the field', async () => {
  const list = await Promise.all([placed(), placed({ shipments: [{ method: 'standard', price: '4.95', currency: 'EUR' }] })]);
  const named = { shipmentIds: shipmentIds(list) };
  expect(problemOf(await combine({}))).toEqual([400, 'invalid-input', 'shipmentIds']);
  expect(problemOf(await combine({ ...named, price: '5' }))).toEqual([400, 'invalid-input', 'allotBy']);
  expect(problemOf(await combine({ ...named, price: '5', allotBy: 'quantity' }))).toEqual([422, 'shipment-currencies-differ', 'price']);
  expect(problemOf(await combine({ shipmentIds: [shipmentIds(list)[0], 'nobody'] }))).toEqual([404, 'not-found', 'shipmentIds[1]']);
  const split = await edit(list[0], { op: 'splitShipment', shipmentId: list[0].shipments[0].id, items: [{ lineId: '1', quantity: 2 }] });
  const own = split.body.shipments.map(({ id }: Body) => id);
  await eventually(async () => (await system.get(`/v1/shipments/${own[1]}`)).status === 200);
  expect(problemOf(await combine({ shipmentIds: own }))).toEqual([422, 'one-order', undefined]);
  expect((await system.get(`/v1/shipments/${own[1]}`)).body.customerId).toBe('c-17850');
  expect(problemOf(await combine({ rule: { storeId: 'no', from: '2026-01-01T00:00:00Z', to: '2026-01-02T00:00:00Z' } }))).toEqual([
    422,
    'unknown-store',
    'rule.storeId',
  ]);
});

test('a rule finds what one customer has ordered on one day to one address', async () => {
  const [customer, other] = [{ id: uuid() }, { id: uuid() }];
  const from = new Date().toISOString();
  const list = await Promise.all([placed({ customer }), placed({ customer }), placed({ customer: other })]);
  const rule = { storeId: 'uk', from, to: new Date(Date.now() + 1_000).toISOString() };
  const body = { rule: { ...rule, customerId: customer.id }, price: '7.77', allotBy: 'quantity' };
  const preview = (await system.post('/v1/shipments/combine?preview=true', body)).body;
  expect(preview.consignments.map(({ parts }: Body) => parts.length)).toEqual([2]);
  const alone = (await combine({ rule: { ...rule, customerId: other.id } })).body;
  expect(alone.leftOut).toMatchObject([{ orderId: list[2].id, code: 'one-order' }]);
  const done = (await combine(body)).body;
  expect(done.consignments[0].parts).toEqual(preview.consignments[0].parts);
  expect(sum(done.consignments[0].allotted.map(({ price }: Body) => Decimal(price))).toFixed(2)).toBe('7.77');
  expect((await combine(body)).body).toMatchObject({ consignments: [], leftOut: [] });
});

test('consignments, shipments and orders agree', async () => {
  await eventually(async () => (await differencesOf(system, orders)).length === 0, 60_000).catch(async () =>
    expect(await differencesOf(system, orders)).toEqual([]),
  );
}, 200_000);
