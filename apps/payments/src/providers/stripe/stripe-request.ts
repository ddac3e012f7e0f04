import type { RefundReason } from '#contracts/commands/move-money.js';
import { isRefusal, type Refusal } from '#contracts/refusals.js';
import type { CallToMake } from '../provider.js';
import { toStripeAmount, toStripeCharge } from './stripe-amount.js';

/** A POST to Stripe, as it is stored with the call: what its idempotency key stands for. */
export interface StripeRequest {
  readonly path: string;
  readonly params: Readonly<Record<string, unknown>>;
}

const INTENTS = '/v1/payment_intents';

/** Why Stripe could not do it: a currency or an amount that it does not have. Giving back what was promised is always possible. */
export function stripeObstacle({ type, amount, currency }: CallToMake): Refusal | undefined {
  if (type === 'void') return undefined;
  const units = type === 'authorization' ? toStripeCharge(amount, currency) : toStripeAmount(amount, currency);
  return typeof units === 'number' ? undefined : units;
}

/** What is sent for a call. Throws where there is an obstacle. */
export function stripeRequest(call: CallToMake, multicapture: boolean): StripeRequest {
  switch (call.type) {
    case 'authorization':
      return { path: INTENTS, params: authorization(call, multicapture) };
    case 'capture':
      return { path: `${intentPath(call)}/capture`, params: capture(call, multicapture) };
    case 'refund':
      return { path: '/v1/refunds', params: refund(call) };
    case 'void':
      // Also where some was captured: only what is still capturable is released.
      return { path: `${intentPath(call)}/cancel`, params: { expand } };
  }
}

/** Whether the means of payment came with the call, so that nobody but Stripe has to do anything more for it. */
export function hasMeans(request: string): boolean {
  return (JSON.parse(request) as StripeRequest).params.confirm === true;
}

const expand = ['latest_charge'];

function authorization({ amount, currency, token, ...call }: CallToMake, multicapture: boolean) {
  return {
    ...{ amount: units(amount, currency), currency: currency.toLowerCase(), capture_method: 'manual', metadata: metadataOf(call), expand },
    ...(token === undefined ? { automatic_payment_methods: { enabled: true } } : means(token)),
    ...(multicapture ? { payment_method_options: { card: { request_multicapture: 'if_available' } } } : {}),
  };
}

/** Nobody is there to be led to another site and back. */
function means(token: string) {
  const given = token.startsWith('ctoken_') ? { confirmation_token: token } : { payment_method: token };
  return { ...given, confirm: true, automatic_payment_methods: { enabled: true, allow_redirects: 'never' } };
}

/** The intent itself remembers, under the call's id, that it was captured: captures have no metadata of their own. */
function capture({ id, amount, currency, isLast = true }: CallToMake, multicapture: boolean) {
  const final = multicapture ? { final_capture: isLast } : {};
  return { amount_to_capture: units(amount, currency), ...final, metadata: { [id]: `captured ${amount} ${currency}` }, expand };
}

const reasons: Partial<Record<RefundReason, string>> = {
  duplicate: 'duplicate',
  fraudulent: 'fraudulent',
  'requested-by-customer': 'requested_by_customer',
};

function refund({ amount, currency, reasonCode = 'other', ...call }: CallToMake) {
  const reason = reasons[reasonCode];
  const metadata = { ...metadataOf(call), reason_code: reasonCode };
  return { payment_intent: referenceOf(call), amount: units(amount, currency), ...(reason === undefined ? {} : { reason }), metadata };
}

function metadataOf({ id, paymentId, orderNumber }: Pick<CallToMake, 'id' | 'paymentId' | 'orderNumber'>) {
  return { call_id: id, payment_id: paymentId, order_number: orderNumber };
}

function intentPath(call: Pick<CallToMake, 'paymentReference'>): string {
  return `${INTENTS}/${encodeURIComponent(referenceOf(call))}`;
}

function referenceOf({ paymentReference }: Pick<CallToMake, 'paymentReference'>): string {
  if (paymentReference === undefined) throw new Error('Stripe has not authorized this payment');
  return paymentReference;
}

function units(amount: string, currency: string): number {
  const exact = toStripeAmount(amount, currency);
  if (isRefusal(Object(exact))) throw new Error((exact as Refusal).detail);
  return exact as number;
}
