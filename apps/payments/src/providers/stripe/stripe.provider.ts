import type Stripe from 'stripe';
import type { GatewayAnswer, PaymentProvider, StoredCall } from '../provider.js';
import { toStripeAmount } from './stripe-amount.js';
import { authorizationAnswer, captureAnswer, refundAnswer, refusalAnswer, voidAnswer } from './stripe-answer.js';
import { ask, isRefused, type StripeConnection, stripeClient } from './stripe-client.js';
import { hasMeans, type StripeRequest, stripeObstacle, stripeRequest } from './stripe-request.js';
import { findAtStripe, intentOf } from './stripe-search.js';

export interface StripeSettings extends StripeConnection {
  /** Whether the account may capture one authorization several times, which Stripe grants on request. */
  readonly multicapture?: boolean;
}

/** Cards and what else Stripe takes: each authorization is a PaymentIntent of its own that is captured by hand. */
export function createStripeProvider({ multicapture = false, ...connection }: StripeSettings): PaymentProvider {
  const stripe = stripeClient(connection);
  return {
    gateway: 'stripe',
    // Stripe forgets a key once it is a day old; after that the same key would act again.
    capabilities: { severalCaptures: multicapture, keysLastHours: 23 },
    obstacle: stripeObstacle,
    prepare: (call) => JSON.stringify(stripeRequest(call, multicapture)),
    send: (call) => send(stripe, call),
    find: (call) => findAtStripe(stripe, call),
    clientSecret: async (reference) => {
      const { client_secret } = await intentOf(stripe, reference);
      if (client_secret === null) throw new Error('this payment has no secret for a storefront');
      return client_secret;
    },
  };
}

async function send(stripe: Stripe, call: StoredCall): Promise<GatewayAnswer> {
  // Its effect is known, and a repeat would only be told how it was at first.
  const known = call.reference === undefined ? 'absent' : await findAtStripe(stripe, call);
  if (known !== 'absent') return known;
  if (call.type === 'authorization' && call.paymentReference !== undefined) await withdraw(stripe, call.paymentReference);
  const { path, params } = JSON.parse(call.request) as StripeRequest;
  const object = await ask(() => stripe.rawRequest('POST', path, params, { idempotencyKey: call.idempotencyKey }));
  if (!isRefused(object)) return answerOf(call, object);
  if (call.type === 'authorization') return refusalAnswer(object, call.type);
  // What it was asked for may be so already, under a key that Stripe has forgotten.
  const found = await findAtStripe(stripe, call);
  return found === 'absent' ? refusalAnswer(object, call.type) : found;
}

/** Of what was declined before, the shopper may have the secret, and confirm it after all: it would be promised twice. Throws while it may. */
async function withdraw(stripe: Stripe, earlier: string): Promise<void> {
  const cancelled = await ask(() => stripe.paymentIntents.cancel(earlier));
  if (!isRefused(cancelled)) return;
  const { status } = await intentOf(stripe, earlier);
  if (status !== 'canceled') throw new Error(`the authorization before this one is ${status}, and cannot be withdrawn`);
}

function answerOf(call: StoredCall, object: Stripe.PaymentIntent | Stripe.Refund): GatewayAnswer {
  if (object.object === 'refund') return refundAnswer(object);
  if (call.type === 'authorization') return authorizationAnswer(object, hasMeans(call.request));
  if (call.type === 'capture') return captureAnswer(object);
  const units = toStripeAmount(call.amount, call.currency);
  const answer = voidAnswer(object, typeof units === 'number' ? units : 0);
  if (answer === 'absent') throw new Error(`Stripe took on to cancel the payment, which is ${object.status}`);
  return answer;
}
