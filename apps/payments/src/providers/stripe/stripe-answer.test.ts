import fc from 'fast-check';
import Stripe from 'stripe';
import { authorizationAnswer, captureAnswer, refundAnswer, refusalAnswer, voidAnswer } from './stripe-answer.js';

const card = {
  brand: 'visa',
  last4: '4242',
  exp_year: 2031,
  fingerprint: 'Xt5EWLLDS7FJjR1c',
  iin: '424242',
  capture_before: 1_796_000_000,
};
const charge = {
  ...{ id: 'ch_1', object: 'charge', status: 'succeeded', amount: 1_000, receipt_url: 'https://receipt.example/1' },
  ...{ billing_details: { email: 'ada@example.com', name: 'Ada' }, payment_method_details: { type: 'card', card } },
};
const intent = (more: object = {}) =>
  ({
    ...{ id: 'pi_1', object: 'payment_intent', status: 'requires_capture', currency: 'gbp', amount: 1_000, amount_received: 0 },
    ...{ client_secret: 'pi_1_secret_2', latest_charge: charge, last_payment_error: null, receipt_email: 'ada@example.com' },
    ...{ next_action: { use_stripe_sdk: { stripe_js: 'https://hooks.example/redirect' } }, metadata: {}, ...more },
  }) as unknown as Stripe.PaymentIntent;
const refund = (more: object = {}) =>
  ({ id: 're_1', object: 'refund', status: 'succeeded', currency: 'gbp', amount: 400, payment_intent: 'pi_1', ...more }) as Stripe.Refund;

test.each([
  ['requires_capture', false, 'succeeded', 'requires_capture'],
  ['succeeded', false, 'succeeded', 'succeeded'],
  ['requires_action', true, 'pending', 'requires_action'],
  ['requires_confirmation', false, 'pending', 'requires_confirmation'],
  ['processing', true, 'pending', 'processing'],
  ['requires_payment_method', false, 'pending', 'requires_payment_method'],
  ['requires_payment_method', true, 'declined', 'requires_payment_method'],
  ['canceled', false, 'declined', 'canceled'],
  ['a_state_of_next_year', false, 'pending', 'a_state_of_next_year'],
])('an authorization that is %s (means of payment sent: %s) is %s', (state, hasMeans, status, responseCode) => {
  expect(authorizationAnswer(intent({ status: state }), hasMeans)).toMatchObject({ status, responseCode, reference: 'pi_1' });
});

test('a decline says why in the words of the bank', () => {
  const last_payment_error = { type: 'card_error', code: 'card_declined', decline_code: 'insufficient_funds', message: 'no' };
  const declined = intent({ status: 'requires_payment_method', last_payment_error });
  expect(authorizationAnswer(declined, true).responseCode).toBe('insufficient_funds');
});

test('it holds until the moment that the charge names, if it does', () => {
  expect(authorizationAnswer(intent(), true).authorizedUntil).toBe('2026-11-30T00:53:20.000Z');
  expect(authorizationAnswer(intent({ latest_charge: 'ch_1' }), true)).not.toHaveProperty('authorizedUntil');
});

test.each([
  ['succeeded', 'succeeded'],
  ['requires_capture', 'succeeded'],
  ['processing', 'pending'],
])('a capture that leaves the intent %s is %s', (status, expected) => {
  expect(captureAnswer(intent({ status }))).toMatchObject({ status: expected, reference: 'ch_1', responseCode: status });
});

test.each([
  ['canceled', 0, true],
  ['canceled', 400, true],
  ['succeeded', 400, true],
  ['succeeded', 1_000, false],
  ['requires_capture', 0, false],
  ['requires_capture', 400, false],
])('a void of the rest, of an intent that is %s with %d captured: %s', (status, amount_received, isOver) => {
  const answer = voidAnswer(intent({ status, amount_received }), 1_000 - amount_received || 1);
  if (isOver) expect(answer).toMatchObject({ status: 'succeeded', reference: 'pi_1' });
  else expect(answer).toBe('absent');
});

test.each([
  [{ status: 'succeeded' }, 'succeeded', 'succeeded'],
  [{ status: 'pending', pending_reason: 'charge_pending' }, 'pending', 'charge_pending'],
  [{ status: 'requires_action' }, 'pending', 'requires_action'],
  [{ status: null }, 'pending', 'pending'],
  [{ status: 'failed', failure_reason: 'lost_or_stolen_card' }, 'declined', 'lost_or_stolen_card'],
  [{ status: 'canceled' }, 'declined', 'canceled'],
])('a refund of %j is %s', (more, status, responseCode) => {
  expect(refundAnswer(refund(more as object))).toMatchObject({ status, responseCode, reference: 're_1' });
});

const refusal = (raw: object) =>
  new Stripe.errors.StripeInvalidRequestError({ type: 'invalid_request_error', message: 'no', ...raw } as never);

test.each([
  [{ code: 'charge_already_refunded' }, 'charge_already_refunded'],
  [{ code: 'payment_intent_unexpected_state', payment_intent: intent({ status: 'canceled' }) }, 'payment_intent_canceled'],
  [{ code: 'payment_intent_unexpected_state' }, 'payment_intent_unexpected_state'],
  [{ param: 'amount' }, 'invalid_request_error'],
])('a refusal of %j is declined as %s', (raw, responseCode) => {
  expect(refusalAnswer(refusal(raw), 'capture')).toMatchObject({ status: 'declined', responseCode });
});

test('no answer keeps the secret of the storefront, card data beyond brand and last digits, or a person', () => {
  const error = { type: 'card_error', code: 'card_declined', payment_method: { card, billing_details: { name: 'Ada' } }, message: 'no' };
  const answers = [
    authorizationAnswer(intent({ last_payment_error: error }), true),
    captureAnswer(intent()),
    voidAnswer(intent({ status: 'canceled' }), 1_000),
    refundAnswer(refund({ charge, payment_intent: intent() })),
    refusalAnswer(refusal({ payment_intent: intent(), charge, payment_method: error.payment_method }), 'authorization'),
  ];
  expect(JSON.stringify(answers)).toContain('4242');
  expect(JSON.stringify(answers)).not.toMatch(/secret|fingerprint|Xt5E|iin|exp_|2031|Ada|ada@|receipt|hooks\.example/);
});

test('whatever texts Stripe sends, its answers fit the log', () => {
  const text = fc.string({ maxLength: 6_000 });
  fc.assert(
    fc.property(text, text, (message, code) => {
      for (const answer of [
        refusalAnswer(refusal({ message, code }), 'refund'),
        refundAnswer(refund({ status: 'failed', failure_reason: code })),
      ]) {
        expect(answer.response.length).toBeLessThanOrEqual(4_000);
        expect(answer.responseCode.length).toBeLessThanOrEqual(64);
        expect(answer.responseCode.length).toBeGreaterThan(0);
      }
    }),
  );
});
