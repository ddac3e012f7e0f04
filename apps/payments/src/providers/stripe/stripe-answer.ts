import type Stripe from 'stripe';
import type { CallType } from '#contracts/gateway-call.js';
import type { GatewayAnswer } from '../provider.js';
import type { StripeRefusal } from './stripe-client.js';
import { idOf, loggedIntent, loggedRefund, loggedRefusal } from './stripe-log.js';

/** What an intent says of the authorization that it was made for. `hasMeans`: nobody can try again with other means on this intent. */
export function authorizationAnswer(intent: Stripe.PaymentIntent, hasMeans: boolean): GatewayAnswer {
  const { id: reference, status, last_payment_error: error, cancellation_reason } = intent;
  const said = { reference, response: logText(loggedIntent(intent)) };
  switch (status) {
    case 'requires_capture':
    case 'succeeded':
      return { ...said, status: 'succeeded', responseCode: status, ...holdOf(intent) };
    case 'canceled':
      return { ...said, status: 'declined', responseCode: code(cancellation_reason ?? status) };
    case 'requires_payment_method':
      if (hasMeans) return { ...said, status: 'declined', responseCode: code(error?.decline_code ?? error?.code ?? status) };
      return { ...said, status: 'pending', responseCode: status };
    default:
      return { ...said, status: 'pending', responseCode: code(status) };
  }
}

/** What an intent says after a capture that it took on. */
export function captureAnswer(intent: Stripe.PaymentIntent): GatewayAnswer {
  const reference = idOf(intent.latest_charge);
  const said = { responseCode: code(intent.status), response: logText(loggedIntent(intent)), ...(reference && { reference }) };
  return { ...said, status: intent.status === 'processing' ? 'pending' : 'succeeded' };
}

/** What an intent says of a void: whether this many units, which were promised and not captured, are promised no more. */
export function voidAnswer(intent: Stripe.PaymentIntent, units: number): GatewayAnswer | 'absent' {
  const { id: reference, status, amount, amount_received: received } = intent;
  const isOver = status === 'canceled' || (status === 'succeeded' && amount - received >= units);
  if (!isOver) return 'absent';
  return { status: 'succeeded', reference, responseCode: status, response: logText(loggedIntent(intent)) };
}

/** What a refund says of itself. One that had succeeded may say days later that it has failed. */
export function refundAnswer(refund: Stripe.Refund): GatewayAnswer {
  const { id: reference, status, pending_reason, failure_reason } = refund;
  const said = { reference, response: logText(loggedRefund(refund)) };
  if (status === 'succeeded') return { ...said, status, responseCode: status };
  if (status === 'failed' || status === 'canceled') return { ...said, status: 'declined', responseCode: code(failure_reason ?? status) };
  return { ...said, status: 'pending', responseCode: code(pending_reason ?? status ?? 'pending') };
}

/** What Stripe refused for good: a fact, and no fault of the connection. */
export function refusalAnswer(refusal: StripeRefusal, type: CallType): GatewayAnswer {
  const { payment_intent: intent, decline_code, code: errorCode, rawType } = refusal;
  // The state in which the intent is says more than that it is a wrong one.
  const state = errorCode === 'payment_intent_unexpected_state' && intent ? `payment_intent_${intent.status}` : undefined;
  const responseCode = code(state ?? decline_code ?? errorCode ?? rawType ?? 'refused');
  const reference = type === 'authorization' ? intent?.id : undefined;
  return { status: 'declined', responseCode, response: logText(loggedRefusal(refusal)), ...(reference && { reference }) };
}

/** By the charge, never by a constant: how long a hold lasts depends on card, country and kind of sale. */
function holdOf({ latest_charge: charge }: Stripe.PaymentIntent): Pick<GatewayAnswer, 'authorizedUntil'> {
  const until = typeof charge === 'object' ? charge?.payment_method_details?.card?.capture_before : undefined;
  return until ? { authorizedUntil: new Date(until * 1_000).toISOString() } : {};
}

const code = (text: string) => text.slice(0, 64) || 'unnamed';

function logText(object: object): string {
  return JSON.stringify(object).slice(0, 4_000);
}
