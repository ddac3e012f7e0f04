import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { extractText, getDocumentProxy } from 'unpdf';
import { differencesOf } from './differences-of.js';
import { draft, startTestSystem, type TestSystem } from './test-system.js';

// biome-ignore lint/suspicious/noExplicitAny: as clients read it
type Body = any;

let system: TestSystem;

beforeAll(async () => {
  const { stores } = JSON.parse(readFileSync('config/stores.json', 'utf8'));
  const file = path.join(mkdtempSync(path.join(tmpdir(), 'docket-stores-')), 'stores.json');
  const including = stores.map((store: Body) => (store.id === 'uk' ? { ...store, tax: { ...store.tax, pricesIncludeTax: true } } : store));
  writeFileSync(file, JSON.stringify({ stores: including }));
  // The verification reads the stores, too.
  process.env.STORES_FILE = file;
  system = await startTestSystem({ STORES_FILE: file });
});
afterAll(async () => {
  delete process.env.STORES_FILE;
  await system.stop();
});

const any = { 'if-match': '*' };
const orders = new Set<string>();
/** An order of 19.65, of which 3.28 is tax: six pieces of one line for 14.70, and a shipment for 4.95. */
async function placed(): Promise<Body> {
  const { body } = await system.post('/v1/orders', draft(), { prefer: 'wait=30' });
  orders.add(body.id);
  return body;
}
async function issued(order: Body, request: object): Promise<Body> {
  const { body } = await system.post(`/v1/orders/${order.id}/invoices`, request);
  return (await system.post(`/v1/invoices/${body.id}/issue`, {}, any)).body;
}

test('an order comes to its prices, and so does its invoice, which says what of them is tax', async () => {
  const order = await placed();
  expect(order).toMatchObject({ pricesIncludeTax: true, totals: { taxTotal: '3.28', total: '19.65' } });
  const invoice = await issued(order, { from: 'order' });
  expect(invoice).toMatchObject({
    ...{ pricesIncludeTax: true, totals: { taxTotal: '3.28', total: '19.65' } },
    taxes: [{ jurisdiction: 'GB', rate: '0.2', taxable: '16.37', tax: '3.28' }],
  });
  const response = await fetch(`${system.gateway}/v1/invoices/${invoice.id}/pdf`);
  const { text } = await extractText(await getDocumentProxy(new Uint8Array(await response.arrayBuffer())), { mergePages: true });
  expect(text.replaceAll(/\s+/g, ' ')).toContain('Total 19.65 GBP of which tax 20 % 3.28 GBP');
});

test('what is more after an edit is invoiced, and what is taken back, at these prices', async () => {
  const order = await placed();
  await issued(order, { from: 'order' });
  const operations = [{ op: 'changeQuantity', lineId: '1', quantity: 8 }];
  const edited = await system.post(`/v1/orders/${order.id}/edits`, { operations }, { ...any, prefer: 'wait=30' });
  expect(edited.body.totals).toMatchObject({ taxTotal: '4.09', total: '24.55' });
  const more = await issued(order, { from: 'difference' });
  expect(more.totals).toMatchObject({ taxTotal: '0.81', total: '4.90' });
  const back = await issued(order, { from: 'invoice', invoiceId: more.id, lines: [{ lineId: '1', quantity: 1 }] });
  expect(back).toMatchObject({ kind: 'credit-note', pricesIncludeTax: true, totals: { taxTotal: '0.41', total: '2.45' } });
});

test('pieces of a line are given back at what they were sold for', async () => {
  const order = await placed();
  const [{ id }] = (await system.get(`/v1/orders/${order.id}/payments`)).body.items;
  expect((await system.post(`/v1/payments/${id}/capture`, {}, any)).body.capturedAmount).toBe('19.65');
  const lines = [{ lineId: '1', quantity: 2 }];
  const { body } = await system.post(`/v1/payments/${id}/refund`, { lines, reasonCode: 'other' }, any);
  expect(body).toMatchObject({ refundedAmount: '4.90', refunds: [{ lines: [{ listTotal: '5.1', discountTotal: '0.2' }] }] });
});

test('all of this agrees with itself, in databases, histories and topics', async () => {
  expect(await differencesOf(system, orders)).toEqual([]);
});
