import { amountIn, Decimal, sum, zero } from '#contracts/money.js';
import type { DocumentSummary, OrderBalance, PaymentStatus, PlacedOrder, ShipmentStatus } from '#contracts/order.js';
import { sentQuantities, shipmentStatusOf } from './sent-quantities.js';

type RolledUp = Pick<PlacedOrder, 'currency' | 'lines' | 'shipments' | 'totals'> & {
  readonly documents: readonly DocumentSummary[];
  readonly cancelledAt?: string;
};

interface RollUp {
  readonly paymentStatus: PaymentStatus;
  readonly shipmentStatus: ShipmentStatus;
  readonly balance: OrderBalance;
}

/** The order with what its payments and shipments say of it as a whole, kept beside the status that people set. */
export function rolledUp<Order extends RolledUp>(order: Order): Order & RollUp {
  const balance = balanceOf(order);
  const shipmentStatus = shipmentStatusOf(order.lines, [...sentQuantities(order).values()]);
  return { ...order, balance, paymentStatus: paymentStatusOf(order, balance), shipmentStatus };
}

function balanceOf(order: RolledUp): OrderBalance {
  const own = balanceIn(order, order.currency, order.totals.total);
  const others = order.totals.others?.map(({ currency, total }) => ({ currency, ...balanceIn(order, currency, total) }));
  return others ? { ...own, others } : own;
}

function balanceIn({ documents, cancelledAt }: RolledUp, currency: string, total: string) {
  const due = cancelledAt === undefined ? Decimal(total) : zero;
  const payments = documents.filter((document) => document.type === 'payment' && document.currency === currency);
  const authorized = sum(payments.map(standsFor));
  const captured = sum(payments.map(({ captured: taken = '0', refunded = '0' }) => Decimal(taken).minus(refunded)));
  return {
    due: amountIn(due, currency),
    authorized: amountIn(authorized, currency),
    captured: amountIn(captured, currency),
    difference: amountIn(due.minus(authorized), currency),
  };
}

/** What a payment stands for: what its gateway promised, or all that was taken, without what was given back. */
export function standsFor({ status, amount, captured = '0', refunded = '0' }: DocumentSummary): Decimal {
  return Decimal(status === 'Authorized' ? amount : captured).minus(refunded);
}

function paymentStatusOf({ documents }: RolledUp, balance: OrderBalance): PaymentStatus {
  const payments = documents.filter(({ type }) => type === 'payment');
  const statuses = payments.map(({ status }) => status);
  if (statuses.length === 0) return 'NotPaid';
  const all = [balance, ...(balance.others ?? [])];
  const isCaptured = all.some(({ captured }) => Decimal(captured).gt(zero));
  if (payments.some(({ refunded = '0' }) => Decimal(refunded).gt(zero))) return isCaptured ? 'PartiallyRefunded' : 'Refunded';
  if (isCaptured) return all.some(({ captured, due }) => Decimal(captured).lt(due)) ? 'PartiallyPaid' : 'Paid';
  if (statuses.includes('Authorized')) {
    if (all.every(({ difference }) => Decimal(difference).lte(zero))) return 'Authorized';
    return all.some(({ authorized }) => Decimal(authorized).gt(zero)) ? 'PartiallyAuthorized' : 'NotPaid';
  }
  if (statuses.every((status) => status === 'Voided')) return 'Voided';
  return statuses.includes('Declined') ? 'Declined' : 'Pending';
}
