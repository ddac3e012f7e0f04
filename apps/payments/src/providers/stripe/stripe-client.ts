import Stripe from 'stripe';

/** Where Stripe is and who asks. */
export interface StripeConnection {
  readonly secretKey: string;
  /** Another address than Stripe's own; plain http on loopback only. */
  readonly url?: string;
  /** How long an answer may take, in milliseconds. */
  readonly timeout?: number;
}

const TIME_LIMIT = 15_000;

/** The official package, which repeats nothing of its own accord but a request whose connection was closed. Throws on an address that is not safe. */
export function stripeClient({ secretKey, url, timeout = TIME_LIMIT }: StripeConnection): Stripe {
  return new Stripe(secretKey, { ...(url === undefined ? {} : addressOf(url)), timeout, maxNetworkRetries: 0, telemetry: false });
}

/** Nobody knows whether Stripe has acted. Carries nothing of the answer, which may hold secrets. `status`: of an answer that says nothing. */
export class StripeUnanswered extends Error {
  constructor(
    message: string,
    readonly status?: number,
  ) {
    super(message);
  }
}

/** Stripe has had another request under this key. That never happens, as a call is sent as it was stored. */
export class StripeKeyReused extends StripeUnanswered {}

const refused = [Stripe.errors.StripeCardError, Stripe.errors.StripeInvalidRequestError];
export type StripeRefusal = InstanceType<(typeof refused)[number]>;

/** Carries the request out, or gives the error by which Stripe has refused it for good. Throws StripeUnanswered. */
export async function ask<Answer extends object>(request: () => Promise<Answer>): Promise<Answer | StripeRefusal> {
  try {
    return await request();
  } catch (error) {
    if (!(error instanceof Stripe.errors.StripeError)) throw error;
    if (isRefused(error) && !isMisdirected(error)) return error;
    const { type, code, statusCode, requestId, message } = error;
    const details = [type, code, statusCode, requestId].filter((each) => each !== undefined).join(' ');
    if (error instanceof Stripe.errors.StripeIdempotencyError) throw new StripeKeyReused(`another request had this key (${details})`);
    throw new StripeUnanswered(
      error instanceof Stripe.errors.StripeConnectionError ? message : `Stripe answered with ${details}`,
      statusCode,
    );
  }
}

/** What is asked about is there for certain, so it is another account's key that asks; unless a storefront's token is what is not there. */
function isMisdirected({ statusCode, param = '' }: StripeRefusal): boolean {
  return statusCode === 404 && !['payment_method', 'confirmation_token'].includes(param);
}

/** The same where a refusal can only be a fault of ours. */
export async function fetched<Answer extends object>(request: () => Promise<Answer>): Promise<Answer> {
  const answer = await ask(request);
  if (isRefused(answer)) throw new StripeUnanswered(`Stripe answered with ${answer.type} ${answer.code} ${answer.statusCode}`);
  return answer;
}

export function isRefused(answer: object): answer is StripeRefusal {
  return refused.some((each) => answer instanceof each);
}

function addressOf(url: string) {
  const { protocol, hostname, port } = new URL(url);
  if (protocol === 'https:') return { host: hostname, port: port || '443', protocol: 'https' as const };
  const isLoopback = ['localhost', '127.0.0.1', '[::1]'].includes(hostname);
  if (protocol !== 'http:' || !isLoopback) throw new Error('the address of Stripe must be https://, or http:// on this machine');
  return { host: hostname, port: port || '80', protocol: 'http' as const };
}
