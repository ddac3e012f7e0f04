import { amountIn, Decimal, sum, zero } from '#contracts/money.js';
import type { BalancedOrder, Discrepancy, DiscrepancyName, ReconciledSums } from '#contracts/reconciliation.js';
import type { Invoice } from './invoice.js';
import { signOf } from './invoice-items.js';
import type { OpenCall, Payment } from './payment.js';

/** What of a payment is compared. */
export type ComparedPayment = Pick<Payment, 'currency' | 'authorizedAmount' | 'capturedAmount' | 'refundedAmount'> & {
  readonly openCalls?: readonly Pick<OpenCall, 'type'>[];
};

/** What of an invoice or a credit note is compared. */
export type ComparedInvoice = Pick<Invoice, 'currency' | 'kind' | 'status'> & { readonly totals: { readonly total: string } };

/** What came of comparing all that is known of an order's money. */
export interface Reconciliation {
  readonly sums: ReconciledSums[];
  readonly discrepancies: Discrepancy[];
}

/** Compares what is due for an order, by currency, with its invoices, its payments and its own summary of them. Rules: docs/payments.md. */
export function reconcile(
  order: BalancedOrder | undefined,
  payments: readonly ComparedPayment[],
  invoices: readonly ComparedInvoice[],
): Reconciliation {
  const issued = invoices.filter(({ status }) => status !== 'Draft' && status !== 'Void');
  const currencies = new Set([
    ...(order ? [order.currency, ...(order.totals.others ?? []).map(({ currency }) => currency)] : []),
    ...[...payments, ...issued].map(({ currency }) => currency),
  ]);
  const isTaxed = order?.tax.status === 'calculated' || order?.cancelledAt !== undefined;
  const sums = [...currencies].map((currency) => sumsIn(currency, order, payments, issued));
  const ofOrder = order ? (isTaxed ? [] : [{ name: 'tax-pending' as const }]) : [{ name: 'order-missing' as const }];
  return {
    sums,
    discrepancies: [
      ...ofOrder,
      ...sums.flatMap((each) => (isTaxed ? againstDue(each, issued) : [])),
      ...sums.flatMap((each) => againstSummary(each)),
      ...stillOpen(payments),
    ],
  };
}

function sumsIn(
  currency: string,
  order: BalancedOrder | undefined,
  payments: readonly ComparedPayment[],
  issued: readonly ComparedInvoice[],
): ReconciledSums {
  const paid = payments.filter((payment) => payment.currency === currency);
  const invoiced = issued.filter((invoice) => invoice.currency === currency);
  const text = (amounts: readonly Decimal[]) => amountIn(sum(amounts), currency);
  return {
    currency,
    ...(order && { due: amountIn(dueIn(currency, order), currency) }),
    invoiced: text(invoiced.map(({ kind, totals }) => Decimal(totals.total).times(String(signOf(kind))))),
    authorized: text(paid.map(({ authorizedAmount }) => Decimal(authorizedAmount))),
    captured: text(paid.map(({ capturedAmount }) => Decimal(capturedAmount))),
    refunded: text(paid.map(({ refundedAmount }) => Decimal(refundedAmount))),
    ...(order && { order: summaryIn(currency, order) }),
  };
}

function dueIn(currency: string, { totals, cancelledAt, currency: own }: BalancedOrder): Decimal {
  const total = currency === own ? totals.total : totals.others?.find((other) => other.currency === currency)?.total;
  return cancelledAt === undefined && total !== undefined ? Decimal(total) : zero;
}

function summaryIn(currency: string, { balance, currency: own }: BalancedOrder) {
  const found = currency === own ? balance : balance.others?.find((other) => other.currency === currency);
  const nothing = amountIn(zero, currency);
  return { authorized: found?.authorized ?? nothing, captured: found?.captured ?? nothing };
}

/** Where money is promised for what is due, nothing is missing yet. */
function againstDue({ currency, due = '0', invoiced, ...moved }: ReconciledSums, issued: readonly ComparedInvoice[]): Discrepancy[] {
  const { authorized, captured } = kept(moved);
  const found: Discrepancy[] = [];
  const tell = (name: DiscrepancyName, by: Decimal) => found.push({ name, currency, by: amountIn(by, currency) });
  if (captured.gt(due)) tell('captured-more-than-due', captured.minus(due));
  else if (authorized.gt(due)) tell('authorized-more-than-due', authorized.minus(due));
  if (authorized.lt(due)) tell('captured-less-than-due', Decimal(due).minus(captured));
  const isInvoiced = issued.some((invoice) => invoice.currency === currency);
  if (isInvoiced && !Decimal(invoiced).eq(due)) tell('invoiced-differs-from-due', Decimal(invoiced).minus(due));
  return found;
}

function againstSummary({ currency, order, ...moved }: ReconciledSums): Discrepancy[] {
  if (!order) return [];
  const { authorized, captured } = kept(moved);
  if (authorized.eq(order.authorized) && captured.eq(order.captured)) return [];
  return [{ name: 'order-summary-outdated', currency }];
}

/** Without what was given back. */
function kept({ authorized, captured, refunded }: Pick<ReconciledSums, 'authorized' | 'captured' | 'refunded'>) {
  return { authorized: Decimal(authorized).minus(refunded), captured: Decimal(captured).minus(refunded) };
}

function stillOpen(payments: readonly ComparedPayment[]): Discrepancy[] {
  const named = payments.flatMap(({ currency, openCalls = [] }) =>
    openCalls.map(({ type }) => ({ name: type === 'refund' ? ('refund-open' as const) : ('call-open' as const), currency })),
  );
  return [...new Map(named.map((each) => [`${each.name} ${each.currency}`, each])).values()];
}
