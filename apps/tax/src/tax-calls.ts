import { type BeforeApplicationShutdown, Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import pLimit from 'p-limit';
import { v7 as newId } from 'uuid';
import type { TaxAmounts } from '#contracts/events/tax.js';
import type { SettledReturn, TaxCall } from '#contracts/events/tax-transaction.js';
import { isRefusal } from '#contracts/refusals.js';
import type { Stored } from '#platform/aggregate-document.js';
import { AggregateStore } from '#platform/aggregate-store.js';
import type { ChangeContext } from '#platform/change-context.js';
import { LOG } from '#platform/chassis.module.js';
import { DatabaseClock } from '#platform/database-clock.js';
import { STORES, type Stores, storeFor } from '#platform/document-service.module.js';
import { orThrow } from '#platform/http/problem.js';
import type { Log } from '#platform/log.js';
import { roundingOf, storeOf } from '#platform/stores.js';
import { carryOut } from './carry-out.js';
import { taxAmounts } from './domain/calculate-tax.js';
import { chargedReturns, toldParts, withReturned } from './domain/charge-returns.js';
import { knownAmounts } from './domain/known-amounts.js';
import { recordTax } from './domain/record-tax.js';
import type { TaxDocument, TaxEvent } from './domain/tax-document.js';
import {
  isOpen,
  isSaleKnown,
  isSaleOpen,
  liveReturn,
  openReturns,
  type TaxTransaction,
  type TaxTransactionEvent,
} from './domain/tax-transaction.js';
import { delayTax, resumeTax, settleTax } from './domain/tell-provider.js';
import { voidTax } from './domain/void-tax.js';
import { PROVIDERS, type Providers, rateProviderOf } from './providers/providers.js';
import { type OutsideProvider, TaxRefused } from './providers/tax-provider.js';
import { ReturnCalls } from './return-calls.js';
import { DueTransactions } from './storage/due-transactions.js';
import { TaxExchanges } from './storage/tax-exchanges.js';
import { taxTransactionAggregate } from './storage/tax-transaction.schema.js';
import { taxDocumentOf } from './tax-ids.js';

const AT_ONCE = 16;
/** More than these wait for nobody: they are carried out when they are due. */
const MOST_WAITING = 1_000;
const LOOK_EVERY = 1_000;
const SECOND = 1_000;
const LONGEST = 300 * SECOND;
/** Asked again, what was refused is refused; but a setting may have been put right. */
const AFTER_REFUSAL = 3_600 * SECOND;

/** What a provider knows after a turn. */
interface Told {
  readonly sale: Pick<TaxTransaction, 'orderVersion' | 'stage'>;
  readonly returned?: SettledReturn;
}

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
    @Inject(AggregateStore) private readonly documents: AggregateStore<TaxDocument, TaxEvent>,
    @Inject(storeFor(taxTransactionAggregate)) private readonly transactions: AggregateStore<TaxTransaction, TaxTransactionEvent>,
    @Inject(PROVIDERS) private readonly providers: Providers,
    @Inject(STORES) private readonly stores: Stores,
    private readonly due: DueTransactions,
    private readonly exchanges: TaxExchanges,
    private readonly clock: DatabaseClock,
    private readonly returns: ReturnCalls,
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
        ? await this.#tell(provider.heardBy(this.exchanges.keeperOf(transaction)), transaction, callId, by)
        : { sale: { orderVersion, stage } };
      const settle = (now: TaxTransaction | null) => settleTax(now, callId, sale, next, returned);
      return orThrow(await this.transactions.change(taxTransactionId, settle, by));
    } catch (error) {
      return this.#delayed(transaction, callId, error as Error, by);
    }
  }

  /** What the provider has said of this version of the order and this stage before. */
  async #saidOf({ orderId, orderVersion, stage, mayBeRecorded }: TaxTransaction): Promise<TaxDocument | undefined> {
    if (!mayBeRecorded) return undefined;
    const document = (await this.documents.find(taxDocumentOf(orderId)))?.state;
    const isOfThis = document?.orderVersion === orderVersion && document.status === (stage === 'committed' ? 'Committed' : 'Saved');
    return isOfThis && document.provider === 'avatax' ? document : undefined;
  }

  /** One document, so that nobody asks more than twice in a turn: the sale first, then its returns; but what is voided, from the end. */
  async #tell(provider: OutsideProvider, transaction: TaxTransaction, callId: string, by: ChangeContext): Promise<Told> {
    const { orderVersion, stage, sale, settled = { orderVersion, stage: 'committed' } } = transaction;
    if (stage === 'voided') {
      const live = liveReturn(transaction);
      if (live) return { sale: settled, returned: await this.returns.takeBack(provider, transaction, live, by) };
      await carryOut(provider, transaction);
      await this.#void(transaction, by);
      return { sale: { orderVersion, stage } };
    }
    const amounts = await this.#saleTold(provider, transaction);
    const told = isSaleOpen(transaction)
      ? { returns: transaction.returns ?? [] }
      : await this.#tellReturn(provider, transaction, callId, amounts, by);
    // What was taken back meanwhile may leave another cent to the returns after it.
    const charged = chargedReturns({ sale, returns: told.returns }, amounts);
    await this.#record(transaction, withReturned(amounts, sale, charged), stage === 'committed' ? 'Committed' : 'Saved', by);
    return { sale: { orderVersion, stage }, ...('returned' in told && { returned: told.returned }) };
  }

  async #tellReturn(provider: OutsideProvider, transaction: TaxTransaction, callId: string, sale: TaxAmounts, by: ChangeContext) {
    const [next] = openReturns(transaction);
    if (!next) throw new Error('a tax transaction is open and nothing is to be told');
    return this.returns.tell(provider, transaction, next, callId, sale, by);
  }

  /** The amounts of the sale: as they are known, where nothing of it has changed for the provider since. */
  async #saleTold(provider: OutsideProvider, transaction: TaxTransaction): Promise<TaxAmounts> {
    const { sale, returns } = transaction;
    const known = isSaleKnown(transaction) && (await this.documents.find(taxDocumentOf(transaction.orderId)));
    if (known && !known.state.isEstimated) return knownAmounts(known.state, sale);
    const asCharged = toldParts(returns);
    const asked = { ...transaction, sale: { ...sale, ...(asCharged.length > 0 && { asCharged }) } };
    const amounts = await carryOut(provider, asked, await this.#saidOf(transaction));
    if (!amounts) throw new Error('a sale that is not voided has amounts');
    return amounts;
  }

  async #delayed(transaction: TaxTransaction, callId: string, error: Error, by: ChangeContext): Promise<Stored<TaxTransaction>> {
    const isRefused = error instanceof TaxRefused;
    if (!isRefused) await this.#estimate(transaction, by);
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

  /** While nobody knows better, the store's own rates count, where it has some. */
  async #estimate(transaction: TaxTransaction, by: ChangeContext): Promise<void> {
    const { storeId, orderId, orderVersion, stage, sale } = transaction;
    const store = storeOf(this.stores, storeId);
    if (!store.tax.rates || stage === 'voided' || isSaleKnown(transaction)) return;
    const document = await this.documents.find(taxDocumentOf(orderId));
    if (document && document.state.orderVersion >= orderVersion) return;
    const amounts = taxAmounts(sale, rateProviderOf(store), roundingOf(store, sale.currency));
    await this.#record(transaction, { ...amounts, isEstimated: true }, 'Saved', by);
  }

  async #record(transaction: TaxTransaction, amounts: TaxAmounts, status: 'Saved' | 'Committed', by: ChangeContext): Promise<void> {
    const { orderId, storeId, orderVersion, taxNumber: number } = transaction;
    const taxDocumentId = taxDocumentOf(orderId);
    const head = { taxDocumentId, orderId, storeId, orderVersion, number };
    const stored = await this.documents.change(taxDocumentId, (document) => recordTax(document, head, amounts, status), by);
    if (isRefusal(stored)) throw new TaxRefused(stored.detail);
  }

  async #void({ orderId }: TaxTransaction, by: ChangeContext): Promise<void> {
    const taxDocumentId = taxDocumentOf(orderId);
    if (await this.documents.find(taxDocumentId)) orThrow(await this.documents.change(taxDocumentId, voidTax, by));
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
