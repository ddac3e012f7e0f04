import type Stripe from 'stripe';
import type { StripeRefusal } from './stripe-client.js';

// What the log keeps is picked by name, so that a field that is new to us is left out: the answers hold the client's secret and card data.

/** Of an intent: its states and amounts, and the brand and last four digits of a card. */
export function loggedIntent(intent: Stripe.PaymentIntent) {
  const { id, object, status, currency, amount, amount_capturable, amount_received, created } = intent;
  const { latest_charge: charge, last_payment_error: error, cancellation_reason } = intent;
  return {
    ...{ id, object, status, currency, amount, amount_capturable, amount_received, created },
    ...(charge && { latest_charge: typeof charge === 'string' ? charge : loggedCharge(charge) }),
    ...(error && { last_payment_error: loggedError(error) }),
    ...(cancellation_reason && { cancellation_reason }),
  };
}

export function loggedRefund(refund: Stripe.Refund) {
  const { id, object, status, currency, amount, created, reason, pending_reason, failure_reason } = refund;
  const { payment_intent, charge } = refund;
  return {
    ...{ id, object, status, currency, amount, created, reason },
    ...{ payment_intent: idOf(payment_intent), charge: idOf(charge) },
    ...(pending_reason && { pending_reason }),
    ...(failure_reason && { failure_reason }),
  };
}

/** Of what Stripe refused for good. */
export function loggedRefusal(refusal: StripeRefusal) {
  const { payment_intent: intent, rawType: type, statusCode: status } = refusal;
  const error = { status, ...loggedError({ ...refusal, type, message: refusal.message }) };
  return { error, ...(intent && { payment_intent: loggedIntent(intent) }) };
}

export function idOf(object: string | { readonly id: string } | null | undefined): string | undefined {
  return typeof object === 'object' && object !== null ? object.id : (object ?? undefined);
}

function loggedCharge({ id, status, amount, amount_captured, failure_code, payment_method_details: details }: Stripe.Charge) {
  const { brand, last4, capture_before } = details?.card ?? {};
  const card = details?.card && { card: { brand, last4, ...(capture_before && { capture_before }) } };
  return { id, status, amount, amount_captured, ...(failure_code && { failure_code }), payment_method: details?.type, ...card };
}

interface ErrorOfStripe {
  readonly type?: string | undefined;
  readonly code?: string | undefined;
  readonly decline_code?: string | undefined;
  readonly param?: string | undefined;
  readonly message?: string | undefined;
}

function loggedError({ type, code, decline_code, param, message }: ErrorOfStripe) {
  return { type, ...(code && { code }), ...(decline_code && { decline_code }), ...(param && { param }), message };
}
