import { type GatewayTransaction, PaymentVoided } from '#contracts/events/payment.js';
import type { Decision } from '#contracts/refusals.js';
import type { Payment, PaymentEvent } from './payment.js';

/** What a gateway promised is given back, with its answer to that; a payment that promises nothing stays as it is. */
export function voidPayment(payment: Payment | null, transaction: GatewayTransaction): Decision<PaymentEvent> {
  if (payment === null) throw new Error('a payment is voided that is not there');
  if (payment.status !== 'Authorized') return [];
  const { paymentId, number, orderId, gateway, currency, amount } = payment;
  return [PaymentVoided({ paymentId, number, orderId, gateway, currency, amount, transaction })];
}
