import fc from 'fast-check';
import { Decimal, sum } from '#contracts/money.js';
import { isRefusal, type Refusal } from '#contracts/refusals.js';
import { type Basket, baskets, invoicedOrder } from '../../../../test/invoiced-orders.js';
import { manualProvider } from '../providers/manual.provider.js';
import { startCall } from './gateway-calls.js';
import type { InvoicedOrder } from './invoice-parts.js';
import { totalsOf } from './invoice-totals.js';
import { captureWanted, type Wanted } from './money-moves.js';
import { openPayment } from './open-payment.js';
import { evolve, type Payment, type PaymentEvent } from './payment.js';
import { linesRefundWanted, nextLinesTurn } from './refund-lines.js';

const rounding = { mode: 'half-away-from-zero', tax: 'order' } as const;
const roundingFor = ({ pricesIncludeTax = false }: InvoicedOrder) => ({ ...rounding, pricesIncludeTax });
const at = '2026-11-24T10:00:00.000Z';
const head = (id: string) => ({ id, idempotencyKey: id, at, inHandUntil: at });
const line = { price: '2.55', discount: '0.10', quantity: 6, fee: '0', taxRate: '0.20' };
const basket: Basket = { lines: [line, { ...line, quantity: 1 }], shipments: [], discount: '0', fee: '0', taxRate: '0', currency: 'GBP' };

const decided = (payment: Payment | null, decision: ReturnType<typeof startCall>) => {
  if (isRefusal(decision)) throw new Error(`${decision.refused}: ${decision.detail}`);
  return (decision as readonly PaymentEvent[]).reduce<Payment | null>(evolve, payment) as Payment;
};
/** A payment of so much that was captured by hand. */
function paid(paymentId: string, amount: string, currency: string): Payment {
  const opening = {
    ...{ paymentId, number: paymentId, orderId: 'order-1', orderNumber: 'CO1', storeId: 'uk', gateway: 'manual' as const },
    ...{ currency, amount },
  };
  const opened = decided(null, openPayment(null, opening, undefined, head('a'), manualProvider));
  return decided(opened, startCall(opened, captureWanted(opened, {}), head('c'), manualProvider));
}

/** Refunds of lines over the payments of an order, one after another. */
class Refunds {
  readonly #payments = new Map<string, Payment>();
  #count = 0;

  constructor(
    private readonly order: InvoicedOrder,
    amounts: readonly string[],
  ) {
    for (const [index, amount] of amounts.entries()) this.#payments.set(`p${index}`, paid(`p${index}`, amount, order.currency));
  }

  get all(): Payment[] {
    return [...this.#payments.values()];
  }

  wanted(lines: { lineId: string; quantity: number }[], id = 'p0', more: object = {}) {
    const { order, all: payments } = this;
    const of = { order, payments, rounding: roundingFor(order), turn: nextLinesTurn(payments) as number };
    return linesRefundWanted(this.#payments.get(id) as Payment, { lines, reasonCode: 'other', ...more }, of);
  }

  give(lineId: string, quantity: number, id = 'p0'): string {
    this.#count += 1;
    const [payment, wanted] = [this.#payments.get(id) as Payment, this.wanted([{ lineId, quantity }], id)];
    this.#payments.set(id, decided(payment, startCall(payment, wanted, head(`r${this.#count}`), manualProvider)));
    return isRefusal(wanted) ? '' : wanted.amount;
  }
}

test('pieces of lines come to what they cost with discount and tax, and the document says which they are', () => {
  const refunds = new Refunds(invoicedOrder(basket), ['100']);
  expect(refunds.give('1', 2)).toBe('5.88');
  expect(refunds.all[0]?.refunds).toEqual([
    {
      ...{ id: 'r1', amount: '5.88', status: 'Processed', reasonCode: 'other', at },
      lines: [{ lineId: '1', quantity: 2, listTotal: '5.1', discountTotal: '0.2', fee: '0', taxTotal: '0.98' }],
    },
  ]);
  expect(refunds.all[0]?.lineTurns).toEqual([1]);
});

test('of prices that include their tax no tax is added, and the document says what of it is tax', () => {
  const refunds = new Refunds(invoicedOrder({ ...basket, pricesIncludeTax: true }), ['100']);
  expect(refunds.give('1', 2)).toBe('4.90');
  expect(refunds.all[0]?.refunds?.[0]?.lines).toEqual([
    { lineId: '1', quantity: 2, listTotal: '5.1', discountTotal: '0.2', fee: '0', taxTotal: '0.81666667' },
  ]);
  expect(refunds.give('1', 4)).toBe('9.80');
});

test('no more of a line goes back than was ordered, over all payments', () => {
  const refunds = new Refunds(invoicedOrder(basket), ['10', '10']);
  refunds.give('1', 2);
  refunds.give('1', 3, 'p1');
  expect(refunds.wanted([{ lineId: '1', quantity: 2 }])).toMatchObject({
    ...{ refused: 'quantity-above-refundable', path: 'lines[0].quantity', more: { ordered: 6, refunded: 5, left: 1 } },
    detail: '6 were ordered, 5 of them refunded: 1 are left',
  });
  refunds.give('1', 1);
  expect(refunds.all.map(({ lineTurns }) => lineTurns)).toEqual([[1, 3], [2]]);
});

test.each([
  ['a line that the order does not have', [{ lineId: '9', quantity: 1 }], {}, 'line-not-found', 'lines[0].lineId'],
  [
    'a line twice',
    [
      { lineId: '1', quantity: 1 },
      { lineId: '1', quantity: 1 },
    ],
    {},
    'invalid-input',
    'lines[1].lineId',
  ],
  ['lines and an amount', [{ lineId: '1', quantity: 1 }], { amount: '1' }, 'invalid-input', 'lines'],
  ['more than the payment has', [{ lineId: '1', quantity: 6 }], {}, 'refund-exceeds-captured', 'lines'],
] as const)('%s is refused', (_name, lines, more, refused, path) => {
  const refunds = new Refunds(invoicedOrder(basket), ['10']);
  expect(refunds.wanted([...lines], 'p0', more)).toMatchObject({ refused, path });
});

test('what a gateway has rejected does not count, and lines of a cancelled order can go back', () => {
  const order = { ...invoicedOrder(basket), cancelledAt: at };
  const [payment] = new Refunds(order, ['100']).all as [Payment];
  const rejected = { id: 'r', amount: '17.64', status: 'Rejected' as const, reasonCode: 'other' as const };
  const before = [{ lineId: '1', quantity: 6, listTotal: '15.3', discountTotal: '0.6', fee: '0', taxTotal: '2.94' }];
  const payments = [{ ...payment, refunds: [{ ...rejected, lines: before }] }];
  const of = { order, payments, rounding, turn: 1 };
  const lines = [{ lineId: '1', quantity: 6 }];
  expect(linesRefundWanted(payment, { lines, reasonCode: 'other' }, of)).toMatchObject({ amount: '17.64' });
  const processed = [{ ...payment, refunds: [{ ...rejected, status: 'Pending' as const, lines: before }] }];
  expect(linesRefundWanted(payment, { lines, reasonCode: 'other' }, { ...of, payments: processed })).toMatchObject({ more: { left: 0 } });
});

describe('of a line of which two of six came back', () => {
  const kept: Basket = { ...basket, lines: [{ ...line, quantity: 4 }] };
  const order = invoicedOrder(kept);
  const returned = { ...order, lines: order.lines.map((each) => ({ ...each, returnedQuantity: 2 })) };

  test('those that are kept can be refunded, whether the others were refunded by lines before or not', () => {
    const refunds = new Refunds(returned, ['100']);
    expect(refunds.wanted([{ lineId: '1', quantity: 5 }])).toMatchObject({ more: { ordered: 6, refunded: 0, left: 4 } });
    expect(refunds.give('1', 2)).toBe('5.88');
    expect(refunds.give('1', 4)).toBe('11.76');
    expect(refunds.wanted([{ lineId: '1', quantity: 1 }])).toMatchObject({ more: { ordered: 6, refunded: 6, left: 0 } });
  });

  test('none can, where nothing is kept', () => {
    const nothing = { ...order, lines: order.lines.map((each) => ({ ...each, quantity: 0, returnedQuantity: 6 })) };
    const wanted = new Refunds(nothing, ['100']).wanted([{ lineId: '1', quantity: 1 }]);
    expect(wanted).toMatchObject({ refused: 'quantity-above-refundable', more: { left: 0 } });
  });
});

const untaxed = (wanted: Wanted | Refusal) =>
  isRefusal(wanted) ? wanted : { ...wanted, lines: wanted.lines?.map(({ taxTotal: _, ...line }) => line) };
const taxOf = (wanted: Wanted | Refusal) => sum(isRefusal(wanted) ? [] : (wanted.lines ?? []).map(({ taxTotal }) => Decimal(taxTotal)));

test('pieces that are kept come to the same, whatever came back', () => {
  fc.assert(
    fc.property(baskets, fc.integer({ min: 1, max: 11 }), fc.integer({ min: 1, max: 12 }), (basketOf, back, asked) => {
      const whole = invoicedOrder(basketOf);
      const [first] = basketOf.lines as [Basket['lines'][number]];
      const quantity = first.quantity - back;
      fc.pre(quantity > 0);
      const after = invoicedOrder({ ...basketOf, lines: [{ ...first, quantity }, ...basketOf.lines.slice(1)] });
      const lines = after.lines.map((each, index) => (index === 0 ? { ...each, returnedQuantity: back } : each));
      const pieces = [{ lineId: '1', quantity: Math.min(asked, quantity) }];
      const wanted = (order: InvoicedOrder) => new Refunds(order, ['100000000']).wanted(pieces);
      const [before, now] = [wanted(whole), wanted({ ...after, lines })];
      expect(untaxed(now)).toEqual(untaxed(before));
      // What of an amount is tax is not exact: its last decimal may be beside.
      const most = basketOf.pricesIncludeTax ? '0.00000001' : '0';
      expect(taxOf(now).minus(taxOf(before)).abs().lte(most)).toBe(true);
    }),
  );
});

test('given back in whatever parts, the lines come to exactly what they are on an invoice of all of them', () => {
  const parts = fc.array(fc.tuple(fc.nat(), fc.integer({ min: 1, max: 5 }), fc.boolean()), { maxLength: 12 });
  fc.assert(
    fc.property(baskets, parts, (basketOf, asked) => {
      const order = invoicedOrder(basketOf);
      const refunds = new Refunds(order, ['100000000', '100000000']);
      const left = new Map(order.lines.map(({ id, quantity }) => [id, quantity]));
      const steps = [
        ...asked.map(([index, quantity, other]) => [order.lines[index % order.lines.length]?.id ?? '', quantity, other] as const),
        ...order.lines.map(({ id }) => [id, Number.POSITIVE_INFINITY, false] as const),
      ];
      for (const [id, quantity, other] of steps) {
        const most = Math.min(quantity, left.get(id) ?? 0);
        const wanted = most > 0 ? refunds.wanted([{ lineId: id, quantity: most }], other ? 'p1' : 'p0') : undefined;
        // What rounds to nothing goes back with later pieces.
        if (!wanted || isRefusal(wanted)) continue;
        refunds.give(id, most, other ? 'p1' : 'p0');
        left.set(id, (left.get(id) ?? 0) - most);
      }
      const given = sum(refunds.all.map(({ refundedAmount }) => Decimal(refundedAmount)));
      const back = refunds.all.flatMap(({ refunds: all = [] }) => all.flatMap(({ lines = [] }) => lines));
      const pieces = order.lines.map(({ id }) =>
        back.filter(({ lineId }) => lineId === id).reduce((all, { quantity }) => all + quantity, 0),
      );
      const items = order.lines.map(({ id, name, quantity, price, discount, listTotal, discountTotal, fee, taxRate, taxTotal }) => ({
        ...{ part: 'line' as const, id, name, quantity, price, discount, listTotal, discountTotal, fee, taxRate, taxTotal },
      }));
      const whole = Decimal(totalsOf(items, order.currency, roundingFor(order)).total);
      const isAll = order.lines.every(({ quantity }, index) => pieces[index] === quantity);
      fc.pre(isAll);
      expect(given.toFixed()).toBe(whole.toFixed());
    }),
  );
});
