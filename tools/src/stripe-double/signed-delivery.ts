import { createHmac } from 'node:crypto';
import type { StripeEvent } from './stripe-objects.js';

/** A webhook as Stripe would deliver it: the exact body, and the header that signs it. */
export interface Delivery {
  readonly body: string;
  readonly headers: { readonly 'content-type': 'application/json; charset=utf-8'; readonly 'stripe-signature': string };
}

/** With several secrets it carries a signature of each, as while one takes over from the other. `at` is now unless told. */
export function signedDelivery(event: StripeEvent, secrets: string | readonly string[], at = new Date()): Delivery {
  const body = JSON.stringify(event, null, 2);
  const time = Math.floor(at.getTime() / 1_000);
  const signatures = [secrets].flat().map((secret) => `v1=${createHmac('sha256', secret).update(`${time}.${body}`).digest('hex')}`);
  const signature = [`t=${time}`, ...signatures, `v0=${'0'.repeat(64)}`].join(',');
  return { body, headers: { 'content-type': 'application/json; charset=utf-8', 'stripe-signature': signature } };
}
