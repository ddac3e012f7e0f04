import { v7 as uuid } from 'uuid';
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
const orders: string[] = [];
const line = (sku: string, quantity: number) => ({ sku, name: sku, quantity, price: '2.50' });

/** An order of one shipment with six of a line and three of another. */
const placed = async (change?: Record<string, unknown>): Promise<Body> => {
  const order = draft({ lines: [line('A', 6), line('B', 3)], shipments: undefined, ...change });
  const { status, body } = await system.post('/v1/orders', order, { prefer: 'wait=30' });
  expect(status).toBe(201);
  orders.push(body.id);
  return body;
};
const problemOf = ({ status, body }: Answer) => [status, body.type.split(':').at(-1), body.errors?.[0]?.path];
const shipmentOf = async (order: Body): Promise<Body> => (await system.get(`/v1/shipments/${order.shipments[0].id}`)).body;
const summaryOf = async (order: Body): Promise<Body> =>
  (await system.get(`/v1/orders/${order.id}`)).body.documents.find(({ type }: Body) => type === 'shipment');
const item = (lineId: string, quantity: number) => ({ lineId, quantity });

test('the warehouse says how far it is, by HTTP and by a command, and edits of the order keep that', async () => {
  const order = await placed();
  const [{ id }] = order.shipments;
  const set = (status: string, headers: Record<string, string> = any) => system.post(`/v1/shipments/${id}/status`, { status }, headers);
  const picked = await set('PickPack', { 'if-match': '"1"', 'idempotency-key': `pick-${id}` });
  expect([picked.status, picked.body.status, picked.body.version]).toEqual([200, 'PickPack', 2]);
  expect(problemOf(await set('Sent'))).toEqual([422, 'unknown-status', 'status']);
  expect(problemOf(await set('ReadyToSend', { 'if-match': '"1"' }))[1]).toBe('version-conflict');
  await eventually(async () => (await summaryOf(order)).status === 'PickPack');
  expect((await system.get(`/v1/orders/${order.id}`)).body.shipmentStatus).toBe('NotSent');

  const warehouse = await Erp.connect();
  const asked = { type: 'shipment.set-status', subject: id, source: 'warehouse', data: { status: 'ReadyToSend' } };
  await warehouse.send({ topic: commandTopics.shipments, ...asked });
  await warehouse.close();
  await eventually(async () => (await shipmentOf(order)).status === 'ReadyToSend');

  const operations = [{ op: 'changeQuantity', lineId: '1', quantity: 4 }];
  expect((await system.post(`/v1/orders/${order.id}/edits`, { operations }, any)).status).toBe(200);
  await eventually(async () => (await shipmentOf(order)).items[0].quantity === 4);
  expect((await shipmentOf(order)).status).toBe('ReadyToSend');
  expect((await system.post(`/v1/shipments/${id}/send`, {}, any)).body.status).toBe('Sent');
  expect(problemOf(await set('PickPack'))[1]).toBe('already-shipped');
  await eventually(async () => (await system.get(`/v1/orders/${order.id}`)).body.shipmentStatus === 'Sent');
  const { items } = (await system.get(`/v1/shipments/${id}/changes?field=status`)).body;
  expect(items.map(({ actor }: Body) => actor)).toEqual(['client', 'erp:warehouse', 'client']);
});

test("a store's own statuses and carriers hold", async () => {
  const order = await placed({ storeId: 'wholesale', customer: { id: uuid() } });
  const [{ id }] = order.shipments;
  expect([(await shipmentOf(order)).status, (await summaryOf(order)).status]).toEqual(['Waiting', 'Waiting']);
  const set = (status: string) => system.post(`/v1/shipments/${id}/status`, { status }, any);
  expect(problemOf(await set('PickPack'))).toEqual([422, 'unknown-status', 'status']);
  expect(problemOf(await set('Packed'))).toEqual([422, 'transition-not-allowed', 'status']);
  for (const status of ['Packing', 'Packed']) expect((await set(status)).body.status).toBe(status);
  const sent = await system.post(`/v1/shipments/${id}/send`, { tracking: { carrier: 'post', number: 'RR1' } }, any);
  const url = 'https://example.org/track?parcel=RR1';
  expect([sent.status, sent.body.tracking]).toEqual([200, { carrier: 'post', number: 'RR1', url }]);
  expect((await system.get(`/v1/orders/${order.id}`)).body.claims[0].tracking.url).toBe(url);
});

test('packages hold what the shipment holds, and follow what an edit takes out of it', async () => {
  const order = await placed();
  const [{ id }] = order.shipments;
  const pack = (...packages: object[]) => system.post(`/v1/shipments/${id}/packages`, { packages }, any);
  const first = { barcode: `B-${id}`, weight: { value: '2', unit: 'kg' }, items: [item('1', 4)], label: '^XA^XZ' };
  const { status, body } = await pack(first, { items: [item('1', 2), item('2', 3)], tracking: { number: `T-${id}` } });
  expect([status, body.packages?.[0] ?? body]).toEqual([
    200,
    expect.objectContaining({ id: '1', weight: { value: '2', unit: 'kg', grams: '2000' } }),
  ]);
  const tooMuch = await pack(first, { items: [item('1', 3)] });
  expect(problemOf(tooMuch)).toEqual([422, 'quantity-above-held', 'packages[1].items[0].quantity']);
  expect(tooMuch.body).toMatchObject({ lineId: '1', left: 2, asked: 3 });
  expect(problemOf(await pack({ items: [item('1', 1)], weight: { value: '1', unit: 'stone' } }))).toEqual([
    ...[400, 'invalid-input'],
    'packages[0].weight.unit',
  ]);
  const slip = await fetch(`${system.gateway}/v1/shipments/${id}/packing-slip?language=fr`);
  expect([slip.status, slip.headers.get('content-type')]).toEqual([200, 'application/pdf']);
  expect(
    Buffer.from(await slip.arrayBuffer())
      .subarray(0, 5)
      .toString(),
  ).toBe('%PDF-');
  expect((await system.get(`/v1/shipments/${id}/packing-slip?language=!`)).status).toBe(400);
  const large = Array.from({ length: 20 }, () => ({ items: [], label: 'x'.repeat(60_000) }));
  expect(problemOf(await pack(...large))[1]).toBe('document-too-large');

  const operations = [{ op: 'changeQuantity', lineId: '1', quantity: 3 }];
  expect((await system.post(`/v1/orders/${order.id}/edits`, { operations }, any)).status).toBe(200);
  await eventually(async () => (await shipmentOf(order)).items[0].quantity === 3);
  expect((await shipmentOf(order)).packages).toMatchObject([
    { id: '1', barcode: first.barcode, label: first.label, items: [{ orderId: order.id, lineId: '1', quantity: 3 }] },
    { id: '2', items: [{ orderId: order.id, lineId: '2', quantity: 3 }] },
  ]);
});

test('what people say of a shipment is changed by a merge patch, which says why', async () => {
  const order = await placed();
  const [{ id }] = order.shipments;
  const patch = (body: object) => system.patch(`/v1/shipments/${id}`, body, any);
  const changed = await patch({ fulfilmentCentre: 'north', attributes: { zone: 'A' }, reason: 'main is out of stock' });
  expect([changed.status, changed.body]).toEqual([
    200,
    expect.objectContaining({ fulfilmentCentre: 'north', attributes: { zone: 'A' }, status: 'New' }),
  ]);
  expect(problemOf(await patch({ fulfilmentCentre: null }))).toEqual([400, 'invalid-input', 'fulfilmentCentre']);
  expect(problemOf(await patch({ method: 'express' }))).toEqual([400, 'invalid-input', 'method']);
  await eventually(async () => {
    const { items } = (await system.get(`/v1/shipments/${id}/changes`)).body;
    return items.some(({ type, reason }: Body) => type === 'shipment.details-changed' && reason === 'main is out of stock');
  });
});

describe('the list of shipments', () => {
  const list = async (query: string): Promise<Body> => {
    const { status, body } = await system.get(`/v1/shipments?${query}`);
    expect(status).toBe(200);
    return body;
  };
  const ids = ({ items }: Body): string[] => items.map(({ id }: Body) => id);

  test('finds them by what people look for, newest first, page by page', async () => {
    const mark = uuid();
    const method = mark.slice(0, 13);
    const three: Body[] = [];
    for (let count = 0; count < 3; count++) three.unshift(await placed({ shipments: [{ method, price: '1' }] }));
    const all = three.map(({ shipments: [{ id }] }) => id);
    const found: string[] = [];
    let next: string | undefined;
    do {
      const page = await list(`method=${method}&limit=2&count=true${next ? `&cursor=${next}` : ''}`);
      expect(page.total).toBe(3);
      found.push(...ids(page));
      next = page.next;
    } while (next);
    expect(found).toEqual(all);

    const [newest, second] = all as [string, string];
    await system.patch(`/v1/shipments/${newest}`, { externalId: mark, fulfilmentCentre: mark }, any);
    const packages = [{ barcode: mark, items: [], tracking: { number: `P${mark}` } }];
    await system.post(`/v1/shipments/${newest}/packages`, { packages }, any);
    await system.post(`/v1/shipments/${newest}/status`, { status: 'PickPack' }, any);
    const sent = (await system.post(`/v1/shipments/${second}/send`, { tracking: { number: `S${mark}` } }, any)).body;
    const own = await shipmentOf(three[0]);
    for (const query of [
      ...[`externalId=${mark}`, `fulfilmentCentre=${mark}`, `barcode=${mark}`, `trackingNumber=P${mark}`, `number=${own.number}`],
      ...[`orderId=${own.orderId}`, `orderNumber=${own.orderNumber}`, `method=${method}&status=PickPack`],
      ...[`method=${method}&from=${own.createdAt}`, `storeId=uk&externalId=${mark}`],
    ]) {
      expect([query, ids(await list(query))]).toEqual([query, [newest]]);
    }
    for (const query of [`trackingNumber=S${mark}`, `method=${method}&sentFrom=${sent.sentAt}`, `method=${method}&sentTo=${sent.sentAt}`]) {
      expect([query, ids(await list(query))]).toEqual([query, [second]]);
    }
  });

  test('uses an index, whatever it is narrowed down by', async () => {
    const shipments = system.database('shipments').collection('shipments');
    const tracked = [{ 'state.tracking.number': 'x' }, { 'state.packages.tracking.number': 'x' }];
    for (const filter of [
      ...[{}, { 'state.orderId': 'x' }, { 'state.orderNumber': 'x' }, { 'state.number': 'x' }, { 'state.status': 'x' }],
      ...[{ 'state.fulfilmentCentre': 'x' }, { 'state.method': 'x' }, { 'state.externalId': 'x' }, { 'state.packages.barcode': 'x' }],
      ...[{ 'state.sentAt': { $gte: '2026' } }, { $or: tracked }],
    ]) {
      const plan = JSON.stringify(await shipments.find(filter).sort({ createdAt: -1, _id: -1 }).limit(2).explain('queryPlanner'));
      for (const name of Object.keys(filter).filter((each) => each.startsWith('state.'))) expect(plan).toContain(`"${name}_`);
      expect(plan).not.toContain('"COLLSCAN"');
      expect(plan).toContain('IXSCAN');
    }
  });

  test.each([
    ['limit=0', 'limit'],
    ['sentFrom=yesterday', 'sentFrom'],
    ['color=red', 'color'],
    ['barcode[$ne]=x', 'barcode[$ne]'],
  ])('?%s is refused by name', async (query, path) => {
    const { status, body } = await system.get(`/v1/shipments?${query}`);
    expect([status, body.errors[0].path]).toEqual([400, path]);
  });
});

test('a verification finds shipments, orders, histories and topics in agreement', async () => {
  expect(await differencesOf(system, new Set(orders))).toEqual([]);
});

test('what is picked up says where from the beginning, and is found by the id of the warehouse', async () => {
  const externalId = `WH-${uuid()}`;
  const pickupLocation = { id: 'shop-7', name: 'Corner shop', address: { line1: '9 Side Street', city: 'Leeds', country: 'GB' } };
  const wishes = { pickupLocation, methodOption: 'counter', promisedOn: '2026-12-24', externalId };
  const order = await placed({ shipments: [{ method: 'pickup', fulfilmentCentre: 'north', ...wishes }] });
  expect(order.shipments[0]).toMatchObject(wishes);
  const found = async (id: string) => (await system.get(`/v1/shipments?externalId=${id}`)).body.items;
  expect(await found(externalId)).toMatchObject([{ id: order.shipments[0].id, method: 'pickup', fulfilmentCentre: 'north' }]);
  expect(await shipmentOf(order)).toMatchObject(wishes);
  const split = { op: 'splitShipment', shipmentId: order.shipments[0].id, items: [item('1', 2)], externalId: `${externalId}-2` };
  expect((await system.post(`/v1/orders/${order.id}/edits`, { operations: [split] }, any)).status).toBe(200);
  await eventually(async () => (await found(split.externalId)).length === 1);
  expect(await differencesOf(system, new Set([order.id]))).toEqual([]);
  const wrong = draft({ shipments: [{ method: 'pickup', pickupLocation: { shop: 7 } }] });
  expect(problemOf(await system.post('/v1/orders', wrong))).toEqual([400, 'invalid-input', 'shipments[0].pickupLocation.shop']);
});
