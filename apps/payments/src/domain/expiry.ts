import { PaymentExpired, PaymentExpiring } from '#contracts/events/payment.js';
import { amountIn } from '#contracts/money.js';
import { type Decision, isRefusal } from '#contracts/refusals.js';
import type { LocalProvider, PaymentProvider } from '../providers/provider.js';
import { type CallHead, startCall } from './gateway-calls.js';
import { capturable, voidWanted } from './money-moves.js';
import type { Payment, PaymentEvent } from './payment.js';

/** A promise that ends before long is told once, while there is time to take the money. */
export function tellExpiry(payment: Payment | null): Decision<PaymentEvent> {
  const facts = payment && factsOf(payment);
  return facts && payment.expiry === undefined ? [PaymentExpiring(facts)] : [];
}

/** A promise has ended: what was not taken of it is void, at the gateway too. */
export function expire(
  payment: Payment | null,
  now: string,
  head: CallHead,
  provider: PaymentProvider | LocalProvider,
): Decision<PaymentEvent> {
  const facts = payment && factsOf(payment);
  if (!facts || payment.expiry === 'over' || facts.authorizedUntil > now) return [];
  const voiding = startCall(payment, voidWanted(payment), head, provider);
  return isRefusal(voiding) ? [] : [PaymentExpired(facts), ...voiding];
}

function factsOf(payment: Payment) {
  const { paymentId, number, orderId, currency, authorizedUntil, status } = payment;
  if (status !== 'Authorized' || authorizedUntil === undefined) return undefined;
  return { paymentId, number, orderId, currency, left: amountIn(capturable(payment), currency), authorizedUntil };
}
