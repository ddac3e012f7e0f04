import { setTimeout as delay } from 'node:timers/promises';
import { Inject, Injectable } from '@nestjs/common';
import { AggregateStore } from '#platform/aggregate-store.js';
import { DatabaseClock } from '#platform/database-clock.js';
import { storeFor } from '#platform/document-service.module.js';
import { orThrow } from '#platform/http/problem.js';
import { isOpen, type TaxTransaction, type TaxTransactionEvent } from '../domain/tax-transaction.js';
import { obstacleToSubmitting, submitTax } from '../domain/tell-provider.js';
import { PROVIDERS, type Providers } from '../providers/providers.js';
import { taxTransactionAggregate } from '../storage/tax-transaction.schema.js';
import { TaxCalls, taxCall } from '../tax-calls.js';

/** What became of an order that was submitted. */
export type Submitted = { readonly orderNumber?: string } & (
  | { readonly outcome: 'done' }
  | { readonly outcome: 'skipped' | 'failed'; readonly reason: string }
);

const LOOK_EVERY = 100;
const WHY = 'Docket has told it again';

/** Lets the provider be told of one order again, by the same way as everything else that it is told, and waits for the outcome. */
@Injectable()
export class TaxSubmitter {
  constructor(
    @Inject(storeFor(taxTransactionAggregate)) private readonly transactions: AggregateStore<TaxTransaction, TaxTransactionEvent>,
    @Inject(PROVIDERS) private readonly providers: Providers,
    private readonly clock: DatabaseClock,
    private readonly calls: TaxCalls,
  ) {}

  async submit(
    { orderId, storeId, commits }: { readonly orderId: string; readonly storeId: string; readonly commits: boolean },
    correlationId: string,
    signal: AbortSignal,
  ): Promise<Submitted> {
    const found = await this.transactions.findBy('orderId', orderId);
    if (!found) return { outcome: 'skipped', reason: 'there is no such order, or its store did not have AvaTax when it was placed' };
    const { orderNumber, taxTransactionId: id } = found.state;
    if (found.state.storeId !== storeId) return { orderNumber, outcome: 'skipped', reason: 'it is of another store' };
    const obstacle = obstacleToSubmitting(found.state, commits);
    if (obstacle !== undefined) return { orderNumber, outcome: 'skipped', reason: obstacle };
    const time = await this.clock.now();
    const call = taxCall(this.providers, time);
    const decide = (now: TaxTransaction | null) => submitTax(now, commits, WHY, call, new Date(time).toISOString());
    const stored = orThrow(await this.transactions.change(id, decide, { actor: 'service:tax', correlationId }));
    this.calls.follow(stored, call.id, { correlationId });
    return { orderNumber, ...(await this.#outcomeOf(id, signal)) };
  }

  /** Until the provider has answered, or has had time enough to. */
  async #outcomeOf(id: string, signal: AbortSignal): Promise<Submitted> {
    const until = performance.now() + 2 * this.providers.inHand;
    while (performance.now() < until) {
      await delay(LOOK_EVERY, undefined, { signal });
      const state = (await this.transactions.peek([id], ['settled', 'orderVersion', 'stage', 'returns', 'call', 'delay'])).get(id);
      if (!state) break;
      if (!isOpen(state)) return { outcome: 'done' };
      if (!state.call) return { outcome: 'failed', reason: state.delay ?? 'it stays open' };
    }
    return { outcome: 'failed', reason: 'the provider has not been told yet; that goes on' };
  }
}
