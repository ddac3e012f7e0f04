import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { v7 as uuid } from 'uuid';
import { amountIn, Decimal, sum, zero } from '#contracts/money.js';
import { topics } from '#contracts/topics.js';
import { readInvoices } from '#tools/invoice-file.js';
import { convertInvoice } from '#tools/invoice-order.js';
import { foldHistory, type RecordedEvent, stateDifferences } from '#tools/verify-fold.js';
import { orderDifferences } from '#tools/verify-order.js';
import { readChildren, stateOf } from '#tools/verify-orders.js';
import type { OrderState } from '#tools/verify-shapes.js';
import { readStores } from '#tools/verify-stores.js';
import { KafkaReader } from '#tools/verify-topics.js';
import { eventually } from '../support/eventually.js';
import { brokers } from '../support/services-needed.js';
import { type Answer, startTestSystem, type TestSystem } from './test-system.js';

const ORDERS = 60;
const STEPS = 2_000;

let system: TestSystem;

beforeAll(async () => {
  system = await startTestSystem();
});
afterAll(() => system.stop());

/** What an editor does next, to which order, and whether it says what it read. */
interface Step {
  readonly order: number;
  readonly line: number;
  readonly number: number;
  readonly careful: boolean;
  readonly what: (typeof whats)[number] | 'cancel';
}

const moves = ['capture', 'refund'] as const;
const edits = [
  'price',
  'quantity',
  'add',
  'remove',
  'discount',
  'cancelItem',
  'several',
  'split',
  'merge',
  'giveUp',
  'addShipment',
] as const;
const whats = [...edits, 'status', 'address', 'payment', ...moves] as const;
const step: fc.Arbitrary<Step> = fc.record({
  order: fc.nat(ORDERS - 1),
  line: fc.nat(30),
  number: fc.integer({ min: 1, max: 40 }),
  careful: fc.boolean(),
  what: fc.oneof({ weight: 60, arbitrary: fc.constantFrom(...whats) }, { weight: 1, arbitrary: fc.constant('cancel' as const) }),
});

// biome-ignore lint/suspicious/noExplicitAny: as clients read it
type Order = any;

const seed = Number(process.env.SEED ?? Date.now() % 1_000_000);

test(`whatever two editors do to real orders at once, nothing is lost and no invariant broken (SEED=${seed})`, async () => {
  const steps = fc.sample(step, { numRuns: STEPS, seed });
  const orders = await placeSample();
  const accepted = (await Promise.all([edit(orders, steps.slice(0, STEPS / 2)), edit(orders, steps.slice(STEPS / 2))])).flat();
  expect(accepted.length).toBeGreaterThan(STEPS / 10);
  await settled(orders);
  await expectEveryChangeInHistory(orders, accepted);
  await expectTopicFoldsToState(orders);
  expect(await differences(orders)).toEqual([]);
  await expectMoneyAddsUp(orders);
}, 600_000);

/** Real orders of all sizes, each with a key of this run's own. */
async function placeSample(): Promise<string[]> {
  const bodies: object[] = [];
  for await (const invoice of readInvoices('samples/online-retail-2010-12--2011-02.csv.gz')) {
    const { order } = convertInvoice(invoice);
    if (order && order.body.lines.length < 200) bodies.push(order.body);
    if (bodies.length === ORDERS) break;
  }
  const answers = await Promise.all(bodies.map((body) => system.post('/v1/orders', { ...body, externalId: uuid() })));
  return answers.map(({ body }) => body.id);
}

/** Does one editor's steps one after the other; gives the correlation ids of what was answered with 200 and changed an order for sure. */
async function edit(orders: readonly string[], steps: readonly Step[]): Promise<{ id: string; correlationId: string }[]> {
  const accepted: { id: string; correlationId: string }[] = [];
  const seen = new Map<string, Order>();
  for (const each of steps) {
    const id = orders[each.order] as string;
    // A careless editor goes by what they saw some time ago, or by nothing.
    const order = (each.careful ? undefined : seen.get(id)) ?? (await system.get(`/v1/orders/${id}`)).body;
    seen.set(id, order);
    const correlationId = uuid();
    const ifMatch = each.careful || each.number % 2 === 0 ? `"${order.version}"` : '*';
    const answer = await send(order, each, { 'if-match': ifMatch, 'x-correlation-id': correlationId });
    // A payment that was asked for just now may not be there yet.
    expect(isMove(each) ? [200, 404, 409, 422] : [200, 409, 412, 422]).toContain(answer.status);
    if (answer.status !== 200 || isMove(each)) continue;
    // A patch that changes nothing, or a second cancellation, is answered with 200 and leaves no record.
    if (!['status', 'address', 'cancel'].includes(each.what)) accepted.push({ id, correlationId });
    seen.set(id, answer.body);
  }
  return accepted;
}

const isMove = ({ what }: Step) => (moves as readonly string[]).includes(what);

function send(order: Order, { what, line, number }: Step, headers: Record<string, string>): Promise<Answer> {
  const lineId = order.lines[line % order.lines.length].id;
  const path = `/v1/orders/${order.id}`;
  const operations = (...list: object[]) => system.post(`${path}/edits`, { operations: list }, headers);
  const payment = `/v1/payments/${order.payments[line % order.payments.length].id}`;
  // All that is left, or a part.
  const amount = number % 3 === 0 ? {} : { amount: `${number}.5` };
  const price = { op: 'changePrice', lineId, price: `${number}.${line}` };
  const add = {
    op: 'addItem',
    sku: `S${number}`,
    name: 'new',
    quantity: number,
    price: '1.25',
    ...(number % 2 ? { taxCode: 'ZERO' } : {}),
  };
  switch (what) {
    case 'price':
      return operations(price);
    case 'quantity':
      return operations({ op: 'changeQuantity', lineId, quantity: number });
    case 'add':
      return operations(add);
    case 'remove':
      return operations({ op: 'removeItem', lineId });
    case 'discount':
      return operations({ op: 'changeItemDiscount', lineId, discount: `0.${line}` });
    case 'cancelItem':
      return operations({ op: 'cancelItem', lineId, quantity: number });
    case 'split': {
      const { id, items } = order.shipments[line % order.shipments.length];
      const quantity = Math.max(1, Math.floor((items[0]?.quantity ?? 1) / 2));
      return operations({ op: 'splitShipment', shipmentId: id, items: [{ lineId: items[0]?.lineId ?? lineId, quantity }], price: '1.5' });
    }
    case 'merge': {
      const { id } = order.shipments[(line + number) % order.shipments.length];
      return operations({ op: 'mergeShipments', from: [id], into: order.shipments[line % order.shipments.length].id });
    }
    case 'giveUp':
      return operations({ op: 'cancelShipment', shipmentId: order.shipments[line % order.shipments.length].id });
    case 'addShipment':
      return operations({ op: 'addShipment', method: 'express', items: [{ lineId, quantity: number }], price: '0.5' });
    case 'several':
      return operations(add, price, { op: 'changeOrderDiscount', discount: `${number}` }, { op: 'changeTax', lineId, taxCode: 'REDUCED' });
    case 'status':
      return system.patch(path, { status: number % 2 ? 'Processing' : 'Pending', comment: `comment ${number}` }, headers);
    case 'address':
      return system.patch(path, { addresses: { shipping: { country: number % 2 ? 'DE' : 'GB' } } }, headers);
    case 'payment':
      return system.post(`${path}/payments`, { gateway: 'manual', ...amount }, headers);
    case 'capture':
      return system.post(`${payment}/capture`, amount, { ...headers, 'if-match': '*' });
    case 'refund':
      return system.post(`${payment}/refund`, { ...amount, reasonCode: 'other' }, { ...headers, 'if-match': '*' });
    case 'cancel':
      return system.post(`${path}/cancel`, { reason: 'no reason' }, headers);
  }
}

const orderDocuments = () =>
  system.database('orders').collection<{ _id: string; version: number; state: Order; outbox: unknown[] }>('orders');

/** Until nothing moves any more: tax as of the last edit, every event published, every summary as its document is. */
async function settled(orders: readonly string[]): Promise<void> {
  let before = '';
  await eventually(async () => {
    const documents = await orderDocuments()
      .find({ _id: { $in: [...orders] } })
      .toArray();
    const done = documents.every(({ state, outbox }) => outbox.length === 0 && (state.cancelledAt || state.tax.status === 'calculated'));
    const now = createHash('sha256').update(JSON.stringify(documents)).digest('hex');
    const [still, last] = [now === before, done];
    before = now;
    return still && last && (await differences(orders)).length === 0;
  }, 120_000).catch(async () => expect(await differences(orders)).toEqual([]));
}

async function expectEveryChangeInHistory(
  orders: readonly string[],
  accepted: readonly { id: string; correlationId: string }[],
): Promise<void> {
  const recorded = new Map<string, number>();
  for (const id of orders) {
    const { items, next } = (await system.get(`/v1/orders/${id}/changes?actor=client&limit=1000`)).body;
    expect(next).toBeUndefined();
    for (const { correlationId } of items) recorded.set(correlationId, (recorded.get(correlationId) ?? 0) + 1);
  }
  expect(Math.max(...recorded.values())).toBe(1);
  for (const { correlationId } of accepted) expect(recorded.get(correlationId)).toBe(1);
}

/** Whoever reads an order's events from the topic, and nothing else, has exactly the order that is stored. */
async function expectTopicFoldsToState(orders: readonly string[]): Promise<void> {
  const kafka = await KafkaReader.connect(brokers());
  const events = new Map<string, Map<number, RecordedEvent>>(orders.map((id) => [id, new Map()]));
  try {
    await kafka.read(topics.orders.name, (_partition, { key, headers, value }) => {
      const version = Number(headers?.ce_documentversion?.toString());
      events
        .get(key?.toString() ?? '')
        ?.set(version, { type: headers?.ce_type?.toString() ?? '', data: JSON.parse(value?.toString() ?? '') });
    });
  } finally {
    await kafka.close();
  }
  for (const { _id, version, state } of await orderDocuments()
    .find({ _id: { $in: [...orders] } })
    .toArray()) {
    const inOrder = [...(events.get(_id) ?? [])].sort(([one], [other]) => one - other);
    expect(inOrder.map(([each]) => each)).toEqual(Array.from({ length: version }, (_, index) => index + 1));
    expect([...stateDifferences(state, foldHistory(inOrder.map(([, event]) => event)))]).toEqual([]);
  }
}

/** No payment gave back more than it took, or took more than was promised; and the balance is what all of them say. */
async function expectMoneyAddsUp(orders: readonly string[]): Promise<void> {
  let moved = zero;
  for (const id of orders) {
    const { balance, currency, totals, cancelledAt } = (await system.get(`/v1/orders/${id}`)).body;
    const { items: payments } = (await system.get(`/v1/orders/${id}/payments`)).body;
    for (const { authorizedAmount, capturedAmount, refundedAmount } of payments) {
      expect(Decimal(refundedAmount).lte(capturedAmount)).toBe(true);
      expect(Decimal(capturedAmount).lte(authorizedAmount)).toBe(true);
    }
    const sumOf = (amount: (payment: Order) => string) => sum(payments.map((payment: Order) => Decimal(amount(payment))));
    const refunded = sumOf(({ refundedAmount }) => refundedAmount);
    const captured = sumOf(({ capturedAmount }) => capturedAmount).minus(refunded);
    const authorized = sumOf(({ status, authorizedAmount, capturedAmount }) =>
      status === 'Authorized' ? authorizedAmount : capturedAmount,
    ).minus(refunded);
    const due = cancelledAt === undefined ? Decimal(totals.total) : zero;
    const amounts = { due, authorized, captured, difference: due.minus(authorized) };
    expect(balance).toEqual(Object.fromEntries(Object.entries(amounts).map(([name, amount]) => [name, amountIn(amount, currency)])));
    if (cancelledAt !== undefined) expect(captured.eq(zero) && authorized.eq(zero)).toBe(true);
    moved = moved.plus(captured).plus(refunded);
  }
  expect(moved.gt(zero)).toBe(true);
}

async function differences(orders: readonly string[]): Promise<string[]> {
  const [children, stores] = await Promise.all([
    readChildren(new Map((['orders', 'payments', 'shipments', 'tax'] as const).map((name) => [name, system.database(name)]))),
    readStores(),
  ]);
  const documents = await orderDocuments()
    .find({ _id: { $in: [...orders] } })
    .toArray();
  return documents.flatMap((document) => {
    const order = stateOf<OrderState>(document);
    const own = children.get(document._id) ?? { payments: [], shipments: [], taxDocuments: [] };
    return [...orderDifferences(order, own, stores.get(order.storeId))].map((text) => `${order.number}: ${text}`);
  });
}
