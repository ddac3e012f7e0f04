import { avataxStore, california } from '#tools/avatax-double/avatax-settings.js';
import { documentView } from '#tools/avatax-double/document-view.js';
import { eventually } from '../support/eventually.js';
import { AvataxSystem } from './avatax-system.js';
import { differencesOf } from './differences-of.js';

// biome-ignore lint/suspicious/noExplicitAny: as clients read it
type Body = any;

const included = { pricesIncludeTax: true };
const invoicing = {
  legalEntity: { id: 'INCLUDED', name: 'Included Inc', address: ['1 Main St'] },
  numbers: {
    ...{ order: 'IN{yyMMdd}-{00001}', payment: 'IP{yyMMdd}-{00001}', shipment: 'IS{yyMMdd}-{00001}', tax: 'IT{yyMMdd}-{00001}' },
    invoice: '{legalEntity}-{yyyy}-{00001}',
  },
};
const stores = [
  avataxStore('with-tax', {}, included),
  { ...avataxStore('with-tax-invoices', {}, included), ...invoicing },
  avataxStore('with-tax-falls-back', { commit: 'placement' }, { ...included, rates: { US: { default: '0.08' } } }),
  { ...avataxStore('with-tax-flat'), tax: { ...included, provider: 'flat', rates: { US: { default: '0.20' } } } },
];

let avatax: AvataxSystem;
let double: AvataxSystem['double'];
let system: AvataxSystem['system'];

beforeAll(async () => {
  avatax = await AvataxSystem.start(stores);
  ({ double, system } = avatax);
}, 120_000);
afterEach(() => double.heal());
afterAll(() => avatax.stop());

/** Two pieces for 100.00 with their tax. */
function place(storeId: string): Promise<Body> {
  const lines = [{ sku: 'A', name: 'A thing', quantity: 2, price: '50' }];
  return avatax.place(storeId, { lines, shipments: [{ method: 'standard', items: [{ line: 0, quantity: 2 }] }] });
}

const taxesOf = (order: Body): Promise<Body[]> => avatax.taxesOf(order);
const taxed = (order: Body, taxTotal: string): Promise<Body> =>
  eventually(async () => {
    const { body } = await system.get(`/v1/orders/${order.id}`);
    return body.tax.status === 'calculated' && body.totals.taxTotal === taxTotal && body;
  });

const done = (address: string, body: object): Promise<Body> => avatax.done(address, body);

const edit = (order: Body, operation: object) => done(`/v1/orders/${order.id}/edits`, { operations: [operation] });
const paymentOf = ({ id }: Body): Promise<Body> => eventually(async () => (await system.get(`/v1/orders/${id}/payments`)).body.items[0]);
const refund = async (order: Body) =>
  done(`/v1/payments/${(await paymentOf(order)).id}/refund`, { lines: [{ lineId: '1', quantity: 1 }], reasonCode: 'other' });

const pay = async (order: Body) => done(`/v1/payments/${(await paymentOf(order)).id}/capture`, {});

/** The returns, once there are so many. */
const returnsOf = (order: Body, many: number): Promise<Body[]> =>
  eventually(async () => {
    const [, ...returns] = await taxesOf(order);
    return returns.length === many && returns;
  });

const known = (code: string, type: 'SalesInvoice' | 'ReturnInvoice' = 'SalesInvoice'): Body[] =>
  double.revisionsOf({ code, type }).map((revision) => documentView(revision));
const lastKnown = (code: string, status: string): Promise<Body> =>
  eventually(() => known(code).at(-1)?.status === status && known(code).at(-1));

it('an order costs what was priced, when it is placed, edited, reported, and when pieces come back or are refunded', async () => {
  const order = await place('with-tax');
  const { pricesIncludeTax, totals } = await taxed(order, '7.19');
  expect([pricesIncludeTax, totals.subTotal, totals.total]).toEqual([true, '100.00', '100.00']);
  expect(await taxesOf(order)).toMatchObject([{ pricesIncludeTax: true, totalTax: '7.19', lines: [{ taxable: '92.81', tax: '7.19' }] }]);
  await edit(order, { op: 'changeQuantity', lineId: '1', quantity: 3 });
  expect((await taxed(order, '10.79')).totals.total).toBe('150.00');
  await pay(order);
  expect(await lastKnown(order.number, 'Committed')).toMatchObject({
    ...{ version: 1, totalAmount: 139.21, totalTax: 10.79 },
    lines: [{ taxIncluded: true, lineAmount: 139.21 }],
  });
  const [shipment] = (await system.get(`/v1/orders/${order.id}/shipments`)).body.items;
  await done(`/v1/shipments/${shipment.id}/send`, {});
  const items = [{ lineId: '1', quantity: 1, reasonCode: 'other' }];
  const returned = await done(`/v1/orders/${order.id}/returns`, { items });
  await done(`/v1/returns/${returned.id}/approve`, {});
  await done(`/v1/returns/${returned.id}/receive`, { items: [{ lineId: '1', quantity: 1, condition: 'new', restock: true }] });
  expect((await taxed(order, '7.19')).totals.total).toBe('100.00');
  expect((await refund(order)).refunds).toMatchObject([{ amount: '50.00' }]);
  const returns = await returnsOf(order, 2);
  expect(returns.map(({ lines: [line] }) => [line.taxable, line.tax])).toEqual([
    ['-46.4', '-3.6'],
    ['-46.4', '-3.6'],
  ]);
  for (const { code } of returns) {
    expect(known(code, 'ReturnInvoice')).toMatchObject([{ status: 'Committed', totalAmount: -46.4, totalTax: -3.6 }]);
  }
  const [sale] = await taxesOf(order);
  expect(sale.lines).toMatchObject([{ taxable: '139.21', tax: '10.79', returned: { taxable: '46.4', tax: '3.6' } }]);
  expect(known(order.number)).toHaveLength(1);
}, 60_000);

it('a sale that is adjusted keeps the tax of what was refunded, and all is voided with it', async () => {
  const order = await place('with-tax');
  await taxed(order, '7.19');
  await pay(order);
  await lastKnown(order.number, 'Committed');
  await refund(order);
  const [{ code }] = await returnsOf(order, 1);
  await edit(order, { op: 'changePrice', lineId: '1', price: '60' });
  expect((await taxed(order, '8.63')).totals.total).toBe('120.00');
  const { lines } = known(order.number).at(-1);
  expect(lines.map(({ lineAmount, tax, taxIncluded }: Body) => [lineAmount, tax, taxIncluded])).toEqual([
    [64.97, 5.03, true],
    [46.4, 3.6, false],
  ]);
  await done(`/v1/orders/${order.id}/cancel`, { reason: 'not wanted' });
  await lastKnown(order.number, 'Cancelled');
  expect(known(code, 'ReturnInvoice').map(({ status }) => status)).toEqual(['Cancelled']);
  await eventually(async () => (await taxesOf(order)).every(({ status }) => status === 'Cancelled'));
}, 60_000);

it('what was sold and given back is the same on both sides', async () => {
  const day = new Date().toISOString().slice(0, 10);
  const report = await eventually(async () => {
    const { body: job } = await system.post('/v1/tax/reconciliations', { storeId: 'with-tax', from: day, to: day });
    const { body } = await eventually(async () => {
      const answer = await system.get(`/v1/tax/reconciliations/${job.id}`);
      return answer.body.status === 'done' && answer;
    });
    return body.waiting === 0 && body;
  });
  // Of two orders three returns, one of which was voided.
  expect(report).toMatchObject({ compared: 5, differences: 0, items: [] });
}, 60_000);

it('what is sent again stays as it is, though some of it came back', async () => {
  const before = double.effectsOf().length;
  const { body: job } = await system.post('/v1/tax/submissions', { storeId: 'with-tax', since: new Date().toISOString().slice(0, 10) });
  const { body } = await eventually(async () => {
    const answer = await system.get(`/v1/tax/submissions/${job.id}`);
    return answer.body.status === 'done' && answer;
  });
  expect(body).toMatchObject({ asked: 2, failed: 0 });
  expect(double.effectsOf()).toHaveLength(before);
}, 60_000);

it('while AvaTax is away, the rates of the store are taken out as well', async () => {
  double.always(() => ({ fail: 503 }));
  const order = await place('with-tax-falls-back');
  expect((await taxed(order, '7.41')).totals.total).toBe('100.00');
  double.heal();
  expect((await taxed(order, '7.19')).totals.total).toBe('100.00');
}, 60_000);

it('an invoice says what was taxed: the lines less the discount on the order', async () => {
  const lines = [{ sku: 'A', name: 'A thing', quantity: 1, price: '100' }];
  const shipments = [{ method: 'standard', price: '7', items: [{ line: 0, quantity: 1 }] }];
  const order = await avatax.place('with-tax-invoices', { discount: '10', lines, shipments });
  await taxed(order, '6.47');
  expect((await done(`/v1/orders/${order.id}/invoices`, { from: 'order' })).taxes).toMatchObject([
    { rate: '0.0775', taxable: '83.53', tax: '6.47' },
    { rate: '0', taxable: '7.00', tax: '0.00' },
  ]);
}, 60_000);

it('in a store with rates of its own, AvaTax hears of nothing', async () => {
  const order = await place('with-tax-flat');
  expect((await taxed(order, '16.67')).totals.total).toBe('100.00');
  await edit(order, { op: 'changeQuantity', lineId: '1', quantity: 1 });
  expect((await taxed(order, '8.33')).totals.total).toBe('50.00');
  expect(double.callsOf({ code: order.number })).toEqual([]);
});

it.each([
  ['with-tax', { totalTax: '7.19', lines: [{ taxable: '92.81' }] }, { totalTax: '7.75', lines: [{ taxable: '100' }] }],
  ['with-tax-flat', { totalTax: '16.67' }, { totalTax: '20.00', lines: [{ taxable: '100' }] }],
])('a quote is as prices are in the store %s, unless it says otherwise', async (storeId, withTax, onTop) => {
  const asked = { storeId, currency: 'USD', address: california, lines: [{ id: '1', amount: '100' }] };
  expect((await system.post('/v1/tax/quotes', asked)).body).toMatchObject({ ...withTax, pricesIncludeTax: true });
  const { body } = await system.post('/v1/tax/quotes', { ...asked, pricesIncludeTax: false });
  expect([body, body.pricesIncludeTax]).toMatchObject([onTop, undefined]);
});

it('leaves orders, tax documents and their history in agreement', async () => {
  expect(await differencesOf(system, avatax.orders)).toEqual([]);
}, 120_000);
