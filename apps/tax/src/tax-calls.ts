import { type BeforeApplicationShutdown, Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import pLimit from 'p-limit';
import { v7 as newId } from 'uuid';
import type { TaxCall } from '#contracts/events/tax-transaction.js';
import type { Stored } from '#platform/aggregate-document.js';
import { AggregateStore } from '#platform/aggregate-store.js';
import type { ChangeContext } from '#platform/change-context.js';
import { LOG } from '#platform/chassis.module.js';
import { DatabaseClock } from '#platform/database-clock.js';
import { STORES, type Stores, storeFor } from '#platform/document-service.module.js';
import { orThrow } from '#platform/http/problem.js';
import type { Log } from '#platform/log.js';
import { storeOf } from '#platform/stores.js';
import { isOpen, type TaxTransaction, type TaxTransactionEvent } from './domain/tax-transaction.js';
import { delayTax, resumeTax, settleTax } from './domain/tell-provider.js';
import { PROVIDERS, type Providers } from './providers/providers.js';
import { TaxRefused } from './providers/tax-provider.js';
import { DueTransactions } from './storage/due-transactions.js';
import { TaxExchanges } from './storage/tax-exchanges.js';
import { taxTransactionAggregate } from './storage/tax-transaction.schema.js';
import { TaxTurns } from './tax-turns.js';

const AT_ONCE = 16;
/** More than these wait for nobody: they are carried out when they are due. */
const MOST_WAITING = 1_000;
const LOOK_EVERY = 1_000;
const SECOND = 1_000;
const LONGEST = 300 * SECOND;
/** Asked again, what was refused is refused; but a setting may have been put right. */
const AFTER_REFUSAL = 3_600 * SECOND;

type Origin = Pick<ChangeContext, 'correlationId' | 'traceparent'>;

/**
 * Tells providers outside what was stored before, and stores what comes of it: at once what this process stored, and when it is due what nobody has
 * settled. One at a time for each order, and no consumer holds its place while a provider thinks.
 */
@Injectable()
export class TaxCalls implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #limit = pLimit(AT_ONCE);
  readonly #inHand = new Map<string, Promise<void>>();
  #timer: NodeJS.Timeout | undefined;
  #looking = false;
  #closing = false;

  constructor(
    @Inject(storeFor(taxTransactionAggregate)) private readonly transactions: AggregateStore<TaxTransaction, TaxTransactionEvent>,
    @Inject(PROVIDERS) private readonly providers: Providers,
    @Inject(STORES) private readonly stores: Stores,
    private readonly due: DueTransactions,
    private readonly exchanges: TaxExchanges,
    private readonly clock: DatabaseClock,
    private readonly turns: TaxTurns,
    @Inject(LOG) private readonly log: Log,
  ) {}

  onApplicationBootstrap(): void {
    if (this.providers.hasOutside) this.#timer = setInterval(() => void this.#look(), LOOK_EVERY);
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.#closing = true;
    clearInterval(this.#timer);
    while (this.#inHand.size > 0) await Promise.all(this.#inHand.values());
  }

  /** Carries out what was just stored with this call, where it is in nobody else's hands; its caller need not wait. */
  follow({ state }: Stored<TaxTransaction>, callId: string, origin: Origin): void {
    if (state.call?.id === callId) this.#take(state, origin, () => this.#run(state, callId, origin));
  }

  #take(transaction: TaxTransaction, origin: Origin, run: () => Promise<void>): void {
    const { orderId } = transaction;
    if (this.#closing || this.#inHand.has(orderId) || this.#limit.pendingCount >= MOST_WAITING) return;
    const taken = this.#limit(run)
      .catch((error) => this.log.warn({ orderId, ...origin, error: error.message }, 'a tax transaction stays open'))
      .finally(() => this.#inHand.delete(orderId));
    this.#inHand.set(orderId, taken);
  }

  async #run(first: TaxTransaction, firstCall: string, origin: Origin): Promise<void> {
    let transaction = first;
    let callId = firstCall;
    // What still waits when the process is to end, or has waited for too long, others carry out.
    while (!this.#closing && transaction.call?.id === callId && (await this.#hasTime(transaction.call))) {
      const next = taxCall(this.providers, await this.clock.now());
      const settled = await this.#carryOut(transaction, callId, next, context(origin));
      transaction = settled.state;
      callId = next.id;
    }
  }

  async #hasTime({ inHandUntil }: TaxCall): Promise<boolean> {
    return inHandUntil > iso((await this.clock.now()) + this.providers.inHand / 2);
  }

  async #carryOut(transaction: TaxTransaction, callId: string, next: TaxCall, by: ChangeContext): Promise<Stored<TaxTransaction>> {
    const { taxTransactionId, orderVersion, stage } = transaction;
    const store = storeOf(this.stores, transaction.storeId);
    const provider = this.providers.of(store);
    if (provider.name !== 'avatax') throw new Error(`the store ${store.id} has an open tax transaction and nobody to tell`);
    try {
      const { sale, returned } = isOpen(transaction)
        ? await this.turns.tell(provider.heardBy(this.exchanges.keeperOf(transaction)), transaction, callId, by)
        : { sale: { orderVersion, stage } };
      const settle = (now: TaxTransaction | null) => settleTax(now, callId, sale, next, returned);
      return orThrow(await this.transactions.change(taxTransactionId, settle, by));
    } catch (error) {
      return this.#delayed(transaction, callId, error as Error, by);
    }
  }

  async #delayed(transaction: TaxTransaction, callId: string, error: Error, by: ChangeContext): Promise<Stored<TaxTransaction>> {
    const isRefused = error instanceof TaxRefused;
    if (!isRefused) await this.turns.estimate(transaction, by);
    const tries = transaction.tries + 1;
    const pause = isRefused ? AFTER_REFUSAL : Math.min(LONGEST, SECOND * 2 ** transaction.tries) * (0.5 + Math.random() / 2);
    const time = await this.clock.now();
    const nextAt = iso(time + pause);
    const reason = (error as { reason?: string }).reason ?? error.message;
    this.log.warn({ orderId: transaction.orderId, reason, tries }, 'the tax provider has not settled an order');
    const delay = { reason: reason.slice(0, 500) || 'no reason', isRefused, tries, nextAt };
    return orThrow(
      await this.transactions.change(transaction.taxTransactionId, (now) => delayTax(now, callId, transaction, delay, iso(time)), by),
    );
  }

  async #look(): Promise<void> {
    if (this.#looking || this.providers.isResting) return;
    this.#looking = true;
    try {
      const free = 4 * AT_ONCE - this.#inHand.size;
      for (const transaction of free > 0 ? await this.due.find(iso(await this.clock.now()), free) : []) {
        const origin = { correlationId: newId() };
        this.#take(transaction, origin, () => this.#resume(transaction, origin));
      }
    } catch (error) {
      this.log.warn({ error: (error as Error).message }, 'due tax transactions could not be looked up');
    } finally {
      this.#looking = false;
    }
  }

  async #resume({ taxTransactionId }: TaxTransaction, origin: Origin): Promise<void> {
    if (this.#closing || this.providers.isResting) return;
    const time = await this.clock.now();
    const call = taxCall(this.providers, time);
    const { state } = orThrow(await this.transactions.change(taxTransactionId, (now) => resumeTax(now, call, iso(time)), context(origin)));
    if (state.call?.id === call.id) await this.#run(state, call.id, origin);
  }
}

/** In hand from `now` on, in milliseconds by the database's clock. */
export function taxCall({ inHand }: Pick<Providers, 'inHand'>, now: number): TaxCall {
  return { id: newId(), inHandUntil: iso(now + inHand) };
}

const iso = (milliseconds: number) => new Date(milliseconds).toISOString();

/** Not what an event said of its own change: an answer is another. */
function context({ correlationId, traceparent }: Origin): ChangeContext {
  return { actor: 'service:tax', correlationId, ...(traceparent === undefined ? {} : { traceparent }) };
}
