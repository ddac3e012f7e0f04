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
const place = async (change: Record<string, unknown> = {}): Promise<Body> => {
  const { status, body } = await system.post('/v1/orders', draft(change), { prefer: 'wait=30' });
  expect(status).toBe(201);
  return body;
};
const list = async (query: string, path = '/v1/orders'): Promise<Body> => {
  const { status, body } = await system.get(`${path}?${query}`);
  expect(status).toBe(200);
  return body;
};
const ids = ({ items }: Body): string[] => items.map(({ id }: Body) => id);

test('orders are listed newest first, page by page, each once', async () => {
  const customer = { id: uuid() };
  const placed: string[] = [];
  for (let count = 0; count < 5; count++) placed.unshift((await place({ customer })).id);
  const found: string[] = [];
  let next: string | undefined;
  do {
    const page = await list(`customerId=${customer.id}&limit=2&count=true${next ? `&cursor=${next}` : ''}`);
    expect(page.total).toBe(5);
    found.push(...ids(page));
    next = page.next;
  } while (next);
  expect(found).toEqual(placed);
});

test('they are found by custom field, whatever its type', async () => {
  const mark = `m${uuid()}`;
  const text = await place({ attributes: { mark, rush: true, floor: 3 } });
  const other = await place({ attributes: { mark: `${mark}x` } });
  expect(ids(await list(`attribute=mark:${mark}`))).toEqual([text.id]);
  expect(ids(await list(`attribute=mark:${mark}x`))).toEqual([other.id]);
  for (const attribute of ['rush:true', 'floor:3']) expect(ids(await list(`attribute=${attribute}&limit=1`))).toEqual([text.id]);
});

test('they are found by what was paid and sent, by status, external id and time', async () => {
  const customer = { id: uuid() };
  const mine = (query: string) => list(`customerId=${customer.id}&${query}`).then(ids);
  const order = await place({ customer, externalId: customer.id });
  const other = await place({ customer });
  await system.patch(`/v1/orders/${other.id}`, { status: 'Processing' }, any);
  expect(await mine('status=Processing')).toEqual([other.id]);
  expect(await mine('status=New&paymentStatus=Authorized&shipmentStatus=NotSent')).toEqual([order.id]);
  expect((await system.post(`/v1/shipments/${order.shipments[0].id}/send`, {}, any)).status).toBe(200);
  await eventually(async () => (await mine('shipmentStatus=Sent')).includes(order.id));
  expect(ids(await list(`externalId=${customer.id}`))).toEqual([order.id]);
  expect(await mine(`from=${other.placedAt}`)).toEqual([other.id]);
  expect(await mine(`to=${order.placedAt}&storeId=uk`)).toEqual([order.id]);
  expect(await mine('storeId=wholesale')).toEqual([]);
});

test('drafts have a list of their own', async () => {
  const customer = { id: uuid() };
  const { body } = await system.post('/v1/drafts', draft({ customer }));
  expect(await list(`customerId=${customer.id}`)).toEqual({ items: [] });
  expect((await list(`customerId=${customer.id}`, '/v1/drafts')).items).toMatchObject([{ id: body.id, expiresAt: body.expiresAt }]);
  await system.post(`/v1/drafts/${body.id}/place`, {}, any);
  expect(ids(await list(`customerId=${customer.id}`))).toEqual([body.id]);
  expect(await list(`customerId=${customer.id}`, '/v1/drafts')).toEqual({ items: [] });
});

test('each list uses an index in its order', async () => {
  const orders = system.database('orders').collection('orders');
  for (const filter of [
    {},
    { 'state.status': 'New' },
    { 'state.paymentStatus': 'Authorized' },
    { 'state.shipmentStatus': 'Sent' },
    { 'state.attributeTexts': 'mark:x' },
    { 'state.customer.id': 'x' },
  ]) {
    const plan = JSON.stringify(await orders.find(filter).sort({ 'state.placedAt': -1, _id: -1 }).limit(2).explain('queryPlanner'));
    expect(plan).toContain('IXSCAN');
    expect(plan).not.toContain('"COLLSCAN"');
  }
});

test.each([
  ['limit=0', 'limit'],
  ['limit=x', 'limit'],
  ['cursor=nonsense', 'cursor'],
  ['paymentStatus=Paid%20maybe', 'paymentStatus'],
  ['attribute=source', 'attribute'],
  ['attribute=$where:1', 'attribute'],
  ['from=yesterday', 'from'],
  ['color=red', 'color'],
  ['status=New&status=Old', 'status'],
  ['customerId[$ne]=x', 'customerId[$ne]'],
])('?%s is refused by name', async (query, path) => {
  const { status, body } = await system.get(`/v1/orders?${query}`);
  expect([status, body.errors[0].path]).toEqual([400, path]);
});
