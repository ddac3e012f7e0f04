import { Decimal, sum } from '#contracts/money.js';
import { readInvoices } from '#tools/invoice-file.js';
import { convertInvoice, type InvoiceOrder } from '#tools/invoice-order.js';
import { eventually } from '../support/eventually.js';
import { differencesOf } from './differences-of.js';
import { startTestSystem, type TestSystem } from './test-system.js';

const ORDERS = 120;
const PRICE = '5.99';

let system: TestSystem;

beforeAll(async () => {
  system = await startTestSystem();
});
afterAll(() => system.stop());

// biome-ignore lint/suspicious/noExplicitAny: as clients read it
type Body = any;

test('the orders that a real customer placed on one day go with one delivery each, and its price adds up to the cent', async () => {
  const from = new Date().toISOString();
  const orders = await placeFirstDay();
  const together = [...Map.groupBy(orders, ({ body: { customer, addresses } }) => `${customer?.id} ${addresses.shipping.country}`)]
    .filter(([name, list]) => !name.startsWith('undefined') && list.length > 1)
    .map(([, list]) => list.map(({ id }) => id).sort());
  expect(together.length).toBeGreaterThan(5);
  const mine = new Set(orders.map(({ id }) => id));
  const rule = { storeId: 'uk', from, to: new Date().toISOString() };
  const asked = { rule, price: PRICE, allotBy: 'value' };

  const preview = (await system.post('/v1/shipments/combine?preview=true', asked)).body;
  expect(ordersOf(preview.consignments)).toEqual(together.sort());
  const headers = { 'idempotency-key': `day-${from}` };
  const combined = (await system.post('/v1/shipments/combine', asked, headers)).body;
  expect(combined.consignments.map(({ parts, allotted }: Body) => [parts, allotted])).toEqual(
    preview.consignments.map(({ parts, allotted }: Body) => [parts, allotted]),
  );
  expect((await system.post('/v1/shipments/combine', asked, headers)).body).toEqual(combined);

  const leftOut = combined.leftOut.filter(({ orderId }: Body) => mine.has(orderId));
  expect(new Set(leftOut.map(({ code }: Body) => code))).toEqual(new Set(['one-order']));
  expect(leftOut.length + together.flat().length).toBe(ORDERS);
  for (const { allotted } of combined.consignments) {
    expect(sum(allotted.map(({ price }: Body) => Decimal(price))).toFixed(2)).toBe(PRICE);
    for (const { orderId, price } of allotted) expect((await system.get(`/v1/orders/${orderId}`)).body.totals.shippingSubTotal).toBe(price);
  }
  await eventually(async () => (await differencesOf(system, mine)).length === 0, 60_000).catch(async () =>
    expect(await differencesOf(system, mine)).toEqual([]),
  );
}, 300_000);

/** The first orders of the sample, all of one day as it has them. */
async function placeFirstDay(): Promise<{ id: string; body: InvoiceOrder }[]> {
  const bodies: InvoiceOrder[] = [];
  for await (const invoice of readInvoices('samples/online-retail-2010-12--2011-02.csv.gz')) {
    const { order } = convertInvoice(invoice);
    if (order) bodies.push(order.body);
    if (bodies.length === ORDERS) break;
  }
  expect(new Set(bodies.map(({ attributes }) => attributes.invoiceDate.slice(0, 10))).size).toBe(1);
  const answers = await Promise.all(bodies.map((body) => system.post('/v1/orders', body, { prefer: 'wait=30' })));
  return answers.map(({ body: { id } }, index) => ({ id, body: bodies[index] as InvoiceOrder }));
}

function ordersOf(consignments: readonly Body[]): string[][] {
  return consignments.map(({ parts }) => [...new Set<string>(parts.map(({ orderId }: Body) => orderId))].sort()).sort();
}
