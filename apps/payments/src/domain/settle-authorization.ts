import { type GatewayTransaction, PaymentAuthorized, PaymentDeclined } from '#contracts/events/payment.js';
import type { Decision } from '#contracts/refusals.js';
import type { Payment, PaymentEvent } from './payment.js';

/** The gateway's answer to the open authorization, once: a second answer to the same request is nothing new. */
export function settleAuthorization(payment: Payment | null, transaction: GatewayTransaction): Decision<PaymentEvent> {
  if (payment === null) throw new Error('a gateway answered for a payment that is not there');
  if (payment.openAuthorization?.idempotencyKey !== transaction.idempotencyKey) return [];
  const { paymentId, number, orderId, gateway, currency, amount } = payment;
  const settled = { paymentId, number, orderId, gateway, currency, amount, transaction };
  return [transaction.status === 'succeeded' ? PaymentAuthorized(settled) : PaymentDeclined(settled)];
}
