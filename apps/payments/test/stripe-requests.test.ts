import process from 'node:process';
import type { CallToMake } from '../src/providers/provider.js';
import { createStripeProvider } from '../src/providers/stripe/stripe.provider.js';
import { stripeClient } from '../src/providers/stripe/stripe-client.js';
import { stripeRequest } from '../src/providers/stripe/stripe-request.js';
import { startStripeMock, stripeMockObstacle } from './stripe-mock.js';

const obstacle = await stripeMockObstacle();
const describeOrSkip = obstacle === undefined ? describe : describe.skip;
if (obstacle) process.emitWarning(`the requests to Stripe are not tested: ${obstacle}`);

const secretKey = 'sk_test_123';
const call: CallToMake = {
  ...{ id: '0197aaaa-0000-4000-8000-000000000001', type: 'authorization', amount: '12.34', currency: 'GBP' },
  ...{ paymentId: '0197aaaa-0000-4000-8000-000000000002', orderId: '0197aaaa-0000-4000-8000-000000000003', orderNumber: 'CO261124-00001' },
};
const paymentReference = 'pi_1';
const calls: readonly (readonly [string, CallToMake])[] = [
  ['an authorization that the storefront confirms', call],
  ['an authorization with a means of payment', { ...call, token: 'pm_card_visa' }],
  ['an authorization with a confirmation token', { ...call, token: 'ctoken_1' }],
  ['a capture', { ...call, type: 'capture', paymentReference }],
  ['a capture in part', { ...call, type: 'capture', paymentReference, isLast: false }],
  ['a refund', { ...call, type: 'refund', paymentReference, reasonCode: 'requested-by-customer' }],
  ['a refund of another reason', { ...call, type: 'refund', paymentReference, reasonCode: 'other' }],
  ['a void', { ...call, type: 'void', paymentReference }],
  ['a void of the rest', { ...call, type: 'void', paymentReference, isPartlyCaptured: true }],
];

describeOrSkip(`Stripe's own mock takes the form${obstacle === undefined ? '' : ` (skipped: ${obstacle})`}`, () => {
  let mock: Awaited<ReturnType<typeof startStripeMock>>;
  beforeAll(async () => {
    mock = await startStripeMock();
  });
  afterAll(() => mock?.stop());

  describe.each([false, true])('with multicapture %j', (multicapture) => {
    test.each(calls)('of %s, and of nothing that is not in its specification', async (_name, each) => {
      const stripe = stripeClient({ secretKey, url: mock.url });
      const { path, params } = stripeRequest(each, multicapture);
      const object = await stripe.rawRequest('POST', path, params, { idempotencyKey: 'key-1' });
      expect(object.object).toBe(each.type === 'refund' ? 'refund' : 'payment_intent');
      await expect(stripe.rawRequest('POST', path, { ...params, surprise: 1 })).rejects.toMatchObject({ statusCode: 400 });
    });
  });

  test.each(calls)('of looking for %s', async (_name, each) => {
    const provider = createStripeProvider({ secretKey, url: mock.url });
    const stored = { ...each, request: provider.prepare(each), idempotencyKey: 'key-1', requestedAt: '2026-11-24T10:00:00.000Z' };
    // Its one payment has not been captured or cancelled, and knows of no call of ours.
    expect(await provider.find(stored)).toBe('absent');
    if (each.type === 'authorization') expect(await provider.find({ ...stored, reference: 'pi_1' })).toMatchObject({ reference: 'pi_1' });
    if (each.type === 'refund') expect(await provider.find({ ...stored, reference: 're_1' })).toMatchObject({ reference: 're_1' });
  });

  test('of asking for the secret of a storefront', async () => {
    expect(await createStripeProvider({ secretKey, url: mock.url }).clientSecret?.('pi_1')).toMatch(/_secret_/);
  });
});
