import { setTimeout as sleep } from 'node:timers/promises';
import type { Run } from '#infra/run.js';
import type { Fault } from '#tools/stripe-double/faults.js';
import { StripeDouble } from '#tools/stripe-double/stripe-double.js';
import { stripeSettings } from '#tools/stripe-double/stripe-settings.js';
import type { Random } from '../random.js';
import type { Conduct, Provider } from './provider.js';
import { StripeWebhooks } from './stripe-webhooks.js';

// As long as the payments service waits for Stripe.
const LATE = 15_000;
const mishaps = [{ fail: 429 }, { lose: 'before' }, { lose: 'after' }] as const;

/** Something that was done at Stripe, and for which of our payments. */
export interface StripeEffect {
  readonly kind: 'authorization' | 'capture' | 'refund' | 'cancellation';
  /** In the currency's minor unit. */
  readonly amount: number;
  readonly key: string | undefined;
  readonly paymentId: string | undefined;
}

/** Stripe as the faults play with it. Its own errors (5xx) are left out: they are kept under their key for a day, and so stays the call. */
export class StripeStandIn implements Provider {
  #healed = Promise.withResolvers<void>();

  private constructor(
    private readonly double: StripeDouble,
    private readonly random: Random,
    /** What the services need to know of it. */
    readonly settings: Readonly<Record<string, string>>,
  ) {}

  static async start(run: Run, random: Random): Promise<StripeStandIn> {
    const double = await StripeDouble.start({ multicapture: true });
    run.onClose(() => double.close());
    return new StripeStandIn(double, random, await stripeSettings(double.url, run.directory));
  }

  behave(conduct: Conduct): void {
    this.#healed.resolve();
    const healed = Promise.withResolvers<void>();
    this.#healed = healed;
    this.double.always((method) => this.#mishap(conduct, method, healed.promise));
  }

  /** Tells these gateways from now on of all that happens. */
  tell(gateways: readonly string[]): StripeWebhooks {
    return new StripeWebhooks(this.double, gateways, this.random);
  }

  get effects(): StripeEffect[] {
    return this.double.effectsOf().map(({ kind, amount, key, intent }) => {
      const { payment_id: paymentId } = this.double.intent(intent).metadata;
      return { kind, amount, key, paymentId };
    });
  }

  #mishap(conduct: Conduct, method: string, healed: Promise<void>): Fault | undefined {
    const { random } = this;
    const isRead = method === 'GET';
    switch (conduct) {
      case 'answers':
        return undefined;
      case 'fails':
        return isRead ? { fail: 503 } : random.pick(mishaps);
      case 'hangs':
        return random.chance(0.5) ? { held: healed } : { late: healed };
      case 'late': {
        // What is looked up is there in time, or not yet: a call that is still on its way is then not to be made anew.
        if (isRead) return undefined;
        const then = sleep(random.between(0, 2 * LATE), undefined, { ref: false });
        return random.chance(0.5) ? { held: then } : { late: then };
      }
    }
  }
}
