import type { RefundReason } from '#contracts/commands/move-money.js';
import { type GatewayTransaction, PaymentCaptured, PaymentRefunded, PaymentVoided } from '#contracts/events/payment.js';
import { amountIn, Decimal, minorUnit, zero } from '#contracts/money.js';
import { type Decision, isRefusal, type Refusal, refuse } from '#contracts/refusals.js';
import { evolve, type Payment, type PaymentEvent } from './payment.js';

/** Money is taken of what was promised, never more than that. `amount` left out is all that is left. */
export function capturePayment(payment: Payment, asked: string | undefined, transaction: Exchange): Decision<PaymentEvent> {
  if (payment.status !== 'Authorized') return refuse('not-authorized', `the payment is ${payment.status}`);
  const left = Decimal(payment.authorizedAmount).minus(payment.capturedAmount);
  const amount = checked(payment, asked, left, 'capture-exceeds-authorized');
  if (typeof amount !== 'string') return amount;
  const captured = amountIn(Decimal(payment.capturedAmount).plus(amount), payment.currency);
  const status = Decimal(captured).eq(payment.authorizedAmount) ? 'Paid' : 'Authorized';
  const moved = { id: transaction.id, amount, at: transaction.processedAt };
  return [PaymentCaptured({ ...factsOf(payment), status, captured, capture: moved, transaction: { ...transaction, amount } })];
}

/** Money that was taken is given back, never more than that. `amount` left out is all that was not given back yet. */
export function refundPayment(
  payment: Payment,
  { amount: asked, reasonCode, reason }: { amount?: string; reasonCode: RefundReason; reason?: string },
  transaction: Exchange,
): Decision<PaymentEvent> {
  const left = Decimal(payment.capturedAmount).minus(payment.refundedAmount);
  const amount = checked(payment, asked, left, 'refund-exceeds-captured');
  if (typeof amount !== 'string') return amount;
  const refunded = amountIn(Decimal(payment.refundedAmount).plus(amount), payment.currency);
  const moved = { id: transaction.id, amount, at: transaction.processedAt, reasonCode, ...(reason === undefined ? {} : { reason }) };
  const status = payment.status === 'Authorized' ? 'Authorized' : statusOfRefunded(payment.capturedAmount, refunded);
  return [PaymentRefunded({ ...factsOf(payment), status, refunded, refund: moved, transaction: { ...transaction, amount } })];
}

/** What was promised and not taken is given back. */
export function voidPayment(payment: Payment, transaction: Exchange): Decision<PaymentEvent> {
  if (payment.status !== 'Authorized') return refuse('not-authorized', `the payment is ${payment.status}`);
  const { capturedAmount, refundedAmount } = payment;
  const amount = amountIn(Decimal(payment.authorizedAmount).minus(capturedAmount), payment.currency);
  const status = Decimal(capturedAmount).eq(zero) ? 'Voided' : statusOfRefunded(capturedAmount, refundedAmount);
  return [PaymentVoided({ ...factsOf(payment), status, transaction: { ...transaction, amount } })];
}

/** Nothing is to be paid any more: what was promised and what was taken go back. Closed again, it stays as it is. */
export function closePayment(payment: Payment | null, voiding: Exchange, refunding: Exchange): Decision<PaymentEvent> {
  if (payment === null) throw new Error('a payment is closed that is not there');
  const voided = payment.status === 'Authorized' ? voidPayment(payment, voiding) : [];
  if (isRefusal(voided)) return voided;
  const rest = voided.reduce<Payment>(evolve, payment);
  if (Decimal(rest.capturedAmount).eq(rest.refundedAmount)) return voided;
  const refunded = refundPayment(rest, { reasonCode: 'requested-by-customer', reason: 'the order was cancelled' }, refunding);
  return isRefusal(refunded) ? refunded : [...voided, ...refunded];
}

/** An exchange with the gateway, of which the decision says the amount. */
export type Exchange = Omit<GatewayTransaction, 'amount'>;

type Excess = 'capture-exceeds-authorized' | 'refund-exceeds-captured';

/** The amount that moves, or what stands against it. */
function checked(payment: Payment, asked: string | undefined, left: Decimal, code: Excess): string | Refusal {
  const { currency } = payment;
  const amount = asked === undefined ? left : Decimal(asked);
  const digits = minorUnit(currency);
  if (!amount.round(digits).eq(amount)) return refuse('invalid-input', `${currency} has ${digits} decimals`, 'amount');
  if (amount.gt(left) || amount.eq(zero)) return exceeds(code, amountIn(left, currency), currency);
  return amountIn(amount, currency);
}

function exceeds(code: Excess, left: string, currency: string): Refusal {
  return { ...refuse(code, `${left} ${currency} is left`, 'amount'), more: { left } };
}

function statusOfRefunded(captured: string, refunded: string): 'Paid' | 'PartiallyRefunded' | 'Refunded' {
  if (Decimal(refunded).eq(zero)) return 'Paid';
  return Decimal(refunded).eq(captured) ? 'Refunded' : 'PartiallyRefunded';
}

function factsOf({ paymentId, number, orderId, gateway, currency, amount, capturedAmount, refundedAmount }: Payment) {
  return { paymentId, number, orderId, gateway, currency, amount, captured: capturedAmount, refunded: refundedAmount };
}
