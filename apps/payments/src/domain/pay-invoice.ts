import type { ApplyPayment } from '#contracts/commands/invoice-order.js';
import { decimalsObstacle } from '#contracts/decimals-obstacle.js';
import { InvoicePaid } from '#contracts/events/invoice.js';
import { amountIn, Decimal, sum, zero } from '#contracts/money.js';
import { type Decision, type Refusal, refuse } from '#contracts/refusals.js';
import { type Invoice, type InvoiceEvent, live } from './invoice.js';
import type { Payment } from './payment.js';

export type PaidFrom = Pick<Payment, 'paymentId' | 'number' | 'orderId' | 'currency' | 'capturedAmount' | 'refundedAmount'>;

/** Money that a payment took settles an invoice; money that it gave back, a credit note. No more than either has. */
export function payInvoice(
  invoice: Invoice | null,
  { amount: asked }: ApplyPayment,
  payment: PaidFrom | null,
  invoices: readonly Invoice[],
  { turn, appliedAt }: { readonly turn: number; readonly appliedAt: string },
): Decision<InvoiceEvent> {
  if (!invoice) return refuse('not-found', 'there is no such invoice');
  const { currency, totals, paidAmount, orderId, kind } = invoice;
  if (invoice.status === 'Draft') return refuse('invoice-not-issued', 'issue it first');
  if (invoice.status === 'Void') return refuse('invoice-void', `it was voided at ${invoice.voidedAt}`);
  if (payment?.orderId !== orderId) return refuse('payment-not-found', 'the order has no such payment', 'paymentId');
  if (payment.currency !== currency) return refuse('payment-not-found', `the payment is in ${payment.currency}`, 'paymentId');
  const open = Decimal(totals.total).minus(paidAmount);
  const free = freeMoney(payment, kind, live(invoices));
  const amount = asked === undefined ? (open.lt(free) ? open : free) : Decimal(asked);
  const obstacle = amountObstacle(amount, open, free, currency);
  if (obstacle) return obstacle;
  const paid = Decimal(paidAmount).plus(amount);
  const applied = { paymentId: payment.paymentId, number: payment.number, amount: amountIn(amount, currency), appliedAt };
  const status = paid.eq(totals.total) ? 'Paid' : 'PartiallyPaid';
  return [
    InvoicePaid({
      ...invoice,
      status,
      payments: [...invoice.payments, applied],
      paidAmount: amountIn(paid, currency),
      turns: [...invoice.turns, turn],
    }),
  ];
}

/** What of a payment no document has yet: of an invoice what was taken and not given back, of a credit note what was given back. */
function freeMoney({ paymentId, capturedAmount, refundedAmount }: PaidFrom, kind: Invoice['kind'], invoices: readonly Invoice[]): Decimal {
  const applied = (of: Invoice['kind']) =>
    sum(
      invoices
        .filter((each) => each.kind === of)
        .flatMap(({ payments }) => payments.filter((each) => each.paymentId === paymentId))
        .map(({ amount }) => Decimal(amount)),
    );
  const unsettledRefunds = Decimal(refundedAmount).minus(applied('credit-note'));
  if (kind === 'credit-note') return unsettledRefunds;
  return Decimal(capturedAmount)
    .minus(applied('invoice'))
    .minus(unsettledRefunds.gt(zero) ? unsettledRefunds : zero);
}

function amountObstacle(amount: Decimal, open: Decimal, free: Decimal, currency: string): Refusal | undefined {
  const tooFine = decimalsObstacle(amount, currency);
  if (tooFine) return tooFine;
  if (open.lte(zero) || amount.gt(open))
    return refuse('payment-exceeds-invoice', `${amountIn(open, currency)} ${currency} is open`, 'amount');
  if (free.lte(zero) || amount.gt(free)) {
    return refuse(
      'payment-exceeds-captured',
      `${amountIn(free.gt(zero) ? free : zero, currency)} ${currency} of it is not applied yet`,
      'amount',
    );
  }
  return undefined;
}
