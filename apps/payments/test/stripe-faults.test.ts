import type { Fault } from '#tools/stripe-double/faults.js';
import { StripeDouble } from '#tools/stripe-double/stripe-double.js';
import type { GatewayAnswer, PaymentProvider, StoredCall } from '../src/providers/provider.js';
import { createStripeProvider } from '../src/providers/stripe/stripe.provider.js';
import { StripeKeyReused, StripeUnanswered } from '../src/providers/stripe/stripe-client.js';
import { CallsOf } from './provider-under-test.js';

const secretKey = 'sk_test_1';
const DAY = 24 * 3_600;

const doubles: StripeDouble[] = [];
afterAll(() => Promise.all(doubles.map((double) => double.close())));

async function start(): Promise<{ double: StripeDouble; stripe: PaymentProvider; calls: CallsOf }> {
  const double = await StripeDouble.start();
  doubles.push(double);
  const stripe = createStripeProvider({ secretKey, url: double.url });
  return { double, stripe, calls: new CallsOf(stripe, { start: () => stripe, token: 'pm_card_visa' }, 'abcdef') };
}

test('a request that never arrived is absent, and acts when it is sent again', async () => {
  const { double, stripe, calls } = await start();
  const call = calls.stored({ type: 'authorization', amount: '10.00' });
  double.next({ lose: 'before' });
  await expect(stripe.send(call)).rejects.toThrow(StripeUnanswered);
  expect(await stripe.find(call)).toBe('absent');
  expect(await stripe.send(call)).toMatchObject({ status: 'succeeded' });
  expect(double.effectsOf()).toHaveLength(1);
});

test('an answer that is late is unknown, and so is that to a repeat while the first is running', async () => {
  const { double, stripe, calls } = await start();
  const impatient = createStripeProvider({ secretKey, url: double.url, timeout: 1_000 });
  const call = calls.stored({ type: 'authorization', amount: '10.00' });
  const released = Promise.withResolvers<void>();
  double.next({ late: released.promise });
  await expect(impatient.send(call)).rejects.toThrow(StripeUnanswered);
  await expect(stripe.send(call)).rejects.toThrow(/idempotency_key_in_use 409/);
  released.resolve();
  expect(await stripe.send(call)).toMatchObject({ status: 'succeeded' });
  expect(double.effectsOf()).toHaveLength(1);
});

test('an error of Stripe comes back as long as its key lives; what became of the call is asked, and a new call is made', async () => {
  const { double, stripe, calls } = await start();
  const paymentReference = await calls.authorized('10.00');
  const call = calls.stored({ type: 'capture', amount: '10.00', paymentReference });
  double.next({ fail: 500 });
  for (let attempt = 1; attempt <= 2; attempt += 1) await expect(stripe.send(call)).rejects.toThrow(StripeUnanswered);
  expect(await stripe.find(call)).toBe('absent');
  expect(await stripe.send(calls.stored({ type: 'capture', amount: '10.00', paymentReference }))).toMatchObject({ status: 'succeeded' });
  expect(double.effectsOf({ kind: 'capture' })).toHaveLength(1);
});

test('an error of Stripe after it had acted is found to have succeeded', async () => {
  const { double, stripe, calls } = await start();
  const paymentReference = await calls.authorized('10.00');
  const call = calls.stored({ type: 'capture', amount: '10.00', paymentReference });
  double.next({ fail: 500, after: true });
  for (let attempt = 1; attempt <= 2; attempt += 1) await expect(stripe.send(call)).rejects.toThrow(StripeUnanswered);
  expect(await stripe.find(call)).toMatchObject({ status: 'succeeded' });
});

test.each([409, 429, 401, 403, 503])('after %d the outcome is unknown', async (status) => {
  const { double, stripe, calls } = await start();
  double.next({ fail: status });
  const call = calls.stored({ type: 'authorization', amount: '10.00' });
  await expect(stripe.send(call)).rejects.toThrow(StripeUnanswered);
  if (status < 500) expect(await stripe.send(call)).toMatchObject({ status: 'succeeded' });
});

test('another request under a key is an error of its own, and acts on nothing', async () => {
  const { double, stripe, calls } = await start();
  const call = calls.stored({ type: 'authorization', amount: '10.00' });
  await stripe.send(call);
  const other = { ...calls.stored({ type: 'authorization', amount: '11.00' }), idempotencyKey: call.idempotencyKey };
  await expect(stripe.send(other)).rejects.toThrow(StripeKeyReused);
  expect(double.effectsOf()).toHaveLength(1);
});

test.each(['capture', 'refund', 'void'] as const)(
  '%s: with the secret of another account the outcome is unknown, not declined',
  async (type) => {
    const { stripe, calls } = await start();
    const call = calls.stored({ type, amount: '10.00', paymentReference: 'pi_of_another_account' });
    await expect(stripe.send(call)).rejects.toThrow(StripeUnanswered);
  },
);

test('once its key is forgotten an authorization would act again, so it is only asked about', async () => {
  const { double, stripe, calls } = await start();
  const call = calls.stored({ type: 'authorization', amount: '10.00' });
  const { reference } = await stripe.send(call);
  double.passSeconds(DAY);
  expect(await stripe.find(call)).toMatchObject({ status: 'succeeded', reference });
  expect(stripe.capabilities.keysLastHours).toBeLessThan(24);
  await stripe.send(call);
  expect(double.effectsOf()).toHaveLength(2);
});

test('a capture whose key is forgotten is answered by what it did', async () => {
  const { double, stripe, calls } = await start();
  const call = calls.stored({ type: 'capture', amount: '10.00', paymentReference: await calls.authorized('10.00') });
  const first = await stripe.send(call);
  double.passSeconds(DAY);
  expect(await stripe.send(call)).toEqual(first);
  expect(double.effectsOf({ kind: 'capture' })).toHaveLength(1);
});

test('it is found among many, page after page', async () => {
  const { stripe, calls } = await start();
  const call = calls.stored({ type: 'authorization', amount: '10.00' });
  const { reference } = await stripe.send(call);
  for (let others = 0; others < 201; others += 1) await calls.authorized('10.00');
  expect(await stripe.find(call)).toMatchObject({ status: 'succeeded', reference });
  expect(await stripe.find(calls.stored({ type: 'authorization', amount: '10.00' }))).toBe('absent');
});

const faults: readonly (Fault | undefined)[] = [
  undefined,
  { lose: 'before' },
  { lose: 'after' },
  { fail: 429 },
  { fail: 500 },
  { fail: 500, after: true },
];

const unanswered = (error: unknown) => {
  if (error instanceof StripeUnanswered) return error;
  throw error;
};

/** Sends the same call again, looks when Stripe had an error, and makes a new call only if the old one is absent. */
async function carryOut(stripe: PaymentProvider, newCall: () => StoredCall): Promise<GatewayAnswer> {
  let call = newCall();
  for (let attempt = 1; attempt <= 5; attempt += 1) {
    const answer = await stripe.send(call).catch(unanswered);
    if (!(answer instanceof Error)) return answer;
    if (answer.status !== 500) continue;
    const found = await stripe.find(call).catch(unanswered);
    if (found === 'absent') call = newCall();
    else if (!(found instanceof Error)) return found;
  }
  throw new Error('nothing came of it');
}

test.each(['authorization', 'capture', 'refund', 'void'] as const)('%s: whatever two things go wrong, it is done once', async (type) => {
  const pairs = faults.flatMap((first) => faults.map((second) => [first, second]));
  const run = async (pair: readonly (Fault | undefined)[]) => {
    const { double, stripe, calls } = await start();
    const paymentReference = type === 'authorization' ? undefined : await calls.authorized('10.00');
    if (type === 'refund' && paymentReference) await calls.send(calls.stored({ type: 'capture', amount: '10.00', paymentReference }));
    for (const fault of pair) if (fault) double.next(fault);
    const answer = await carryOut(stripe, () => calls.stored({ type, amount: '4.00', ...(paymentReference && { paymentReference }) }));
    return { status: answer.status, effects: double.effectsOf({ kind: type === 'void' ? 'cancellation' : type }).length };
  };
  const outcomes = await Promise.all(pairs.map(run));
  expect(outcomes).toEqual(pairs.map(() => ({ status: 'succeeded', effects: 1 })));
});

test.each(['http://stripe.example', 'ftp://127.0.0.1', 'http://127.0.0.1.example:1'])('%s is no address for secrets', (url) => {
  expect(() => createStripeProvider({ secretKey, url })).toThrow(/must be https/);
});
