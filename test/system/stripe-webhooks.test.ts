import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { v7 as uuid } from 'uuid';
import { stripeSecrets } from '#tools/stripe-double/stripe-settings.js';
import { eventually } from '../support/eventually.js';
import { StripeSystem } from './stripe-system.js';
import { type Answer, draft } from './test-system.js';

// biome-ignore lint/suspicious/noExplicitAny: as clients read it
type Body = any;

let stripe: StripeSystem;
let double: StripeSystem['double'];
beforeAll(async () => {
  stripe = await StripeSystem.start();
  double = stripe.double;
});
afterAll(() => stripe?.stop());

const [now, before] = stripeSecrets.signing;
const json = { 'content-type': 'application/json; charset=utf-8' };
const fromNow = (seconds: number) => new Date(Date.now() + seconds * 1_000);

/** Any text, signed as Stripe does. */
function signed(body: string, secrets: readonly string[] = [now], at = new Date()): Record<string, string> {
  const time = Math.floor(at.getTime() / 1_000);
  const signatures = secrets.map((secret) => `v1=${createHmac('sha256', secret).update(`${time}.${body}`).digest('hex')}`);
  return { ...json, 'stripe-signature': [`t=${time}`, ...signatures].join(',') };
}
const eventOf = (object: object, type = 'payment_intent.amount_capturable_updated') =>
  ({ id: `evt_${uuid()}`, object: 'event', type, data: { object } }) as const;
const intentOf = (paymentId: string, more: object = {}) => ({
  id: 'pi_1',
  object: 'payment_intent',
  metadata: { payment_id: paymentId },
  ...more,
});

/** A payment whose shopper has agreed, which Docket does not know yet. */
async function confirmed(): Promise<{ order: Body; payment: Body; event: Body }> {
  const order = await stripe.place();
  const payment = await stripe.awaited(order);
  double.confirm(payment.gatewayReference, 'pm_card_visa');
  return { order, payment, event: stripe.eventsOf(payment).at(-1) };
}
const versionOf = async ({ id }: Body) => (await stripe.system.get(`/v1/payments/${id}`)).body.version;
const problemOf = ({ status, body }: Answer) => [status, body.type.split(':').at(-1)];

test('however often, late and out of order they come, each is taken and nothing happens twice', async () => {
  const order = await stripe.place('pm_card_visa');
  const payment = await stripe.settled(order, 'Authorized');
  await stripe.move(payment, 'capture');
  await stripe.move(payment, 'refund', { amount: '3.58', reasonCode: 'other' });
  const { version } = await stripe.settled(order, 'PartiallyRefunded');
  const events = stripe.eventsOf(payment);
  expect(new Set(events.map(({ type }) => type)).size).toBeGreaterThan(5);
  const deliveries = [...events.toReversed(), ...events, ...events].map((event) => stripe.deliver(event));
  for (const { status } of await Promise.all(deliveries)) expect(status).toBe(204);
  expect(await versionOf(payment)).toBe(version);
  const kinds = double.effectsOf({ intent: payment.gatewayReference }).map(({ kind }) => kind);
  expect(kinds).toEqual(['authorization', 'capture', 'refund']);
});

test('what comes of a call whose answer was lost is known at once', async () => {
  const order = await stripe.place('pm_card_visa');
  const payment = await stripe.settled(order, 'Authorized');
  double.next({ lose: 'after' });
  expect((await stripe.move(payment, 'capture')).status).toBe(202);
  const captured = stripe.eventsOf(payment).find(({ type }) => type === 'charge.captured');
  expect((await stripe.deliver(captured as Body)).status).toBe(204);
  const { body } = await stripe.system.get(`/v1/payments/${payment.id}`);
  expect(body).toMatchObject({ status: 'Paid', captures: [{ status: 'Processed' }] });
  expect(double.effectsOf({ intent: payment.gatewayReference, kind: 'capture' })).toHaveLength(1);
});

test('while Stripe cannot be asked, it is answered so that Stripe sends it again', async () => {
  const { order, event } = await confirmed();
  double.next({ fail: 500 });
  expect(problemOf(await stripe.deliver(event))).toEqual([503, 'unavailable']);
  expect((await stripe.deliver(event)).status).toBe(204);
  await stripe.settled(order, 'Authorized');
});

test('one that comes while Stripe is asked about what was before is not passed over', async () => {
  const order = await stripe.place();
  const payment = await stripe.awaited(order);
  const held = Promise.withResolvers<void>();
  double.next({ late: held.promise });
  const asked = double.asked;
  const early = stripe.refresh(payment);
  await eventually(() => double.asked > asked);
  double.confirm(payment.gatewayReference, 'pm_card_visa');
  const deliveries = stripe.eventsOf(payment).map((event) => stripe.deliver(event));
  // Reads that take the same way: the webhooks are there by then, and wait for the question that is under way.
  for (let reads = 0; reads < 20; reads += 1) await versionOf(payment);
  held.resolve();
  expect((await early).status).toBeLessThan(300);
  for (const { status } of await Promise.all(deliveries)) expect(status).toBe(204);
  expect((await stripe.system.get(`/v1/payments/${payment.id}`)).body.status).toBe('Authorized');
});

describe('refused', () => {
  let payment: Body;
  let event: Body;
  let body: string;
  beforeAll(async () => {
    ({ payment, event } = await confirmed());
    body = JSON.stringify(event);
    // From now on it is decided, and what was taken would be in its history.
    await stripe.refresh(payment);
  });

  test.each<[string, () => [body: string, headers: Record<string, string>]]>([
    ['no signature', () => [body, json]],
    ['an empty one', () => [body, { ...json, 'stripe-signature': '' }]],
    ['another secret', () => [body, signed(body, ['whsec_of_somebody'])]],
    ['several other secrets', () => [body, signed(body, ['whsec_of_somebody', 'whsec_of_somebody_else'])]],
    ['another body', () => [body.replace('requires_capture', 'canceled'), signed(body)]],
    ['a blank more than was signed', () => [`${body} `, signed(body)]],
    ['the same object, written otherwise', () => [JSON.stringify(event, null, 1), signed(body)]],
    ['a signature of six minutes ago', () => [body, signed(body, [now], fromNow(-360))]],
    ['a signature of in a minute', () => [body, signed(body, [now], fromNow(60))]],
    [
      'a time that is not the one that was signed',
      () => {
        const { 'stripe-signature': signature = '', ...rest } = signed(body, [now], fromNow(-360));
        return [body, { ...rest, 'stripe-signature': signature.replace(/t=\d+/, `t=${Math.floor(Date.now() / 1_000)}`) }];
      },
    ],
    ['no body', () => ['', json]],
    ['no body, signed', () => ['', signed('')]],
    ['no JSON', () => ['intent', json]],
    ['no JSON, signed', () => ['intent', signed('intent')]],
    ['JSON that is cut off, signed', () => [body.slice(0, -1), signed(body.slice(0, -1))]],
    ['JSON that is no event, signed', () => ['[1]', signed('[1]')]],
    ['an event without a type, signed', () => ['{"id":"evt_1"}', signed('{"id":"evt_1"}')]],
  ])('with %s', async (_name, delivery) => {
    const answer = await stripe.post(...delivery());
    expect(problemOf(answer)).toEqual([400, 'webhook-refused']);
    expect(answer.body.detail).not.toMatch(/whsec_/);
  });

  test('when it is no JSON by its own word', async () => {
    expect((await stripe.post(body, { ...signed(body), 'content-type': 'text/plain' })).status).toBe(415);
  });

  test('when it is larger than anything that Stripe sends', async () => {
    const huge = JSON.stringify(eventOf({ object: 'payment_intent', padding: 'x'.repeat(3 * 1024 * 1024) }));
    expect((await stripe.post(huge, signed(huge))).status).toBe(413);
  });
});

test('nothing that was forged makes Docket look at a payment', async () => {
  const { order, payment, event } = await confirmed();
  const asked = double.asked;
  const forged = ['whsec_of_somebody', 'whsec_1', 'sk_test_of_the_double'].map((secret) => stripe.deliver(event, secret));
  for (const answer of await Promise.all(forged)) expect(problemOf(answer)).toEqual([400, 'webhook-refused']);
  expect(double.asked).toBe(asked);
  expect((await stripe.deliver(event)).status).toBe(204);
  expect(double.asked).toBeGreaterThan(asked);
  expect(await stripe.settled(order, 'Authorized')).toMatchObject({ id: payment.id });
});

test.each([
  ['the one that takes over', [now]],
  ['the one that goes', [before]],
  ['both', [before, now]],
  ['ours among those of many changes', ['whsec_a', 'whsec_b', 'whsec_c', 'whsec_d', before]],
])('while secrets change, what is signed by %s is taken', async (_name, secrets) => {
  const { order, event } = await confirmed();
  expect((await stripe.deliver(event, secrets)).status).toBe(204);
  await stripe.settled(order, 'Authorized');
});

test('the bytes are what is signed, however the JSON is written', async () => {
  const blank = fc.stringMatching(/^[ \n\t\r]{0,3}$/);
  const text = fc.string({ unit: 'grapheme', maxLength: 20 });
  await fc.assert(
    fc.asyncProperty(text, fc.nat(4), blank, blank, async (note, indent, ahead, behind) => {
      const written = JSON.stringify(eventOf({ object: 'charge', description: note, metadata: {} }), null, indent);
      const escaped = written.replace(/[^\x20-\x7e\s]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
      for (const each of [written, escaped]) {
        const body = `${ahead}${each}${behind}`;
        expect((await stripe.post(body, signed(body))).status).toBe(204);
        expect(problemOf(await stripe.post(`${body}\n`, signed(body)))).toEqual([400, 'webhook-refused']);
      }
    }),
    { numRuns: 20 },
  );
});

test.each<[string, () => object | Promise<object>]>([
  ['a payment that does not exist', () => intentOf(uuid())],
  ['a payment whose id is no id', () => intentOf('{"$gt":""}')],
  ['what something else made with the same account', () => intentOf('', { metadata: { order: '17' } })],
  ['an object without metadata', () => ({ object: 'balance' })],
  ['no object', () => [] as object],
])('what tells of %s is taken, and nothing is asked', async (_name, object) => {
  const asked = double.asked;
  const body = JSON.stringify(eventOf(await object()));
  expect((await stripe.post(body, signed(body))).status).toBe(204);
  expect(double.asked).toBe(asked);
});

test('what tells of a payment by another gateway changes nothing', async () => {
  const { body: order } = await stripe.system.post('/v1/orders', draft());
  const payment = await stripe.settled(order, 'Authorized');
  const asked = double.asked;
  const body = JSON.stringify(eventOf(intentOf(payment.id)));
  expect((await stripe.post(body, signed(body))).status).toBe(204);
  expect(await versionOf(payment)).toBe(payment.version);
  expect(double.asked).toBe(asked);
});
