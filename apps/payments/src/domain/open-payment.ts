import { AuthorizationRequested, type GatewayTransaction, PaymentOpened, type PaymentOpenedData } from '#contracts/events/payment.js';
import { type Decision, isRefusal } from '#contracts/refusals.js';
import { evolve, type Payment, type PaymentEvent } from './payment.js';
import { settleAuthorization } from './settle-authorization.js';

/**
 * A payment is opened, and its authorization asked for: the request and its key are stored before any gateway hears of it. Where there is
 * nobody to ask, the answer is given with it.
 */
export function openPayment(
  payment: Payment | null,
  opening: PaymentOpenedData,
  requestedAt: string,
  answer?: GatewayTransaction,
): Decision<PaymentEvent> {
  if (payment !== null) return [];
  const { paymentId, orderId, amount } = opening;
  const idempotencyKey = firstAuthorizationKey(paymentId);
  const opened = [PaymentOpened(opening), AuthorizationRequested({ paymentId, orderId, amount, idempotencyKey, requestedAt })];
  if (!answer) return opened;
  const settled = settleAuthorization(opened.reduce<Payment | null>(evolve, null), answer);
  return isRefusal(settled) ? settled : [...opened, ...settled];
}

export function firstAuthorizationKey(paymentId: string): string {
  return `${paymentId}-authorization-1`;
}
