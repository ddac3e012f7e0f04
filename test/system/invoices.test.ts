import { extractText, getDocumentProxy } from 'unpdf';
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

const any = { 'if-match': '*' };
const orders = new Set<string>();
/** An order of 23.58, six pieces in one line. */
async function placed(change?: Record<string, unknown>): Promise<Body> {
  const { body } = await system.post('/v1/orders', draft(change), { prefer: 'wait=30' });
  orders.add(body.id);
  return body;
}
const invoice = (order: Body, body: object, headers?: Record<string, string>) =>
  system.post(`/v1/orders/${order.id}/invoices`, body, headers);
const act = (what: 'issue' | 'payments' | 'void', { id }: Body, body: object = {}, headers: Record<string, string> = any) =>
  system.post(`/v1/invoices/${id}/${what}`, body, headers);
const issued = async (order: Body, body: object): Promise<Body> => (await act('issue', (await invoice(order, body)).body)).body;
const problemOf = ({ status, body }: Answer) => [status, body.type?.split(':').at(-1), body.errors?.[0]?.path];
const summariesOf = async (order: Body, matches: (summaries: Body[]) => boolean): Promise<Body[]> =>
  eventually(async () => {
    const { body } = await system.get(`/v1/orders/${order.id}`);
    const summaries = body.documents.filter(({ type }: Body) => type === 'invoice');
    return matches(summaries) && summaries;
  });

test('an order is invoiced, the invoice issued, paid in parts, and the order follows', async () => {
  const order = await placed();
  const drafted = await invoice(order, { from: 'order' });
  expect([drafted.status, drafted.headers.get('location')]).toEqual([201, `/v1/invoices/${drafted.body.id}`]);
  expect(drafted.body).toMatchObject({
    kind: 'invoice',
    status: 'Draft',
    number: `${order.number}-D1`,
    totals: { total: '23.58', taxTotal: '3.93' },
  });
  expect(drafted.body.turns).toBeUndefined();
  expect(problemOf(await act('issue', drafted.body, {}, {}))).toEqual([428, 'version-required', undefined]);
  const final = await act('issue', drafted.body, {}, { 'if-match': drafted.headers.get('etag') as string });
  expect(final.body).toMatchObject({
    status: 'Issued',
    version: 2,
    number: expect.stringMatching(/^ONLINEUK-\d{4}-\d{5}$/),
    dueDate: expect.any(String),
  });
  const [payment] = (await system.get(`/v1/orders/${order.id}/payments`)).body.items;
  expect(problemOf(await act('payments', final.body, { paymentId: payment.id }))).toEqual([422, 'payment-exceeds-captured', 'amount']);
  await system.post(`/v1/payments/${payment.id}/capture`, { amount: '10' }, any);
  expect((await act('payments', final.body, { paymentId: payment.id })).body).toMatchObject({
    status: 'PartiallyPaid',
    paidAmount: '10.00',
  });
  await system.post(`/v1/payments/${payment.id}/capture`, {}, any);
  expect((await act('payments', final.body, { paymentId: payment.id, amount: '13.58' })).body).toMatchObject({
    status: 'Paid',
    paidAmount: '23.58',
  });
  const [summary] = await summariesOf(order, ([first]) => first?.status === 'Paid');
  expect(summary).toEqual({
    type: 'invoice',
    kind: 'invoice',
    id: final.body.id,
    number: final.body.number,
    status: 'Paid',
    amount: '23.58',
    currency: 'GBP',
  });
  const { items } = (await system.get(`/v1/invoices/${final.body.id}/changes`)).body;
  expect(items.map(({ type }: Body) => type)).toEqual(['invoice.drafted', 'invoice.issued', 'invoice.paid', 'invoice.paid']);
});

test('an edit is followed by an invoice of the difference, or a credit note', async () => {
  const order = await placed();
  await issued(order, { from: 'order' });
  const edit = (operations: object[]) => system.post(`/v1/orders/${order.id}/edits`, { operations }, { ...any, prefer: 'wait=30' });
  const more = (await edit([{ op: 'changeQuantity', lineId: '1', quantity: 8 }])).body;
  const invoiced = await issued(order, { from: 'difference' });
  expect(invoiced).toMatchObject({ kind: 'invoice', items: [{ id: '1', quantity: 2 }] });
  expect(Number(invoiced.totals.total)).toBeCloseTo(Number(more.totals.total) - 23.58);
  await edit([{ op: 'changeQuantity', lineId: '1', quantity: 6 }]);
  expect(await issued(order, { from: 'difference' })).toMatchObject({
    kind: 'credit-note',
    items: [{ quantity: 2 }],
    totals: invoiced.totals,
  });
  expect(problemOf(await invoice(order, { from: 'difference' }))).toEqual([422, 'nothing-to-invoice', undefined]);
});

test('a shipment is invoiced, taken back in part, and a credit note is settled by a refund', async () => {
  const order = await placed();
  const sent = await issued(order, { from: 'shipment', shipmentId: order.shipments[0].id });
  expect(sent.totals.total).toBe('23.58');
  const credit = await issued(order, { from: 'invoice', invoiceId: sent.id, lines: [{ lineId: '1', quantity: 1 }] });
  expect(credit).toMatchObject({ kind: 'credit-note', creditedNumber: sent.number, totals: { total: '2.94' } });
  const [payment] = (await system.get(`/v1/orders/${order.id}/payments`)).body.items;
  await system.post(`/v1/payments/${payment.id}/capture`, {}, any);
  await system.post(`/v1/payments/${payment.id}/refund`, { amount: '2.94', reasonCode: 'requested-by-customer' }, any);
  expect((await act('payments', credit, { paymentId: payment.id })).body).toMatchObject({ status: 'Paid', paidAmount: '2.94' });
  expect(problemOf(await act('void', sent, { reason: 'a mistake' }))).toEqual([409, 'invoice-credited', undefined]);
});

test('a void invoice keeps its number, and what it held can be invoiced again', async () => {
  const order = await placed();
  const first = await issued(order, { from: 'order' });
  expect(problemOf(await invoice(order, { from: 'order' }))).toEqual([422, 'nothing-to-invoice', undefined]);
  const voided = await act('void', first, { reason: 'wrong address' });
  expect(voided.body).toMatchObject({ status: 'Void', number: first.number, voidReason: 'wrong address' });
  expect((await issued(order, { from: 'order' })).sequence).toBeGreaterThan(first.sequence);
  const { items } = (await system.get(`/v1/orders/${order.id}/invoices`)).body;
  expect(items.map(({ status }: Body) => status)).toEqual(['Void', 'Issued']);
});

test('a draft that is repeated with its key is there once, and drafts at once hold each piece once', async () => {
  const order = await placed();
  const key = { 'idempotency-key': uuid() };
  const piece = { from: 'lines', lines: [{ lineId: '1', quantity: 1 }] };
  const repeated = await Promise.all(Array.from({ length: 3 }, () => invoice(order, piece, key)));
  expect(new Set(repeated.map(({ body }) => body.id)).size).toBe(1);
  expect(problemOf(await invoice(order, { from: 'order' }, key))).toEqual([422, 'idempotency-key-reused', undefined]);
  const others = await Promise.all(Array.from({ length: 10 }, () => invoice(order, piece)));
  expect(others.filter(({ status }) => status === 201)).toHaveLength(5);
});

test('an invoice is printed in the language of its order', async () => {
  const order = await placed({ language: 'nl-NL' });
  const { id, number } = await issued(order, { from: 'order' });
  const response = await fetch(`${system.gateway}/v1/invoices/${id}/pdf`);
  expect([response.headers.get('content-type'), response.headers.get('content-disposition')]).toEqual([
    'application/pdf',
    `inline; filename="${number}.pdf"`,
  ]);
  const { text } = await extractText(await getDocumentProxy(new Uint8Array(await response.arrayBuffer())));
  for (const expected of ['Factuur', number, 'Hanging heart holder', 'Online Retail UK Ltd']) expect(text.join(' ')).toContain(expected);
});

test.each<[string, () => Promise<Answer>, [number, string, string | undefined]]>([
  ['no such order', () => invoice({ id: 'nobody' }, { from: 'order' }), [404, 'not-found', undefined]],
  ['no such invoice', () => system.get('/v1/invoices/nobody'), [404, 'not-found', undefined]],
  ['no such invoice to be issued', () => act('issue', { id: 'nobody' }), [404, 'not-found', undefined]],
  ['another word', async () => invoice(await placed(), { from: 'nothing' }), [400, 'invalid-input', 'from']],
  [
    'a store without invoices',
    async () => invoice(await placed({ storeId: 'wholesale' }), { from: 'order' }),
    [422, 'invoices-not-offered', undefined],
  ],
])('%s is refused', async (_name, ask, expected) => {
  expect(problemOf(await ask())).toEqual(expected);
});

test('a cancelled order settles, and its invoice is taken back by a credit note', async () => {
  const order = await placed();
  await issued(order, { from: 'order' });
  await summariesOf(order, ([first]) => first?.status === 'Issued');
  const cancelled = await system.post(`/v1/orders/${order.id}/cancel`, { reason: 'not wanted' }, { ...any, prefer: 'wait=30' });
  expect(cancelled.body.documents.map(({ status }: Body) => status).sort()).toEqual(['Cancelled', 'Cancelled', 'Issued', 'Voided']);
  expect(await issued(order, { from: 'difference' })).toMatchObject({ kind: 'credit-note', totals: { total: '23.58' } });
});

test('all of this agrees with itself, in databases, histories and topics', async () => {
  expect(await differencesOf(system, orders)).toEqual([]);
});
