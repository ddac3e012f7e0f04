import type Stripe from 'stripe';
import type { GatewayAnswer, StoredCall } from '../provider.js';
import { toStripeAmount } from './stripe-amount.js';
import { authorizationAnswer, captureAnswer, refundAnswer, voidAnswer } from './stripe-answer.js';
import { fetched } from './stripe-client.js';
import { hasMeans } from './stripe-request.js';

const PAGE = 100;
const HOUR = 3_600;
const expand = ['latest_charge'];

/** What became of a call, by its reference or by the call's id in the metadata. Lists are read, which are current; Stripe's search lags behind. */
export async function findAtStripe(stripe: Stripe, call: StoredCall): Promise<GatewayAnswer | 'absent'> {
  switch (call.type) {
    case 'authorization': {
      const intent = call.reference === undefined ? await intentMadeBy(stripe, call) : await intentOf(stripe, call.reference);
      return intent ? authorizationAnswer(intent, hasMeans(call.request)) : 'absent';
    }
    case 'refund': {
      const { reference } = call;
      const refund = reference === undefined ? await refundMadeBy(stripe, call) : await fetched(() => stripe.refunds.retrieve(reference));
      return refund ? refundAnswer(refund) : 'absent';
    }
    case 'capture': {
      const intent = await authorizedIntent(stripe, call);
      const hasMoved = intent.amount_received > 0 || intent.status === 'processing';
      return hasMoved && intent.metadata[call.id] !== undefined ? captureAnswer(intent) : 'absent';
    }
    case 'void': {
      const units = toStripeAmount(call.amount, call.currency);
      return voidAnswer(await authorizedIntent(stripe, call), typeof units === 'number' ? units : 0);
    }
  }
}

export function intentOf(stripe: Stripe, reference: string): Promise<Stripe.PaymentIntent> {
  return fetched(() => stripe.paymentIntents.retrieve(reference, { expand }));
}

/** The call may have been sent for as long as its key lives. */
async function intentMadeBy(stripe: Stripe, { id, requestedAt }: StoredCall): Promise<Stripe.PaymentIntent | undefined> {
  const from = Math.floor(Date.parse(requestedAt) / 1_000);
  const created = { gte: from - HOUR, lte: from + 25 * HOUR };
  const newest = (after: object) => stripe.paymentIntents.list({ created, limit: PAGE, expand: ['data.latest_charge'], ...after });
  return firstOf(newest, ({ metadata }) => metadata.call_id === id);
}

async function refundMadeBy(stripe: Stripe, { id, paymentReference = '' }: StoredCall): Promise<Stripe.Refund | undefined> {
  const newest = (after: object) => stripe.refunds.list({ payment_intent: paymentReference, limit: PAGE, ...after });
  return firstOf(newest, ({ metadata }) => metadata?.call_id === id);
}

function authorizedIntent(stripe: Stripe, { paymentReference }: StoredCall): Promise<Stripe.PaymentIntent> {
  if (paymentReference === undefined) throw new Error('Stripe has not authorized this payment');
  return intentOf(stripe, paymentReference);
}

/** Page after page, to the end: only then is it proved that there is none. */
async function firstOf<Item extends { readonly id: string }>(
  page: (after: object) => Promise<{ readonly data: readonly Item[]; readonly has_more: boolean }>,
  isWanted: (item: Item) => boolean,
): Promise<Item | undefined> {
  for (let after = {}; ; ) {
    const { data, has_more } = await fetched(() => page(after));
    const found = data.find(isWanted);
    const last = data.at(-1);
    if (found || !has_more || !last) return found;
    after = { starting_after: last.id };
  }
}
