import type { RefundPayment } from '#contracts/commands/move-money.js';
import type { InvoiceItem } from '#contracts/invoice.js';
import { amountIn, Decimal, exactly, roundTo, sum, zero } from '#contracts/money.js';
import type { RefundedLine } from '#contracts/refunded-line.js';
import { isRefusal, type Refusal, refuse } from '#contracts/refusals.js';
import { type Rounding, taxOn } from '#contracts/tax-rounding.js';
import { type Counted, minus, pieces, share, TAX_DECIMALS } from './invoice-items.js';
import { type InvoicedOrder, partsOf } from './invoice-parts.js';
import { totalsOf } from './invoice-totals.js';
import { refundWanted, type Wanted } from './money-moves.js';
import type { Payment } from './payment.js';
import { turnAfter } from './turns.js';

/** What of an order's lines goes back, and what it comes to. */
interface LinesBack {
  readonly lines: RefundedLine[];
  readonly amount: string;
}

/** What the service knows of the order, and the decision needs. `turn`: see `nextLinesTurn`. */
export interface LinesOf {
  readonly order: InvoicedOrder;
  /** All of the order, the refunded one as it is now among them. */
  readonly payments: readonly Payment[];
  readonly rounding: Rounding;
  readonly turn: number;
}

/** Gives back what pieces of lines cost, of a payment that was taken for them. */
export function linesRefundWanted(payment: Payment, refund: RefundPayment, { order, payments, rounding, turn }: LinesOf): Wanted | Refusal {
  if (refund.amount !== undefined) return refuse('invalid-input', 'name an amount or lines, not both', 'lines');
  if (refund.allowance) return refuse('invalid-input', 'an allowance is a refund by amount', 'allowance');
  const back = linesBack(refund.lines ?? [], order, payment.currency, payments, rounding);
  if (isRefusal(back)) return back;
  const wanted = refundWanted(payment, { ...refund, amount: back.amount });
  if (isRefusal(wanted)) return wanted.path === 'amount' ? { ...wanted, path: 'lines' } : wanted;
  return { ...wanted, lines: back.lines, turn };
}

/**
 * What must be free of the order's refunds by lines for the next one: whoever is late decides again. Undefined where a turn before it is
 * missing: one of the payments changed while they were read.
 */
export function nextLinesTurn(payments: readonly Payment[]): number | undefined {
  return turnAfter(payments.flatMap(({ lineTurns = [] }) => lineTurns));
}

/**
 * So many pieces of lines with their discount, fee and tax, split as on invoices. Rounded so that all refunds of lines together come to what
 * the lines come to: the last one takes what the others left.
 */
function linesBack(
  asked: NonNullable<RefundPayment['lines']>,
  { cancelledAt: _, ...order }: InvoicedOrder,
  currency: string,
  payments: readonly Payment[],
  rounding: Rounding,
): LinesBack | Refusal {
  const refunds = payments.flatMap(({ refunds: all = [] }) => all).filter(({ status, lines }) => status !== 'Rejected' && lines);
  const before = refunds.flatMap(({ lines = [] }) => lines);
  const parts = partsOf(order, currency, rounding).filter(({ part }) => part === 'line');
  const lines: RefundedLine[] = [];
  for (const [index, { lineId, quantity }] of asked.entries()) {
    const part = parts.find(({ id }) => id === lineId);
    if (!part) return refuse('line-not-found', `the order has no line "${lineId}" in ${currency}`, `lines[${index}].lineId`);
    if (lines.some((line) => line.lineId === lineId)) return refuse('invalid-input', 'a line may be named once', `lines[${index}].lineId`);
    const taken = before.filter((line) => line.lineId === lineId).map(countedOf);
    const whole = withReturned(part, order, rounding);
    // What came back is given back by the balance of the order, which has less due for it.
    const left = Math.min(part.quantity, whole.quantity - pieces(taken));
    if (quantity > left) return tooMany(whole.quantity, pieces(taken), left, `lines[${index}].quantity`);
    lines.push(refundedOf(share(whole, quantity, currency, minus(whole, taken))));
  }
  const all = [...before, ...lines].map((line) => countedOf(line).item);
  const given = sum(refunds.map(({ amount }) => Decimal(amount)));
  const amount = Decimal(totalsOf(all, currency, rounding).total).minus(given);
  if (amount.lte(zero)) return refuse('nothing-to-credit', 'what is left of these lines comes to nothing', 'lines');
  return { lines, amount: amountIn(amount, currency) };
}

/** The part as it would be had nothing of it come back; what was refunded by lines may have come back since. */
function withReturned(part: InvoiceItem, { lines, currency }: Pick<InvoicedOrder, 'lines' | 'currency'>, rounding: Rounding): InvoiceItem {
  const { returnedQuantity = 0 } = lines.find(({ id }) => id === part.id) ?? {};
  if (returnedQuantity === 0 || part.quantity === 0) return part;
  const quantity = part.quantity + returnedQuantity;
  const listTotal = Decimal(part.price).times(String(quantity));
  const rounded = roundTo(Decimal(part.discount).times(String(quantity)), currency, rounding.mode);
  const discountTotal = rounded.gt(listTotal) ? listTotal : rounded;
  const [kept, whole] = [Decimal(part.listTotal).minus(part.discountTotal), listTotal.minus(discountTotal)];
  // Where what is kept rounds to nothing, its tax says nothing of the others.
  const tax = kept.eq(zero) ? taxOn(whole, part.taxRate, currency, rounding) : Decimal(part.taxTotal).times(whole).div(kept);
  const taxTotal = exactly(tax.round(TAX_DECIMALS));
  return { ...part, quantity, listTotal: exactly(listTotal), discountTotal: exactly(discountTotal), taxTotal };
}

function tooMany(ordered: number, refunded: number, rest: number, path: string): Refusal {
  const left = Math.max(0, rest);
  const detail = `${ordered} were ordered, ${refunded} of them refunded: ${left} are left`;
  return { ...refuse('quantity-above-refundable', detail, path), more: { ordered, refunded, left } };
}

function refundedOf({ id: lineId, quantity, listTotal, discountTotal, fee, taxTotal }: InvoiceItem): RefundedLine {
  return { lineId, quantity, listTotal, discountTotal, fee, taxTotal };
}

/** As items of invoices are counted; what it cost when it was given back does not matter any more. */
function countedOf({ lineId: id, ...amounts }: RefundedLine): Counted {
  const item = { part: 'line' as const, id, name: id, price: '0', discount: '0', taxRate: '0', ...amounts };
  return { item, sign: 1, isRefund: false };
}
