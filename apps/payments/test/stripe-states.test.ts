import { StripeDouble } from '#tools/stripe-double/stripe-double.js';
import type { PaymentProvider } from '../src/providers/provider.js';
import { createStripeProvider } from '../src/providers/stripe/stripe.provider.js';
import { readStripeWebhook } from '../src/providers/stripe/stripe-webhook.js';
import { CallsOf } from './provider-under-test.js';

const WEEK = 7 * 24 * 3_600;

let double: StripeDouble;
let stripe: PaymentProvider;
let calls: CallsOf;
beforeEach(async () => {
  double = await StripeDouble.start();
  stripe = createStripeProvider({ secretKey: 'sk_test_1', url: double.url });
  calls = new CallsOf(stripe, { start: () => stripe }, 'abcdef');
});
afterEach(() => double.close());

const withToken = (token: string) => calls.stored({ type: 'authorization', amount: '10.00', token });

async function authorized(token = 'pm_card_visa'): Promise<string> {
  const { status, reference = '' } = await stripe.send(withToken(token));
  expect(status).toBe('succeeded');
  return reference;
}

async function captured(token?: string): Promise<string> {
  const paymentReference = await authorized(token);
  expect(await stripe.send(calls.stored({ type: 'capture', amount: '10.00', paymentReference }))).toMatchObject({ status: 'succeeded' });
  return paymentReference;
}

test('without means of payment it waits for the storefront, which may try several', async () => {
  const call = calls.stored({ type: 'authorization', amount: '10.00' });
  const answer = await stripe.send(call);
  expect(answer).toMatchObject({ status: 'pending', responseCode: 'requires_payment_method' });
  const { reference = '' } = answer;
  expect(await stripe.clientSecret?.(reference)).toBe(double.intent(reference).client_secret);
  double.confirm(reference, 'pm_card_chargeDeclined');
  expect(await stripe.find({ ...call, reference })).toMatchObject({ status: 'pending' });
  double.confirm(reference, 'pm_card_visa');
  const found = await stripe.find(call);
  expect(found).toMatchObject({ status: 'succeeded', reference, responseCode: 'requires_capture' });
  // Where it is known what to look at, a repeat tells how it is now, and not how it was at first.
  expect(await stripe.send({ ...call, reference })).toEqual(found);
});

test('what nobody has confirmed yet can be voided, and is declined then', async () => {
  const call = calls.stored({ type: 'authorization', amount: '10.00' });
  const { reference = '' } = await stripe.send(call);
  const voiding = calls.stored({ type: 'void', amount: '10.00', paymentReference: reference });
  expect(await stripe.send(voiding)).toMatchObject({ status: 'succeeded' });
  expect(await stripe.find({ ...call, reference })).toMatchObject({ status: 'declined', responseCode: 'canceled' });
});

test.each(['pm_card_threeDSecure2Required', 'pm_processing'])('%s: it is pending, and then one or the other', async (token) => {
  for (const [as, status] of [['authorized', 'succeeded'] as const, ['declined', 'declined'] as const]) {
    const call = withToken(token);
    const { status: first, reference = '' } = await stripe.send(call);
    expect(first).toBe('pending');
    double.settle(reference, as);
    expect(await stripe.find({ ...call, reference })).toMatchObject({ status, reference });
  }
});

test('a means of payment that is not there is declined', async () => {
  expect(await stripe.send(withToken('pm_nowhere'))).toMatchObject({ status: 'declined', responseCode: 'resource_missing' });
});

test('a hold is known to last until the moment that the charge names; then nothing is left to capture, and a void has nothing to do', async () => {
  const call = withToken('pm_card_visa');
  const { authorizedUntil, reference: paymentReference = '' } = await stripe.send(call);
  const until = double.intent(paymentReference).latest_charge?.payment_method_details.card.capture_before ?? 0;
  expect(authorizedUntil).toBe(new Date(until * 1_000).toISOString());
  double.passSeconds(WEEK);
  const capture = calls.stored({ type: 'capture', amount: '10.00', paymentReference });
  expect(await stripe.send(capture)).toMatchObject({ status: 'declined', responseCode: 'payment_intent_canceled' });
  expect(await stripe.find(capture)).toBe('absent');
  const voiding = calls.stored({ type: 'void', amount: '10.00', paymentReference });
  expect(await stripe.send(voiding)).toMatchObject({ status: 'succeeded' });
  expect(await stripe.find(call)).toMatchObject({ status: 'declined', responseCode: 'automatic' });
});

test('what somebody captured at Stripe by hand is none of our captures', async () => {
  const paymentReference = await captured();
  const capture = calls.stored({ type: 'capture', amount: '10.00', paymentReference });
  expect(await stripe.find(capture)).toBe('absent');
  expect(await stripe.send(capture)).toMatchObject({ status: 'declined', responseCode: 'payment_intent_succeeded' });
});

test.each([
  ['completed', 'succeeded', 'succeeded'],
  ['failed', 'declined', 'lost_or_stolen_card'],
] as const)('a refund is pending, and then %s', async (how, status, responseCode) => {
  const call = calls.stored({ type: 'refund', amount: '4.00', paymentReference: await captured('pm_card_pendingRefund') });
  const { reference = '', ...answer } = await stripe.send(call);
  expect(answer).toMatchObject({ status: 'pending', responseCode: 'processing' });
  if (how === 'completed') double.completeRefund(reference);
  else double.failRefund(reference);
  expect(await stripe.find({ ...call, reference })).toMatchObject({ status, responseCode, reference });
  expect(await stripe.find(call)).toMatchObject({ status, responseCode, reference });
});

test('a refund that had succeeded fails days later, and can be made again', async () => {
  const paymentReference = await captured();
  const call = calls.stored({ type: 'refund', amount: '10.00', paymentReference });
  const { reference = '' } = await stripe.send(call);
  double.failRefund(reference, 'expired_or_canceled_card');
  expect(await stripe.find(call)).toMatchObject({ status: 'declined', responseCode: 'expired_or_canceled_card' });
  expect(await stripe.send(calls.stored({ type: 'refund', amount: '10.00', paymentReference }))).toMatchObject({ status: 'succeeded' });
});

test('what is delivered names the payment and where to look, however late, twice and out of order it comes', async () => {
  const secret = 'whsec_1';
  const { id, ...call } = calls.toMake({ type: 'authorization', amount: '10.00', token: 'pm_card_visa' });
  const { reference: paymentReference = '' } = await stripe.send(calls.stored({ id, ...call }));
  await stripe.send(calls.stored({ type: 'capture', amount: '10.00', paymentReference }));
  const refund = await stripe.send(calls.stored({ type: 'refund', amount: '1.00', paymentReference, paymentId: call.paymentId }));
  const notices = double.events.toReversed().map((event) => {
    const { body, headers } = double.signedDelivery(event, ['whsec_other', secret]);
    return readStripeWebhook(body, headers['stripe-signature'], [secret], new Date());
  });
  expect(notices.map(({ type }) => type)).toEqual(double.events.toReversed().map(({ type }) => type));
  for (const notice of notices) expect(notice).toMatchObject({ paymentId: call.paymentId, paymentReference });
  expect(notices.find(({ type }) => type === 'refund.created')).toMatchObject({ reference: refund.reference });
});
