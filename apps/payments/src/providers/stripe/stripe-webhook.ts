import Stripe from 'stripe';
import { idOf } from './stripe-log.js';

/** What came is not from Stripe, or cannot be shown to be; the message says why, for the log. */
export class WebhookRefused extends Error {}

/** What an event is about. It only says where to look: what is so now is asked, as events come late, twice and out of order. */
export interface StripeNotice {
  readonly eventId: string;
  /** Such as `payment_intent.canceled`. */
  readonly type: string;
  /** Of our payment. */
  readonly paymentId?: string;
  /** Of the intent. */
  readonly paymentReference?: string;
  /** Of the intent, charge or refund itself. */
  readonly reference?: string;
}

const OLDEST_SECONDS = 300;
const SKEW_SECONDS = 10;

/**
 * Reads a webhook, if one of the secrets has signed it: several are in use while one takes over from the other. `rawBody` is what came,
 * byte for byte. Throws WebhookRefused.
 */
export function readStripeWebhook(
  rawBody: Uint8Array | string,
  signatureHeader: string | undefined,
  secrets: readonly string[],
  now: Date,
): StripeNotice {
  const times = [...(signatureHeader ?? '').matchAll(/(?:^|,)\s*t=(\d{1,12})(?=,|$)/g)];
  const [time] = times;
  if (signatureHeader === undefined || times.length !== 1 || !time) throw new WebhookRefused('it is not signed');
  if (Number(time[1]) > now.getTime() / 1_000 + SKEW_SECONDS) throw new WebhookRefused('it was signed in the future');
  const problems = new Set<string>();
  for (const secret of secrets) {
    try {
      // The package takes an empty secret or a tolerance of 0 for a wish not to check; neither can be set here.
      const event = Stripe.webhooks.constructEvent(rawBody, signatureHeader, secret, OLDEST_SECONDS, undefined, now.getTime());
      return noticeOf(event);
    } catch (error) {
      if (error instanceof WebhookRefused) throw error;
      problems.add(error instanceof Stripe.errors.StripeSignatureVerificationError ? firstLine(error.message) : 'it is no JSON');
    }
  }
  throw new WebhookRefused([...problems].join('; ') || 'there is no secret to check it with');
}

function noticeOf(event: unknown): StripeNotice {
  const { id: eventId, type, data } = Object(event) as Partial<Stripe.Event>;
  const object = Object(data?.object) as Record<string, unknown>;
  if (typeof eventId !== 'string' || typeof type !== 'string') throw new WebhookRefused('it is no event');
  const reference = typeof object.id === 'string' ? object.id : undefined;
  const intent = object.object === 'payment_intent' ? reference : idOf(object.payment_intent as string | { id: string } | null | undefined);
  const paymentId = Object(object.metadata).payment_id as unknown;
  return {
    ...{ eventId, type },
    ...(typeof paymentId === 'string' ? { paymentId } : {}),
    ...(intent === undefined ? {} : { paymentReference: intent }),
    ...(reference === undefined ? {} : { reference }),
  };
}

function firstLine(text: string): string {
  return text.split('\n', 1)[0] ?? text;
}
