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
// Other tests of the run have left orders of theirs.
const since = new Date().toISOString();
const move = (what: string, id: string, body: object = {}) => system.post(`/v1/payments/${id}/${what}`, body, any);

/** An order of 23.58 with its payments settled. */
async function placed(change: object = {}): Promise<{ id: string; payments: Body[] }> {
  const { body } = await system.post('/v1/orders', draft({ ...change }), { prefer: 'wait=30' });
  return { id: body.id, payments: (await system.get(`/v1/orders/${body.id}/payments`)).body.items };
}

/** All orders of the list, page by page. */
async function listed(query: string): Promise<Body[]> {
  const items: Body[] = [];
  let next: string | undefined;
  do {
    const { status, body } = await system.get(`/v1/reconciliation?${query}${next === undefined ? '' : `&cursor=${next}`}`);
    expect(status).toBe(200);
    items.push(...body.items);
    next = body.next;
  } while (next !== undefined);
  return items;
}

const namesOf = ({ discrepancies }: Body) => discrepancies.map(({ name }: Body) => name);
/** What the list says of an order, when it says so. */
const becomes = (id: string, names: readonly string[], query = `all=true&from=${since}`): Promise<Body> =>
  eventually(async () => {
    const found = (await listed(query)).find(({ orderId }) => orderId === id);
    return JSON.stringify(found && namesOf(found)) === JSON.stringify(names) && found;
  });

test('an order that agrees is listed only where all are asked for; what is missing or too much is listed with its sums', async () => {
  const { id, payments } = await placed();
  const [payment] = payments;
  const agreeing = await becomes(id, []);
  expect(agreeing).toMatchObject({ orderNumber: payment.orderNumber, storeId: 'uk', openedAt: payment.createdAt });
  await move('capture', payment.id);
  await becomes(id, []);
  expect((await listed(`from=${since}`)).some(({ orderId }) => orderId === id)).toBe(false);
  await move('refund', payment.id, { amount: '3.58', reasonCode: 'other' });
  const missing = await becomes(id, ['captured-less-than-due'], `from=${since}`);
  expect(missing.discrepancies).toEqual([{ name: 'captured-less-than-due', currency: 'GBP', by: '3.58' }]);
  expect(missing.sums).toEqual([
    {
      ...{ currency: 'GBP', due: '23.58', invoiced: '0.00', authorized: '23.58', captured: '23.58', refunded: '3.58' },
      order: { authorized: '20.00', captured: '20.00' },
    },
  ]);
  await system.post(`/v1/orders/${id}/payments`, { gateway: 'manual', amount: '5' }, any);
  await becomes(id, ['authorized-more-than-due']);
});

test('an invoice of a part is not what is due', async () => {
  const { id } = await placed();
  const { body } = await system.post(`/v1/orders/${id}/invoices`, { from: 'lines', lines: [{ lineId: '1', quantity: 2 }] });
  await becomes(id, []);
  await system.post(`/v1/invoices/${body.id}/issue`, {}, any);
  expect((await becomes(id, ['invoiced-differs-from-due'])).sums[0]).toMatchObject({ invoiced: body.totals.total });
});

test('a refund of which the gateway has not said what became is named', async () => {
  const { id, payments } = await placed({ payments: [{ gateway: 'sandbox', token: 'sandbox-refund-pending' }] });
  const [payment] = payments;
  await move('capture', payment.id);
  await becomes(id, []);
  expect((await move('refund', payment.id, { amount: '3.58', reasonCode: 'other' })).status).toBe(202);
  await becomes(id, ['refund-open']);
  await move('refresh', payment.id);
  await becomes(id, ['captured-less-than-due']);
});

test('page by page the list has each order once, by store and time, and nothing that came later', async () => {
  const from = new Date().toISOString();
  const orders = [];
  for (const _ of Array.from({ length: 4 }))
    orders.push(await placed({ payments: [{ gateway: 'manual', amount: '20' }, { gateway: 'manual' }] }));
  const to = new Date().toISOString();
  await placed();
  const query = `all=true&storeId=uk&from=${from}&to=${to}&limit=1`;
  expect((await listed(query)).map(({ orderId }) => orderId)).toEqual(orders.map(({ id }) => id).toReversed());
  expect(await listed(`all=true&storeId=wholesale&from=${from}&to=${to}`)).toEqual([]);
});

test('nobody from outside reaches what services ask each other; what is asked wrongly is refused', async () => {
  expect((await system.post('/v1/orders/balances', { ids: [uuid()] })).status).toBe(404);
  expect((await system.get('/v1/reconciliation?all=perhaps')).status).toBe(400);
  expect((await system.get('/v1/reconciliation?cursor=nonsense')).body.errors).toMatchObject([{ path: 'cursor' }]);
});
