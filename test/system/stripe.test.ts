import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { KafkaReader } from '#tools/verify-topics.js';
import { eventually } from '../support/eventually.js';
import { brokers } from '../support/services-needed.js';
import { StripeSystem } from './stripe-system.js';
import { draft } from './test-system.js';

// biome-ignore lint/suspicious/noExplicitAny: as clients read it
type Body = any;

let stripe: StripeSystem;
let double: StripeSystem['double'];
/** Confirmed right at the start, and nobody tells Docket. */
let untold: Body;
beforeAll(async () => {
  stripe = await StripeSystem.start();
  double = stripe.double;
  untold = await stripe.place();
  double.confirm((await stripe.awaited(untold)).gatewayReference, 'pm_card_visa');
});
afterAll(() => stripe?.stop());

const any = { 'if-match': '*' };
const cancel = ({ id }: Body) => stripe.system.post(`/v1/orders/${id}/cancel`, { reason: 'changed my mind' }, any);
const secretOf = ({ id }: Body) => stripe.system.get(`/v1/payments/${id}/client-secret`);
const back = (amount?: string) => ({ ...(amount && { amount }), reasonCode: 'requested-by-customer' });
const deliverAll = async (payment: Body): Promise<void> => {
  for (const { status } of await Promise.all(stripe.eventsOf(payment).map((event) => stripe.deliver(event)))) expect(status).toBe(204);
};
const kindsOf = ({ gatewayReference: intent }: Body) => double.effectsOf({ intent }).map(({ kind }) => kind);

/** An order that waits for its shopper. */
async function waiting(): Promise<{ order: Body; payment: Body }> {
  const order = await stripe.place();
  return { order, payment: await stripe.awaited(order) };
}

/** Authorized, and captured whole. */
async function paid(token = 'pm_card_visa'): Promise<{ order: Body; payment: Body }> {
  const order = await stripe.place(token);
  const payment = await stripe.settled(order, 'Authorized');
  expect((await stripe.move(payment, 'capture')).status).toBe(200);
  await stripe.order(order, 'Paid');
  return { order, payment };
}

/** Promised once: at Stripe, in the log, and in what was published; and the order knows. */
async function expectAuthorizedOnce(order: Body, within?: number): Promise<void> {
  const payment = await stripe.settled(order, 'Authorized', within);
  expect((await stripe.order(order, 'Authorized')).balance).toMatchObject({ authorized: payment.amount, captured: '0.00' });
  expect(kindsOf(payment)).toEqual(['authorization']);
  expect((await stripe.log(payment)).filter(({ status }) => status === 'succeeded')).toHaveLength(1);
  const published = { documentId: payment.id, 'event.type': 'payment.authorized' };
  const history = stripe.system.database('payments').collection('paymentHistory');
  await eventually(async () => (await history.countDocuments(published)) > 0);
  expect(await history.countDocuments(published)).toBe(1);
  expect((await secretOf(payment)).body.type).toBe('urn:docket:problem:not-awaited');
}

test('the secret of the storefront is handed out while the shopper is awaited, and only by the gateway that asks one', async () => {
  const { order, payment } = await waiting();
  expect(payment).toMatchObject({ status: 'Pending', authorizedAmount: '0' });
  const { status, body } = await secretOf(payment);
  expect([status, body]).toEqual([200, { clientSecret: double.intent(payment.gatewayReference).client_secret }]);
  const { body: byHand } = await stripe.system.post('/v1/orders', draft());
  expect((await secretOf(await stripe.settled(byHand, 'Authorized'))).body.type).toBe('urn:docket:problem:not-at-gateway');
  await stripe.order(order, 'Pending');
});

test.each<[string, (payment: Body) => Promise<unknown>]>([
  ['comes back', async (payment) => expect((await stripe.refresh(payment)).body.status).toBe('Authorized')],
  ['leaves, and the webhook comes', deliverAll],
  [
    'comes back while webhooks come, many times at once',
    (payment) => Promise.all(Array.from({ length: 8 }, () => Promise.all([stripe.refresh(payment), deliverAll(payment)]))),
  ],
])('the shopper agrees and %s: it is authorized once', async (_name, tell) => {
  const { order, payment } = await waiting();
  double.confirm(payment.gatewayReference, 'pm_card_visa');
  await tell(payment);
  await expectAuthorizedOnce(order);
});

test('a card that is declined can be followed by another one', async () => {
  const { order, payment } = await waiting();
  double.confirm(payment.gatewayReference, 'pm_card_chargeDeclined');
  await deliverAll(payment);
  expect((await stripe.refresh(payment)).status).toBe(202);
  double.confirm(payment.gatewayReference, 'pm_card_visa');
  await deliverAll(payment);
  await expectAuthorizedOnce(order);
});

test.each([
  ['gives up', ['cancellation']],
  ['has confirmed the first after all', ['authorization', 'cancellation']],
])('the bank asks the shopper, who fails; another card is authorized, also if the shopper %s', async (how, withdrawn) => {
  const order = await stripe.place('pm_card_threeDSecure2Required');
  const payment = await stripe.awaited(order);
  expect((await secretOf(payment)).status).toBe(200);
  double.settle(payment.gatewayReference, 'declined');
  await deliverAll(payment);
  await stripe.settled(order, 'Declined');
  await stripe.order(order, 'Declined');
  expect((await secretOf(payment)).body.type).toBe('urn:docket:problem:not-awaited');
  if (how !== 'gives up') double.confirm(payment.gatewayReference, 'pm_card_visa');
  expect((await stripe.move(payment, 'authorize', { token: 'pm_card_visa' })).body.status).toBe('Authorized');
  await expectAuthorizedOnce(order);
  expect(kindsOf(payment)).toEqual(withdrawn);
  expect(() => double.confirm(payment.gatewayReference, 'pm_card_visa')).toThrow();
});

test.each([
  ['succeeds', 'PartiallyRefunded', '3.58', { status: 'Processed' }],
  ['fails', 'Paid', '0', { status: 'Rejected', rejectCode: 'lost_or_stolen_card' }],
] as const)('a refund is pending, and %s when the webhook comes', async (how, status, refundedAmount, refund) => {
  const { order, payment } = await paid('pm_card_pendingRefund');
  const { status: answered, body } = await stripe.move(payment, 'refund', back('3.58'));
  expect([answered, body]).toEqual([
    202,
    expect.objectContaining({ status: 'Paid', refunds: [expect.objectContaining({ status: 'Pending' })] }),
  ]);
  const { reference } = (await stripe.log(payment)).at(-1);
  if (how === 'succeeds') double.completeRefund(reference);
  else double.failRefund(reference);
  await deliverAll(payment);
  expect(await stripe.settled(order, status)).toMatchObject({ refundedAmount, refunds: [refund] });
  await stripe.order(order, status);
});

test('a refund fails days later: the order is paid again, and can be refunded again', async () => {
  const { order, payment } = await paid();
  expect((await stripe.move(payment, 'refund', back())).status).toBe(200);
  const { balance } = await stripe.order(order, 'Refunded');
  double.failRefund((await stripe.log(payment)).at(-1).reference, 'expired_or_canceled_card');
  const failed = stripe.eventsOf(payment).find(({ type }) => type === 'refund.failed') as Body;
  for (const { status } of await Promise.all([1, 2, 3].map(() => stripe.deliver(failed)))) expect(status).toBe(204);
  const rejected = { status: 'Rejected', rejectCode: 'expired_or_canceled_card' };
  expect(await stripe.settled(order, 'Paid')).toMatchObject({ refundedAmount: '0.00', refunds: [rejected] });
  expect((await stripe.order(order, 'Paid')).balance.difference).not.toBe(balance.difference);
  expect((await stripe.move(payment, 'refund', back())).body).toMatchObject({ status: 'Refunded', refundedAmount: payment.amount });
  expect((await stripe.order(order, 'Refunded')).balance).toEqual(balance);
});

test('the order is cancelled while the shopper hesitates, who then is too late', async () => {
  const { order, payment } = await waiting();
  expect((await cancel(order)).status).toBe(200);
  expect(await stripe.settled(order, 'Voided')).toMatchObject({ authorizedAmount: '0', capturedAmount: '0' });
  await deliverAll(payment);
  await stripe.order(order, 'Voided');
  expect(double.intent(payment.gatewayReference).status).toBe('canceled');
  expect(() => double.confirm(payment.gatewayReference, 'pm_card_visa')).toThrow();
  expect(kindsOf(payment)).toEqual(['cancellation']);
});

test('the order is cancelled at the very moment when the shopper agrees: nothing stays promised', async () => {
  const ready = await Promise.all(Array.from({ length: 5 }, waiting));
  await Promise.all(
    ready.map(async ({ order, payment }) => {
      const cancelled = cancel(order);
      double.confirm(payment.gatewayReference, 'pm_card_visa');
      await Promise.all([cancelled, deliverAll(payment), stripe.refresh(payment)]);
    }),
  );
  for (const { order, payment } of ready) {
    await stripe.settled(order, 'Voided');
    await stripe.order(order, 'Voided');
    expect(double.intent(payment.gatewayReference)).toMatchObject({ status: 'canceled', amount_received: 0 });
  }
});

test('the order is cancelled while a capture is on its way: what it takes goes back', async () => {
  const order = await stripe.place('pm_card_visa');
  const payment = await stripe.settled(order, 'Authorized');
  const held = Promise.withResolvers<void>();
  double.next({ late: held.promise });
  const capturing = stripe.move(payment, 'capture', { amount: '10' });
  await eventually(() => kindsOf(payment).includes('capture'));
  expect((await cancel(order)).status).toBe(200);
  held.resolve();
  expect((await capturing).status).toBeLessThan(300);
  expect(await stripe.settled(order, 'Refunded')).toMatchObject({ capturedAmount: '10.00', refundedAmount: '10.00' });
  await stripe.order(order, 'Refunded');
  expect(kindsOf(payment).sort()).toEqual(['authorization', 'cancellation', 'capture', 'refund']);
});

test('the shopper agrees, and nobody tells: it is asked about all the same', () => expectAuthorizedOnce(untold, 90_000), 120_000);

describe('no secret gets out', () => {
  const secret = /sk_test_|whsec_|_secret_/;

  test('to what is stored', async () => {
    const database = stripe.system.database('payments');
    for (const { name } of await database.listCollections().toArray()) {
      const stored = JSON.stringify(await database.collection(name).find().toArray());
      if (name === 'payments') expect(stored).toMatch(/pi_[0-9a-f]{24}/);
      expect(stored).not.toMatch(secret);
    }
  });

  test('to what is published', async () => {
    const reader = await KafkaReader.connect(brokers());
    const published: string[] = [];
    for (const topic of await reader.topicNames()) {
      if (topic.startsWith('docket')) await reader.read(topic, (_partition, { value }) => void published.push(String(value)));
    }
    await reader.close();
    expect(published.join()).toMatch(/pi_[0-9a-f]{24}/);
    expect(published.join()).not.toMatch(secret);
  });

  test('to the logs', () => {
    const directory = path.join(process.env.DOCKET_RUN ?? '.docket/by-hand', 'logs');
    const logs = readdirSync(directory).map((file) => readFileSync(path.join(directory, file), 'utf8'));
    expect(logs.join()).toMatch(/payments/);
    expect(logs.join()).not.toMatch(secret);
  });
});
