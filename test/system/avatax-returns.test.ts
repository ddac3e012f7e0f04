import fc from 'fast-check';
import { v7 as uuid } from 'uuid';
import { Decimal, sum } from '#contracts/money.js';
import { avataxStore } from '#tools/avatax-double/avatax-settings.js';
import { documentView } from '#tools/avatax-double/document-view.js';
import { eventually } from '../support/eventually.js';
import { AvataxSystem } from './avatax-system.js';
import { differencesOf } from './differences-of.js';

// biome-ignore lint/suspicious/noExplicitAny: as clients read it
type Body = any;

const stores = [
  { ...avataxStore('reports', { commit: 'placement' }), gateways: ['manual', 'sandbox'] },
  avataxStore('reports-late', { commit: 'completion' }),
  { ...avataxStore('reports-with-tax', { commit: 'placement' }, { pricesIncludeTax: true }), gateways: ['manual', 'sandbox'] },
];

let avatax: AvataxSystem;
let double: AvataxSystem['double'];
let system: AvataxSystem['system'];
const any = () => ({ 'if-match': '*', 'idempotency-key': uuid() });

beforeAll(async () => {
  avatax = await AvataxSystem.start(stores);
  ({ double, system } = avatax);
}, 120_000);
afterEach(() => double.heal());
afterAll(() => avatax.stop());

/** Goods for 65, freight for 5, in California: 5.04 of tax; paid, and sent unless told. */
async function sold(storeId = 'reports', change: object = {}, isSent = true): Promise<Body> {
  const body = await avatax.place(storeId, change, { prefer: 'wait=10' });
  const payment = await paymentOf(body);
  await done(`/v1/payments/${payment.id}/capture`, {});
  if (isSent) await done(`/v1/shipments/${body.shipments[0].id}/send`, {});
  return agreed(body);
}

const orderOf = async ({ id }: Body): Promise<Body> => (await system.get(`/v1/orders/${id}`)).body;
const taxesOf = (order: Body): Promise<Body[]> => avatax.taxesOf(order);
const paymentOf = ({ id }: Body): Promise<Body> =>
  eventually(async () => {
    const [payment] = (await system.get(`/v1/orders/${id}/payments`)).body.items;
    return ['Authorized', 'Paid', 'PartiallyRefunded', 'Refunded'].includes(payment?.status) && payment;
  });

const done = (address: string, body: object): Promise<Body> => avatax.done(address, body);

async function comeBack(order: Body, quantity: number, more: object = {}, lineId = '1'): Promise<Body> {
  const returned = await done(`/v1/orders/${order.id}/returns`, { items: [{ lineId, quantity, reasonCode: 'other' }], ...more });
  await done(`/v1/returns/${returned.id}/approve`, {});
  return done(`/v1/returns/${returned.id}/receive`, { items: [{ lineId, quantity, condition: 'new', restock: true }] });
}

const refund = async (order: Body, what: object) =>
  system.post(`/v1/payments/${(await paymentOf(order)).id}/refund`, { ...what, reasonCode: 'other' }, any());

const total = (amounts: readonly string[]) => sum(amounts.map((amount) => Decimal(amount))).toFixed(2);

/** When the order, its tax documents and the double's say the same. */
function agreed(order: Body, seen: (now: Body, taxes: Body[]) => unknown = () => true): Promise<Body> {
  return eventually(async () => {
    const [now, taxes] = [await orderOf(order), await taxesOf(order)];
    expect(now.tax.status).toBe('calculated');
    const [sale, ...returns] = taxes;
    const parts = [...sale.lines, ...sale.shipments, ...sale.payments];
    const owed = parts.flatMap(({ tax, returned }: Body) => [tax, returned ? `-${returned.tax}` : '0']);
    expect(now.totals.taxTotal).toBe(total(owed.map((amount: string) => amount.replace('--', ''))));
    for (const part of parts) {
      const back = returns.filter(({ status }) => status === 'Committed').flatMap((each) => [...each.lines, ...each.shipments]);
      const own = back.filter(({ id }) => id === part.id);
      for (const what of ['taxable', 'tax'])
        expect(Decimal(part[what]).gte(total(own.map((each) => each[what])).replace('-', ''))).toBe(true);
    }
    if (sale.status === 'Committed') expect(revisionsOf(order.number, 'SalesInvoice').at(-1).totalTax).toBe(Number(sale.totalTax));
    for (const { code, status, totalTax } of returns)
      expect([code, revisionsOf(code).map((revision) => [revision.status, revision.totalTax])]).toEqual([
        code,
        [[status, Number(totalTax)]],
      ]);
    expect(seen(now, taxes)).toBeTruthy();
    return now;
  });
}

const revisionsOf = (code: string, type: 'ReturnInvoice' | 'SalesInvoice' = 'ReturnInvoice'): Body[] =>
  double.revisionsOf({ code, type }).map((revision) => documentView(revision));

/** So many returns that nobody has voided. */
const live = (many: number) => (_: Body, taxes: Body[]) =>
  taxes.filter(({ documentType, status }) => documentType === 'ReturnInvoice' && status === 'Committed').length === many;

describe('goods that come back after their sale was reported', () => {
  it('are a return under its number, of the sale’s day, while the sale is filed and stays; all parts end on the whole', async () => {
    const order = await sold();
    double.lock({ code: order.number });
    const { number } = await comeBack(order, 1);
    const after = await agreed(order, live(1));
    expect([after.totals.taxTotal, after.totals.total]).toEqual(['2.52', '40.02']);
    const [sale, returned] = await taxesOf(order);
    expect(sale.lines[0]).toMatchObject({ taxable: '65', tax: '5.04', returned: { taxable: '32.5', tax: '2.52' } });
    expect(returned).toMatchObject({
      ...{ documentType: 'ReturnInvoice', code: number, saleNumber: sale.number, status: 'Committed', totalTax: '-2.52' },
      lines: [{ id: '1', taxable: '-32.5', tax: '-2.52', details: [{ type: 'State', amount: '-1.95' }, {}, {}, {}] }],
    });
    const [revision] = revisionsOf(number);
    expect(revision).toMatchObject({ totalAmount: -32.5, taxOverrideType: 'TaxDate', taxDate: order.placedAt.slice(0, 10) });
    expect(revision.lines[0]).toMatchObject({ ref1: order.number, taxOverrideType: 'TaxAmount', itemCode: 'A' });
    expect((await system.get(`/v1/tax/${returned.id}`)).body).toEqual(returned);
    expect((await system.get(`/v1/tax/${returned.id}/changes`)).body.items).toMatchObject([{ type: 'tax.returned' }]);
    await comeBack(order, 1);
    const empty = await agreed(order, live(2));
    expect(empty.totals.taxTotal).toBe('0.00');
    expect(revisionsOf(order.number, 'SalesInvoice')).toHaveLength(1);
    await eventually(async () => (await orderOf(order)).documents.filter(({ type }: Body) => type === 'tax').length === 3);
  });

  it('in an exchange, what is new adjusts the sale, and what came back is told apart', async () => {
    const order = await sold();
    await comeBack(order, 1, { exchange: { lines: [{ sku: 'B', name: 'Another', quantity: 1, price: '35' }] } });
    const after = await agreed(order, live(1));
    expect(after.lines.map(({ taxTotal }: Body) => taxTotal)).toEqual(['2.52', '2.72']);
    const sales = revisionsOf(order.number, 'SalesInvoice');
    expect(sales.map(({ status, totalAmount }) => [status, totalAmount])).toEqual([
      ['Adjusted', 70],
      ['Committed', 105],
    ]);
  });
});

describe('refunds that say what they are for', () => {
  it('two by lines end on the whole, change nothing of the order, and are voided when it is cancelled', async () => {
    const order = await sold('reports', {}, false);
    for (const many of [1, 2]) {
      expect((await refund(order, { lines: [{ lineId: '1', quantity: 1 }] })).status).toBe(200);
      expect((await agreed(order, live(many))).totals.taxTotal).toBe('5.04');
    }
    const [sale, ...returns] = await taxesOf(order);
    expect(returns.map(({ totalTax }) => totalTax)).toEqual(['-2.52', '-2.52']);
    expect(sale.lines[0].returned).toBeUndefined();
    await done(`/v1/orders/${order.id}/cancel`, { reason: 'all went wrong' });
    await eventually(async () => (await taxesOf(order)).every(({ status }) => status === 'Cancelled'));
    const effects = double.effectsOf().filter(({ kind }) => kind === 'cancelled');
    const codes = [...returns.map(({ code }) => code), order.number];
    expect(effects.map(({ code }) => code).filter((code) => codes.includes(code))).toEqual(codes);
    await eventually(async () =>
      (await orderOf(order)).documents.every(({ type, status }: Body) => type !== 'tax' || status === 'Cancelled'),
    );
  });

  it('an allowance is shared out over goods and freight, to the cent; pieces that come back then are told as far as they were not', async () => {
    const order = await sold();
    const problem = await refund(order, { lines: [{ lineId: '1', quantity: 1 }], allowance: true });
    expect([problem.status, problem.body.errors[0].path]).toEqual([400, 'allowance']);
    expect((await refund(order, { amount: '10.00', allowance: true })).body.refunds[0]).toMatchObject({ allowance: true });
    await agreed(order, live(1));
    const [, { lines, shipments, totalTax }] = await taxesOf(order);
    expect(total([...lines, ...shipments].flatMap(({ taxable, tax }: Body) => [taxable, tax]))).toBe('-10.00');
    expect([lines[0], shipments[0], totalTax]).toMatchObject([{ taxable: '-8.66', tax: '-0.67' }, { taxable: '-0.67' }, '-0.67']);
    await comeBack(order, 2);
    const after = await agreed(order, live(2));
    expect(after.totals.taxTotal).toBe('0.00');
    const [, , rest] = await taxesOf(order);
    expect(rest.totalTax).toBe('-4.37');
    // Money alone says nothing of what was sold.
    expect((await refund(order, { amount: '1.00' })).status).toBe(200);
    await agreed(order, live(2));
  });

  it('before the sale is reported wait for that', async () => {
    const order = await sold('reports-late');
    expect((await refund(order, { lines: [{ lineId: '1', quantity: 1 }] })).status).toBe(200);
    await system.patch(
      `/v1/orders/${order.id}`,
      { status: 'Completed' },
      { 'if-match': '*', 'content-type': 'application/merge-patch+json' },
    );
    await agreed(order, live(1));
    const [, returned] = await taxesOf(order);
    const recorded = double.effectsOf().filter(({ kind, code }) => kind === 'recorded' && [order.number, returned.code].includes(code));
    expect(recorded.map(({ type }) => type)).toEqual(['SalesInvoice', 'ReturnInvoice']);
  });

  it('that came back from the bank are voided', async () => {
    const order = await sold('reports', { payments: [{ gateway: 'sandbox', token: 'sandbox-refund-fails-later' }] });
    await refund(order, { lines: [{ lineId: '1', quantity: 1 }] });
    await agreed(order, live(1));
    await done(`/v1/payments/${(await paymentOf(order)).id}/refresh`, {});
    await agreed(order, (_, taxes) => taxes[1]?.status === 'Cancelled');
  });
});

it('while AvaTax is away, what comes back is known to the order at once, and to AvaTax when it is back, once', async () => {
  const order = await sold();
  double.always(() => ({ lose: 'before' }));
  await comeBack(order, 1);
  const after = await eventually(async () => {
    const now = await orderOf(order);
    return now.tax.status === 'calculated' && now.totals.taxTotal === '2.52' && now;
  });
  expect(after.balance.difference).toBe('-35.02');
  expect((await taxesOf(order)).length).toBe(1);
  double.heal();
  await agreed(order, live(1));
}, 120_000);

it('knows each return once after the service died while AvaTax was asked', async () => {
  const [answered, unheard, voided] = [await sold(), await sold(), await sold('reports', {}, false)];
  await refund(voided, { lines: [{ lineId: '1', quantity: 1 }] });
  await agreed(voided, live(1));
  const [, kept] = await taxesOf(voided);
  const before = double.effectsOf().length;
  double.next({ late: 'until-healed' }, { operation: 'create' });
  await refund(answered, { lines: [{ lineId: '1', quantity: 1 }] });
  await eventually(() => double.effectsOf().length > before);
  double.next({ held: 'until-healed' }, { operation: 'create' });
  const calls = double.callsOf().length;
  await refund(unheard, { lines: [{ lineId: '1', quantity: 1 }] });
  await eventually(() => double.callsOf().length > calls);
  double.next({ late: 'until-healed' }, { operation: 'void' });
  await done(`/v1/orders/${voided.id}/cancel`, { reason: 'not wanted' });
  await eventually(() => revisionsOf(kept.code)[0]?.status === 'Cancelled');
  await system.restart('tax');
  for (const order of [answered, unheard]) await agreed(order, live(1));
  await eventually(async () => (await taxesOf(voided)).every(({ status }) => status === 'Cancelled'));
  // What was held comes now, long after others have done it.
  double.heal();
  const held = double
    .callsOf()
    .slice(calls)
    .find(({ operation }) => operation === 'create');
  await eventually(() => held?.status !== undefined);
  for (const order of [answered, unheard]) await agreed(order, live(1));
}, 180_000);

const amount = fc.integer({ min: 1, max: 900 }).map((cents) => (cents / 100).toFixed(2));
const lineId = fc.constantFrom('1', '2');
const change = fc.oneof(
  fc.record({ op: fc.constant('changePrice' as const), lineId, price: amount }),
  fc.record({ op: fc.constant('changeOrderDiscount' as const), discount: amount }),
  fc.record({ op: fc.constant('changeShipmentPrice' as const), price: amount }),
  fc.record({ op: fc.constant('refund' as const), lineId }),
  fc.record({ op: fc.constant('allowance' as const), amount: fc.constantFrom('0.01', '0.57', '3.00') }),
);
const quantity = fc.record({ op: fc.constant('changeQuantity' as const), lineId, quantity: fc.integer({ min: 1, max: 9 }) });
const comingBack = fc.record({ op: fc.constant('comeBack' as const), lineId });
type Step = typeof change | typeof quantity | typeof comingBack extends fc.Arbitrary<infer Each> ? Each : never;

/** So many changes of the order, and what refunds come between them, with the sums compared after each. */
async function lived(order: Body, arbitrary: fc.Arbitrary<Step>, changes: number): Promise<void> {
  const seed = Number(process.env.SEED ?? Date.now() % 1_000_000);
  let changed = 0;
  for (const each of fc.sample(arbitrary, { numRuns: changes * 4, seed })) {
    if (await step(order, each)) changed += 1;
    await agreed(order).catch((error) => {
      throw new Error(`with SEED=${seed}, after ${JSON.stringify(each)}`, { cause: error });
    });
    if (changed === changes) break;
  }
  expect([seed, changed]).toEqual([seed, changes]);
  expect((await taxesOf(order)).length).toBeGreaterThan(1);
}

/** Whether it has changed the order: refunds do not, and some edits are refused. */
async function step(order: Body, each: Step): Promise<boolean> {
  if (each.op === 'refund') await refund(order, { lines: [{ lineId: each.lineId, quantity: 1 }] });
  else if (each.op === 'allowance') await refund(order, { amount: each.amount, allowance: true });
  else if (each.op === 'comeBack') {
    const { lines } = await orderOf(order);
    if (lines.find(({ id }: Body) => id === each.lineId).quantity === 0) return false;
    await comeBack(order, 1, {}, each.lineId);
    return true;
  } else {
    const operation = each.op === 'changeShipmentPrice' ? { ...each, shipmentId: order.shipments[0].id } : each;
    return (await system.post(`/v1/orders/${order.id}/edits`, { operations: [operation] }, any())).status === 200;
  }
  return false;
}

const several = () => {
  const lines = [
    { sku: 'A', name: 'A thing', quantity: 9, price: '9.99' },
    { sku: 'B', name: 'Another', quantity: 7, price: '4.15' },
  ];
  return { lines, shipments: [{ method: 'standard', price: '5', items: lines.map((each, line) => ({ line, quantity: each.quantity })) }] };
};

it('the tax of an order is that of its documents after each of fifty edits and the refunds between them, and all are voided with it', async () => {
  const order = await sold('reports', several(), false);
  await lived(order, fc.oneof(change, quantity), 50);
  expect(await differencesOf(system, new Set([order.id]))).toEqual([]);
  await done(`/v1/orders/${order.id}/cancel`, { reason: 'enough' });
  await eventually(async () => (await taxesOf(order)).every(({ status }) => status === 'Cancelled'));
  const last = [...(await taxesOf(order)).slice(1).map(({ code }) => revisionsOf(code)), revisionsOf(order.number, 'SalesInvoice')];
  expect(last.map((revisions) => revisions.at(-1).status)).toEqual(last.map(() => 'Cancelled'));
  await agreed(order);
}, 400_000);

it.each(['reports', 'reports-with-tax'])(
  'so it is where pieces come back between them, in the store %s',
  async (storeId) => {
    const order = await sold(storeId, several());
    await lived(order, fc.oneof(change, comingBack, comingBack), 20);
  },
  400_000,
);

it('leaves orders, tax documents and their history in agreement', async () => {
  expect(await differencesOf(system, avatax.orders)).toEqual([]);
}, 120_000);
