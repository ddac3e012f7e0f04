import fc from 'fast-check';
import { Decimal, sum } from '#contracts/money.js';
import { type DocumentSummary, MAX_PAYMENTS } from '#contracts/order.js';
import type { Order } from './order.js';
import { rolledUp } from './roll-up.js';
import { type SettlementPolicy, settlementOf } from './settlement.js';

const byPeople: SettlementPolicy = { currencies: ['GBP', 'EUR'], paymentGateways: ['sandbox', 'manual'], asksForMissing: false };
const byRule = { ...byPeople, asksForMissing: true, refundsFrom: 'last' } as const;
const payment = (id: string, amount: string, more: Partial<DocumentSummary> = {}): DocumentSummary => ({
  ...{ type: 'payment', id, number: id.toUpperCase(), status: 'Authorized', amount, currency: 'GBP' },
  ...more,
});
const taken = (id: string, captured: string, day: number, more: Partial<DocumentSummary> = {}) =>
  payment(id, captured, { status: 'Paid', captured, capturedAt: `2026-11-0${day}T00:00:00.000Z`, ...more });
/** An order of a total, with payments in the order in which they were asked for. */
const orderOf = (total: string, documents: readonly DocumentSummary[], more: Partial<Order> = {}) =>
  rolledUp({
    ...{ storeId: 'uk', currency: 'GBP', totals: { total }, documents, lines: [], shipments: [], taxedVersion: 1 },
    payments: documents.map(({ id, amount, currency }) => ({ id, gateway: 'sandbox', amount, currency })),
    ...more,
  } as unknown as Order);
const settle = (order: Order, policy = byPeople) => settlementOf(order, order, policy);

test('what was promised is given up before anything goes back, whichever was asked for last', () => {
  const order = orderOf('70', [payment('promised', '60.00'), taken('taken', '40.00', 1)]);
  expect(settle(order, byRule)).toMatchObject({
    payments: [
      { id: 'promised', number: 'PROMISED', currency: 'GBP', authorized: '60.00', change: '-30.00', refund: '0.00' },
      { id: 'taken', authorized: '40.00', change: '0.00', refund: '0.00' },
    ],
    additional: '0.00',
    byItself: { refunds: [] },
  });
});

test.each([
  ['last', ['0.00', '-30.00']],
  ['first', ['-30.00', '0.00']],
] as const)('what was taken goes back from the one that was captured %s', (refundsFrom, changes) => {
  const order = orderOf('70', [taken('early', '60.00', 1), taken('late', '40.00', 2)]);
  const { payments, byItself } = settle(order, { ...byRule, refundsFrom });
  expect(payments.map(({ change }) => change)).toEqual(changes);
  expect(byItself.refunds).toEqual([{ paymentId: refundsFrom === 'last' ? 'late' : 'early', currency: 'GBP', amount: '30.00' }]);
});

test('without rules, people are told the same and nothing moves', () => {
  expect(settle(orderOf('70', [taken('a', '100.00', 1)]))).toMatchObject({
    payments: [{ change: '-30.00', refund: '30.00' }],
    byItself: { refunds: [] },
  });
  expect(settle(orderOf('170', [taken('a', '100.00', 1)]))).toMatchObject({ additional: '70.00', byItself: { refunds: [] } });
});

test('what is missing is asked for by the default gateway', () => {
  const order = orderOf('130.5', [taken('a', '100.00', 1), payment('b', '10.00', { status: 'Declined' })]);
  expect(settle(order, byRule)).toMatchObject({
    additional: '30.50',
    byItself: { payment: { gateway: 'sandbox', currency: 'GBP', amount: '30.50' } },
  });
});

test.each([
  ['while a gateway has not answered for all of it', orderOf('70', [payment('a', '70.00', { status: 'Pending' })])],
  ['of an order whose tax was never known', orderOf('70', [payment('a', '60.00')], { taxedVersion: undefined } as never)],
  ['of a prototype', orderOf('70', [payment('a', '60.00')], { isPrototype: true })],
  [
    'beside as many payments as there may be',
    orderOf(
      '700',
      Array.from({ length: MAX_PAYMENTS }, (_, index) => payment(`${index}`, '1.00')),
    ),
  ],
])('nothing is asked for %s', (_, order) => {
  expect(settle(order, byRule).byItself).toEqual({ refunds: [] });
});

test('each currency is settled by itself', () => {
  const others = [{ currency: 'EUR', total: '5' }] as never;
  const order = orderOf('90', [taken('a', '100.00', 1), payment('b', '3.00', { currency: 'EUR' })], {
    totals: { total: '90', others } as never,
  });
  expect(settle(order, byRule)).toMatchObject({
    payments: [
      { id: 'a', change: '-10.00' },
      { id: 'b', currency: 'EUR', change: '0.00' },
    ],
    additional: '0.00',
    others: [{ currency: 'EUR', additional: '2.00' }],
    byItself: { refunds: [{ paymentId: 'a', amount: '10.00' }] },
  });
});

test('after the changes, payments stand for what is due, or for less where something is missing', () => {
  const pence = fc.integer({ min: 0, max: 20_000 }).map((value) => (value / 100).toFixed(2));
  const summary = fc.tuple(pence, fc.integer({ min: 0, max: 100 }), fc.integer({ min: 1, max: 9 }), fc.boolean());
  fc.assert(
    fc.property(fc.array(summary, { maxLength: 6 }), pence, fc.constantFrom('last' as const, 'first' as const), (all, due, refundsFrom) => {
      const documents = all.map(([amount, percent, day, isPaid], index) => {
        const captured = Decimal(amount).times(String(percent)).div('100').round(2).toFixed(2);
        return isPaid ? taken(`${index}`, amount, day) : payment(`${index}`, amount, { captured });
      });
      const order = orderOf(due, documents);
      const { payments, additional, byItself } = settle(order, { ...byRule, refundsFrom });
      const left = sum(payments.map(({ authorized, change }) => Decimal(authorized).plus(change)));
      expect(left.plus(additional).toFixed(2)).toBe(Decimal(due).toFixed(2));
      for (const { id, change, refund } of payments) {
        const { captured = '0' } = documents.find((document) => document.id === id) as DocumentSummary;
        expect(Decimal(refund).lte(captured)).toBe(true);
        expect(Decimal(change).plus(refund).lte('0')).toBe(true);
      }
      expect(sum(byItself.refunds.map(({ amount }) => Decimal(amount))).eq(sum(payments.map(({ refund }) => Decimal(refund))))).toBe(true);
    }),
  );
});
