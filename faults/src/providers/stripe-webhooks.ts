import { setTimeout as sleep } from 'node:timers/promises';
import type { StripeDouble } from '#tools/stripe-double/stripe-double.js';
import type { StripeEvent } from '#tools/stripe-double/stripe-objects.js';
import { stripeSecrets } from '#tools/stripe-double/stripe-settings.js';
import type { Random } from '../random.js';

const LOOK_EVERY = 100;
const ANSWER_WITHIN = 15_000;
const TRIES = 4;
// 400: a replica whose clock is wrong takes it for too old, or of the future.
const sentAgain = new Set([400, 408, 429, 500, 502, 503, 504]);

/** Tells gateways of what happens at Stripe, as it does: soon or late, in any order, now and then twice, sometimes never. */
export class StripeWebhooks {
  /** Answers that no webhook must get, a sentence each. */
  readonly refused: string[] = [];
  readonly #stopping = new AbortController();
  readonly #underWay = new Set<Promise<void>>();
  readonly #looking: Promise<void>;
  #seen = 0;

  constructor(
    private readonly double: StripeDouble,
    private readonly gateways: readonly string[],
    private readonly random: Random,
  ) {
    this.#looking = this.#look();
  }

  /** Decides what was undecided, tells what was put off, and resolves when no more is on its way. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#looking;
    do {
      this.#take();
      await Promise.all(this.#underWay);
    } while (this.#seen < this.double.events.length);
  }

  async #look(): Promise<void> {
    while (!this.#stopping.signal.aborted) {
      this.#take();
      await this.#pause(LOOK_EVERY);
    }
  }

  #take(): void {
    const { random } = this;
    for (const event of this.double.events.slice(this.#seen)) {
      this.#seen += 1;
      if (event.type === 'payment_intent.processing') this.#begin(this.#decide(event));
      const times = random.chance(0.1) ? 0 : random.chance(0.15) ? 2 : 1;
      for (let time = 0; time < times; time += 1) this.#begin(this.#deliver(event));
    }
  }

  #begin(work: Promise<void>): void {
    const done = work.finally(() => this.#underWay.delete(done));
    this.#underWay.add(done);
  }

  /** The bank says later whether it pays. */
  async #decide({ data }: StripeEvent): Promise<void> {
    const { id } = data.object as { readonly id: string };
    await this.#pause(this.random.between(0, 8_000));
    if (this.double.intent(id).status === 'processing') this.double.settle(id, this.random.chance(0.8) ? 'authorized' : 'declined');
  }

  async #deliver(event: StripeEvent): Promise<void> {
    const { random } = this;
    const [now, before] = stripeSecrets.signing;
    const secrets = random.pick([[now], [before], [before, now]]);
    await this.#pause(random.chance(0.1) ? random.between(5_000, 20_000) : random.between(0, 500));
    for (let tried = 1; tried <= TRIES; tried += 1) {
      const status = await this.#post(event, secrets);
      if (status === 204) return;
      if (status !== undefined && !sentAgain.has(status))
        return void this.refused.push(`the webhook ${event.type} was answered with ${status}`);
      await this.#pause(1_000 * 2 ** tried);
    }
  }

  async #post(event: StripeEvent, secrets: readonly string[]): Promise<number | undefined> {
    const { body, headers } = this.double.signedDelivery(event, secrets);
    const address = new URL('/v1/webhooks/stripe', this.random.pick(this.gateways));
    try {
      const response = await fetch(address, { method: 'POST', headers, body, signal: AbortSignal.timeout(ANSWER_WITHIN) });
      await response.body?.cancel();
      return response.status;
    } catch {
      return undefined;
    }
  }

  async #pause(milliseconds: number): Promise<void> {
    await sleep(milliseconds, undefined, { signal: this.#stopping.signal }).catch(() => undefined);
  }
}
