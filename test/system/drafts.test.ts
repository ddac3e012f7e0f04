import { v7 as uuid } from 'uuid';
import { type Answer, draft, startTestSystem, type TestSystem } from './test-system.js';

let system: TestSystem;

beforeAll(async () => {
  system = await startTestSystem();
});
afterAll(() => system.stop());

const any = { 'if-match': '*' };
const created = async (change?: Record<string, unknown>) => {
  const { status, body, headers } = await system.post('/v1/drafts', draft(change));
  expect([status, headers.get('location')]).toEqual([201, `/v1/drafts/${body.id}`]);
  return body;
};
const edit = (id: string, ...operations: object[]) => system.post(`/v1/drafts/${id}/edits`, { operations, reason: 'by phone' }, any);
const problemOf = ({ status, body }: Answer) => [status, body.type.split(':').at(-1), body.errors?.[0]?.path];

test('a draft is edited and quoted, and nothing is taxed, paid or sent for it, until it is placed by one write', async () => {
  const { id, number, version, expiresAt } = await created();
  expect([version, number]).toEqual([1, expect.stringMatching(/^DR\d{6}-\d{5,}$/)]);
  expect(Date.parse(expiresAt)).toBeGreaterThan(Date.now() + 29 * 24 * 60 * 60_000);
  const edited = (await edit(id, { op: 'changeQuantity', lineId: '1', quantity: 10 })).body;
  expect(edited).toMatchObject({ version: 2, totals: { subTotal: '25.50', taxTotal: '0.00' } });
  expect((await system.patch(`/v1/drafts/${id}`, { purchaseOrderNumber: 'PO-7' }, any)).body.purchaseOrderNumber).toBe('PO-7');
  const { body: quote } = await system.post(`/v1/drafts/${id}/quote`, {});
  expect(quote).toMatchObject({ tax: { status: 'estimated', totalTax: '5.89' }, draft: { version: 3, totals: { total: '35.34' } } });
  expect((await system.get(`/v1/drafts/${id}`)).body.totals.taxTotal).toBe('0.00');
  expect((await system.get(`/v1/orders/${id}`)).status).toBe(404);
  for (const documents of ['payments', 'shipments', 'tax'])
    expect((await system.get(`/v1/orders/${id}/${documents}`)).body.items).toEqual([]);

  const placed = await system.post(`/v1/drafts/${id}/place`, {}, { ...any, prefer: 'wait=30' });
  expect([placed.status, placed.headers.get('location')]).toEqual([201, `/v1/orders/${id}`]);
  expect(placed.body).toMatchObject({
    id,
    number: expect.stringMatching(/^CO/),
    draftNumber: number,
    status: 'New',
    purchaseOrderNumber: 'PO-7',
    totals: { total: '35.34' },
    tax: { status: 'calculated' },
    paymentStatus: 'Authorized',
  });
  expect(placed.body.documents).toHaveLength(3);
  const again = await system.post(`/v1/drafts/${id}/place`, {}, any);
  expect([again.status, again.body.number, again.headers.get('idempotency-replayed')]).toEqual([201, placed.body.number, 'true']);
  expect(problemOf(await edit(id, { op: 'removeItem', lineId: '1' }))).toEqual([409, 'draft-placed', undefined]);
  expect((await system.get(`/v1/drafts/${id}`)).status).toBe(404);
  expect((await system.get(`/v1/orders/${id}/changes?actor=client`)).body.items.map(({ type }: { type: string }) => type)).toEqual([
    'draft.created',
    'draft.edited',
    'draft.details-changed',
    'order.placed',
  ]);
});

test('ten who place a draft at once place one order', async () => {
  const { id } = await created();
  const answers = await Promise.all(Array.from({ length: 10 }, () => system.post(`/v1/drafts/${id}/place`, {}, any)));
  expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 10 }, () => 201));
  expect(new Set(answers.map(({ body }) => body.number)).size).toBe(1);
  const history = await system.get(`/v1/orders/${id}/changes?limit=1000`);
  expect(history.body.items.filter(({ type }: { type: string }) => type === 'order.placed')).toHaveLength(1);
});

test('a draft that expired is neither edited nor placed', async () => {
  const { id } = await created();
  const drafts = system.database('orders').collection<{ _id: string }>('orders');
  await drafts.updateOne({ _id: id }, { $set: { 'state.draft.expiresAt': '2020-01-01T00:00:00.000Z' } });
  expect(problemOf(await edit(id, { op: 'removeItem', lineId: '1' }))).toEqual([409, 'draft-expired', undefined]);
  expect(problemOf(await system.post(`/v1/drafts/${id}/place`, {}, any))).toEqual([409, 'draft-expired', undefined]);
});

test('creating one is repeated with its key without a second, and a key of a draft is none for an order', async () => {
  const headers = { 'idempotency-key': uuid() };
  const answers = [await system.post('/v1/drafts', draft(), headers), await system.post('/v1/drafts', draft(), headers)];
  expect(answers[1]?.body.id).toBe(answers[0]?.body.id);
  expect(problemOf(await system.post('/v1/orders', draft(), headers))).toEqual([422, 'idempotency-key-reused', undefined]);
});

test('what is wrong with a draft is named as of an order', async () => {
  expect(problemOf(await system.post('/v1/drafts', draft({ lines: [] })))).toEqual([400, 'invalid-input', 'lines']);
  expect(problemOf(await system.post('/v1/drafts', draft({ storeId: 'nowhere' })))).toEqual([422, 'unknown-store', 'storeId']);
  const { id } = await created();
  expect(problemOf(await edit(id, { op: 'removeItem', lineId: '7' }))).toEqual([422, 'line-not-found', 'operations[0].lineId']);
  expect(problemOf(await system.patch(`/v1/drafts/${id}`, { status: 'New' }, any))).toEqual([422, 'unknown-status', 'status']);
  expect(problemOf(await system.post(`/v1/drafts/${id}/place`, {}))).toEqual([428, 'version-required', undefined]);
  expect((await system.post(`/v1/orders/${id}/edits`, { operations: [{ op: 'removeItem', lineId: '1' }] }, any)).status).toBe(404);
});
