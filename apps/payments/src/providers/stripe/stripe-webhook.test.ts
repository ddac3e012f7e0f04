import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import Stripe from 'stripe';
import { readStripeWebhook, WebhookRefused } from './stripe-webhook.js';

const secret = 'whsec_of_now';
const now = new Date('2026-11-24T10:00:00.000Z');
const seconds = now.getTime() / 1_000;
const intent = { id: 'pi_1', object: 'payment_intent', status: 'canceled', metadata: { payment_id: 'payment-1' } };
const event = (object: object, type = 'payment_intent.canceled') =>
  JSON.stringify({ id: 'evt_1', object: 'event', type, data: { object } });
const body = event(intent);
const signed = (payload: string, by = secret, timestamp = seconds) =>
  Stripe.webhooks.generateTestHeaderString({ payload, secret: by, timestamp });
const v1 = (payload: string, by: string) => `v1=${createHmac('sha256', by).update(`${seconds}.${payload}`).digest('hex')}`;

test.each<[string, string, object]>([
  ['an intent', body, { type: 'payment_intent.canceled', paymentId: 'payment-1', paymentReference: 'pi_1', reference: 'pi_1' }],
  [
    'a refund',
    event({ id: 're_1', object: 'refund', payment_intent: 'pi_1', metadata: { payment_id: 'payment-1' } }, 'refund.failed'),
    { type: 'refund.failed', paymentId: 'payment-1', paymentReference: 'pi_1', reference: 're_1' },
  ],
  [
    'a charge whose intent is written out, and that was not made by us',
    event({ id: 'ch_1', object: 'charge', payment_intent: { id: 'pi_1' }, metadata: {} }, 'charge.captured'),
    { type: 'charge.captured', paymentReference: 'pi_1', reference: 'ch_1' },
  ],
  ['something else', event({ object: 'balance' }, 'balance.available'), { type: 'balance.available' }],
])('an event tells of %s', (_name, payload, expected) => {
  const notice = { eventId: 'evt_1', ...expected };
  expect(readStripeWebhook(payload, signed(payload), [secret], now)).toEqual(notice);
  expect(readStripeWebhook(Buffer.from(payload), signed(payload), [secret], now)).toEqual(notice);
});

test('any of the signatures may be by any of the secrets, while one takes over from the other', () => {
  const header = `t=${seconds},v0=old,${v1(body, 'whsec_of_then')},${v1(body, secret)}`;
  for (const secrets of [[secret], ['whsec_of_then'], ['whsec_other', secret]]) {
    expect(readStripeWebhook(body, header, secrets, now).eventId).toBe('evt_1');
  }
});

test.each<[string, string, string | undefined, (readonly string[])?]>([
  ['no signature', body, undefined],
  ['an empty one', body, ''],
  ['a signature without a time', body, v1(body, secret)],
  ['two times', body, `${signed(body)},t=${seconds}`],
  ['another secret', body, signed(body, 'whsec_other')],
  ['a secret that is not ours', body, signed(body), ['whsec_other']],
  ['no secret to check with', body, signed(body), []],
  ['an empty secret', body, signed(body, ' '), ['']],
  ['only a scheme of another kind', body, `t=${seconds},v0=${v1(body, secret).slice(3)}`],
  ['another body', body.replace('pi_1', 'pi_2'), signed(body)],
  ['no body', '', signed('')],
  ['a body that is cut off', body.slice(0, -1), signed(body.slice(0, -1))],
  ['a body that is no event', '[]', signed('[]')],
  ['nothing for an event', 'null', signed('null')],
])('it is refused with %s', (_name, payload, header, secrets = [secret]) => {
  expect(() => readStripeWebhook(payload, header, secrets, now)).toThrow(WebhookRefused);
});

test.each([
  [-301, false],
  [-300, true],
  [0, true],
  [10, true],
  [11, false],
  [3_600, false],
])('one that was signed %d seconds from now: %s', (offset, isTaken) => {
  const read = () => readStripeWebhook(body, signed(body, secret, seconds + offset), [secret], now);
  if (isTaken) expect(read().eventId).toBe('evt_1');
  else expect(read).toThrow(WebhookRefused);
});

test('what is forged is refused, and never breaks the reader', () => {
  const header = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.tuple(fc.integer(), fc.stringMatching(/^[0-9a-f]{0,64}$/)).map(([time, hex]) => `t=${time},v1=${hex}`),
  );
  fc.assert(
    fc.property(fc.string(), header, (payload, forged) => {
      expect(() => readStripeWebhook(payload, forged, [secret], now)).toThrow(WebhookRefused);
    }),
  );
});

test('the refusal tells no secret', () => {
  try {
    readStripeWebhook(body, signed(body, 'whsec_other'), [secret], now);
  } catch (error) {
    expect(`${error} ${JSON.stringify(error)}`).not.toContain(secret);
  }
  expect.assertions(1);
});
