import { v7 as uuid } from 'uuid';
import { type Answer, draft, startTestSystem, type TestSystem } from './test-system.js';

let system: TestSystem;

beforeAll(async () => {
  system = await startTestSystem();
});
afterAll(() => system.stop());

// biome-ignore lint/suspicious/noExplicitAny: as clients read it
type Order = any;

const any = { 'if-match': '*' };
const placed = async (change?: Record<string, unknown>): Promise<Order> => {
  const { status, body } = await system.post('/v1/orders', draft({ customer: { id: uuid() }, ...change }), { prefer: 'wait=30' });
  expect(status).toBe(201);
  return body;
};
const hold = (id: string, body: object) => system.post(`/v1/orders/${id}/holds`, body, any);
const edit = (id: string) => system.post(`/v1/orders/${id}/edits`, { operations: [{ op: 'changePrice', lineId: '1', price: '3' }] }, any);
const problemOf = ({ status, body }: Answer) => [status, body.type.split(':').at(-1), body.errors?.[0]?.path];

test('what is held is not edited until it is released, and who did that and why is in the history', async () => {
  const { id } = await placed();
  const { status, body: held } = await hold(id, { type: 'fraud', reason: 'odd card', blocks: ['edit', 'send'] });
  expect([status, held.holds]).toEqual([200, [expect.objectContaining({ type: 'fraud', blocks: ['edit', 'send'], placedBy: 'client' })]]);
  const refused = await edit(id);
  expect([refused.status, refused.body]).toEqual([409, expect.objectContaining({ type: 'urn:docket:problem:held', holds: held.holds })]);
  expect((await system.patch(`/v1/orders/${id}`, { comment: 'x' }, any)).status).toBe(409);
  const release = `/v1/orders/${id}/holds/${held.holds[0].id}/release`;
  expect((await system.post(release, { reason: 'seen the card' }, any)).body.holds).toEqual([]);
  expect(problemOf(await system.post(release, { reason: 'again' }, any))).toEqual([404, 'hold-not-found', undefined]);
  expect((await edit(id)).status).toBe(200);
  const { items } = (await system.get(`/v1/orders/${id}/changes?field=holds`)).body;
  expect(items.map(({ type, actor, reason }: Order) => [type, actor, reason])).toEqual([
    ['order.hold-placed', 'client', 'odd card'],
    ['order.hold-released', 'client', 'seen the card'],
  ]);
});

test("a store's rules hold an order when it is placed", async () => {
  const customer = { id: uuid() };
  const line = { sku: 'A', name: 'A', quantity: 400, price: '2.50' };
  const types = async (change: object) =>
    (await placed({ storeId: 'wholesale', customer, shipments: undefined, ...change })).holds.map(({ type }: Order) => type);
  expect(await types({ lines: [line] })).toEqual(['approval']);
  expect(await types({ lines: [line] })).toEqual(['approval', 'duplicate']);
  expect(await types({ lines: [{ ...line, quantity: 399 }] })).toEqual([]);
  expect(await types({ lines: [{ ...line, quantity: 1 }], addresses: { shipping: { country: 'DE' } } })).toEqual(['address']);
});

test('what is held is listed, longest first, page by page and by type', async () => {
  const orders = [await placed(), await placed(), await placed()];
  for (const { id } of orders) await hold(id, { type: 'stock', reason: 'none left' });
  await hold(orders[1].id, { type: 'payment', reason: 'wait for the money' });
  const found: string[] = [];
  let next: string | undefined;
  do {
    const { status, body } = await system.get(`/v1/holds?type=stock&limit=2${next ? `&cursor=${next}` : ''}`);
    expect(status).toBe(200);
    found.push(...body.items.map(({ id }: Order) => id));
    for (const { holds } of body.items) expect(holds.map(({ type }: Order) => type)).toEqual(['stock']);
    next = body.next;
  } while (next);
  expect(found.filter((id) => orders.some((order) => order.id === id))).toEqual(orders.map(({ id }) => id));
  expect(problemOf(await system.get('/v1/holds?cursor=x'))).toEqual([400, 'invalid-input', 'cursor']);
  expect(problemOf(await system.get('/v1/holds?type=odd'))).toEqual([400, 'invalid-input', 'type']);
});

test("a store's statuses, and which may follow which", async () => {
  const order = await placed({ storeId: 'wholesale', shipments: undefined });
  expect([order.status, order.lines[0].status]).toEqual(['Received', 'Open']);
  const patch = (status: string) => system.patch(`/v1/orders/${order.id}`, { status }, any);
  expect(problemOf(await patch('Done'))).toEqual([422, 'transition-not-allowed', 'status']);
  expect(problemOf(await patch('New'))).toEqual([422, 'unknown-status', 'status']);
  expect((await patch('Approved')).body.status).toBe('Approved');
});

test("a store's custom fields, on orders and on lines", async () => {
  const line = { sku: 'A', name: 'A', quantity: 1, price: '1', attributes: { engraving: 'A.B.' } };
  const send = (change: object) =>
    system.post('/v1/orders', draft({ storeId: 'wholesale', shipments: undefined, lines: [line], ...change }));
  const { status, body: order } = await send({ attributes: { source: 'web', visit: '2026-12-24' } });
  expect([status, order.lines[0].attributes]).toEqual([201, { engraving: 'A.B.' }]);
  expect(problemOf(await send({ attributes: { colour: 'red' } }))).toEqual([422, 'attribute-not-declared', 'attributes.colour']);
  expect(problemOf(await send({ lines: [{ ...line, attributes: { source: 'web' } }] }))).toEqual([
    422,
    'attribute-not-declared',
    'lines[0].attributes.source',
  ]);
  expect(problemOf(await system.patch(`/v1/orders/${order.id}`, { attributes: { visit: 'soon' } }, any))).toEqual([
    422,
    'attribute-mismatch',
    'attributes.visit',
  ]);
});

test.each([
  ['no reason', { type: 'fraud' }, 'reason'],
  ['a type that there is not', { type: 'whim', reason: 'r' }, 'type'],
  ['nothing blocked', { type: 'fraud', reason: 'r', blocks: [] }, 'blocks'],
  ['something else blocked', { type: 'fraud', reason: 'r', blocks: ['breathing'] }, 'blocks[0]'],
  ['the same blocked twice', { type: 'fraud', reason: 'r', blocks: ['edit', 'edit'] }, 'blocks'],
  ['a time that is none', { type: 'fraud', reason: 'r', until: 'tomorrow' }, 'until'],
])('bad input is named: %s', async (_name, body, path) => {
  const order = await placed();
  expect(problemOf(await hold(order.id, body))).toEqual([400, 'invalid-input', path]);
  expect((await system.get(`/v1/orders/${order.id}`)).body).toEqual(order);
});
