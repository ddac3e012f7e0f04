import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { v5 as derivedId } from 'uuid';
import { type Decision, isRefusal } from '#contracts/refusals.js';
import { AggregateStore } from '#platform/aggregate-store.js';
import { LOG } from '#platform/chassis.module.js';
import { DatabaseClock } from '#platform/database-clock.js';
import { STORES, type Stores } from '#platform/document-service.module.js';
import type { Log } from '#platform/log.js';
import { expire, tellExpiry } from './domain/expiry.js';
import type { Payment, PaymentEvent } from './domain/payment.js';
import { callHead, GatewayCalls } from './gateway-calls.js';
import { PROVIDERS, type Providers, providerOf } from './providers/providers.js';
import { PromisesByEnd } from './storage/promises-by-end.js';

const LOOK_EVERY = 10_000;
const HOUR = 3_600_000;
const TOLD_BEFORE_HOURS = 24;

/** Tells of promises that end before long, and gives back those that have ended. Every replica looks; what one has done is nothing new to the others. */
@Injectable()
export class ExpiringPromises implements OnApplicationBootstrap, OnModuleDestroy {
  #timer: NodeJS.Timeout | undefined;
  #looking: Promise<void> | undefined;

  constructor(
    @Inject(AggregateStore) private readonly store: AggregateStore<Payment, PaymentEvent>,
    @Inject(STORES) private readonly stores: Stores,
    @Inject(PROVIDERS) private readonly providers: Providers,
    private readonly promises: PromisesByEnd,
    private readonly calls: GatewayCalls,
    private readonly clock: DatabaseClock,
    @Inject(LOG) private readonly log: Log,
  ) {}

  onApplicationBootstrap(): void {
    this.#timer = setInterval(() => {
      this.#looking ??= this.#look()
        .catch((error) => this.log.warn({ error: error.message }, 'expiring promises could not be looked up'))
        .finally(() => {
          this.#looking = undefined;
        });
    }, LOOK_EVERY);
  }

  async onModuleDestroy(): Promise<void> {
    clearInterval(this.#timer);
    await this.#looking;
  }

  async #look(): Promise<void> {
    const now = new Date(await this.clock.now());
    for (const store of this.stores.values()) {
      const soon = new Date(now.getTime() + (store.paymentRules?.tellExpiryHours ?? TOLD_BEFORE_HOURS) * HOUR);
      for (const id of await this.promises.untold(store.id, soon.toISOString())) await this.#change(id, tellExpiry);
    }
    for (const { paymentId, gateway } of await this.promises.ended(now.toISOString())) {
      const head = callHead(derivedId('expired', paymentId), now.getTime());
      await this.#change(paymentId, (payment) => expire(payment, now.toISOString(), head, providerOf(this.providers, gateway)));
    }
  }

  async #change(id: string, decide: (payment: Payment | null) => Decision<PaymentEvent>): Promise<void> {
    const context = { actor: 'service:payments', correlationId: id };
    const changed = await this.store.change(id, decide, context);
    if (!isRefusal(changed)) this.calls.follow(changed, context);
  }
}
