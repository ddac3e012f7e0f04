import { StripeDouble } from '#tools/stripe-double/stripe-double.js';
import { createStripeProvider } from '../src/providers/stripe/stripe.provider.js';
import { describeProvider } from './provider-kit.js';

const secretKey = 'sk_test_never_to_be_logged';

describe.each([{ multicapture: false }, { multicapture: true }])('against a double of Stripe, %j', ({ multicapture }) => {
  let double: StripeDouble;
  describeProvider('stripe', {
    start: async () => {
      double = await StripeDouble.start({ multicapture });
      return createStripeProvider({ secretKey, url: double.url, timeout: 5_000, multicapture });
    },
    stop: () => double.close(),
    token: 'pm_card_visa',
    declinedToken: 'pm_card_chargeDeclinedInsufficientFunds',
    secrets: [secretKey, '_secret_', 'fingerprint'],
    loseNextAnswer: () => double.next({ lose: 'after' }),
    effects: ({ idempotencyKey }) => double.effectsOf({ key: idempotencyKey }).length,
  });
});
