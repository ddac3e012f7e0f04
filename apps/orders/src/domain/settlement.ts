import type { EditSettlement, PaymentExcess, PlannedMoves, PlannedRefund } from '#contracts/edit-preview.js';
import { spreadExcess } from '#contracts/excess-refunds.js';
import { amountIn, Decimal, sum, zero } from '#contracts/money.js';
import type { DocumentSummary } from '#contracts/order.js';
import { isRefusal } from '#contracts/refusals.js';
import { askedPayment, missingIn, type PaymentPolicy } from './add-payment.js';
import type { Order } from './order.js';
import { standsFor } from './roll-up.js';
import { currenciesOf, totalIn } from './totals.js';

/** What a store says about money that an edit leaves missing or too much. */
export interface SettlementPolicy extends PaymentPolicy {
  /** What is missing is asked for by one more payment. */
  readonly asksForMissing: boolean;
  /** The payment from which too much goes back first; absent where people see to that. */
  readonly refundsFrom?: 'last' | 'first';
}

/** What is to settle after an edit, and what of it the store's rules do by themselves. */
export function settlementOf(before: Order, after: Order, policy: SettlementPolicy): EditSettlement {
  const currencies = currenciesOf(after);
  const refunds = currencies.flatMap((currency) => refundsIn(after, currency, policy.refundsFrom ?? 'last'));
  const [additional, ...others] = currencies.map((currency) => ({ currency, additional: amountIn(missingIn(after, currency), currency) }));
  return {
    before: before.balance,
    after: after.balance,
    payments: currencies.flatMap((currency) => excessesIn(after, currency, refunds)),
    additional: additional?.additional ?? '0',
    ...(others.length === 0 ? {} : { others }),
    byItself: { ...plannedPayment(after, policy), refunds: policy.refundsFrom === undefined ? [] : refunds },
  };
}

/** Of an order whose tax was never known, the payments that it was placed with cover all. */
function plannedPayment(after: Order, policy: SettlementPolicy): Pick<PlannedMoves, 'payment'> {
  if (!policy.asksForMissing || after.taxedVersion === undefined) return {};
  const payment = askedPayment(after, {}, policy);
  if (isRefusal(payment)) return {};
  const { gateway, currency = after.currency, amount } = payment;
  return { payment: { gateway, currency, amount } };
}

function refundsIn(order: Order, currency: string, from: 'last' | 'first'): PlannedRefund[] {
  const payments = paymentsIn(order, currency).map((payment) => {
    const { id: paymentId, capturedAt = '' } = payment;
    return { paymentId, currency, left: taken(payment), capturedAt };
  });
  return spreadExcess(payments, totalIn(currency, order.totals, order.currency), from).map((refund) => ({ ...refund, currency }));
}

/** What was promised and not taken is given up before anything goes back, of the last payment first. */
function excessesIn(order: Order, currency: string, refunds: readonly PlannedRefund[]): PaymentExcess[] {
  const payments = paymentsIn(order, currency);
  let excess = sum(payments.map(standsFor)).minus(totalIn(currency, order.totals, order.currency));
  const changes = payments.toReversed().map((payment) => {
    const { id, number } = payment;
    const promised = standsFor(payment).minus(taken(payment));
    const given = excess.lte(zero) ? zero : excess.gt(promised) ? promised : excess;
    excess = excess.minus(given);
    const refund = refunds.find(({ paymentId }) => paymentId === id)?.amount ?? amountIn(zero, currency);
    const change = amountIn(zero.minus(given).minus(refund), currency);
    return { id, number, currency, authorized: amountIn(standsFor(payment), currency), change, refund };
  });
  return changes.toReversed();
}

/** Those that stand for something, as they were asked for. */
function paymentsIn(order: Order, currency: string): DocumentSummary[] {
  const places = new Map(order.payments.map(({ id }, index) => [id, index]));
  return order.documents
    .filter((document) => document.type === 'payment' && document.currency === currency && standsFor(document).gt(zero))
    .sort((one, other) => (places.get(one.id) ?? 0) - (places.get(other.id) ?? 0));
}

function taken({ captured = '0', refunded = '0' }: DocumentSummary): Decimal {
  return Decimal(captured).minus(refunded);
}
