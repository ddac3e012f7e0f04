import { randomUUID } from 'node:crypto';
import Stripe from 'stripe';

// A call is sent to Stripe under another key each time, and not under the one that is stored with it.
const { rawRequest } = Stripe.prototype;
Stripe.prototype.rawRequest = function (method, path, params, options) {
  return rawRequest.call(this, method, path, params, { ...options, idempotencyKey: randomUUID() });
};
