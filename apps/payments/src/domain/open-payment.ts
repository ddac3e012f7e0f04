import { AuthorizationRequested, PaymentOpened, type PaymentOpenedData } from '#contracts/events/payment.js';
import type { Decision } from '#contracts/refusals.js';
import type { Payment, PaymentEvent } from './payment.js';

/** A payment is opened, and its authorization asked for: the request and its key are stored before any gateway hears of it. */
export function openPayment(payment: Payment | null, opening: PaymentOpenedData, requestedAt: string): Decision<PaymentEvent> {
  if (payment !== null) return [];
  const { paymentId, orderId, amount } = opening;
  return [
    PaymentOpened(opening),
    AuthorizationRequested({ paymentId, orderId, amount, idempotencyKey: `${paymentId}-authorization-1`, requestedAt }),
  ];
}
