import { Inject, Injectable } from '@nestjs/common';
import type { TaxAmounts } from '#contracts/events/tax.js';
import type { SettledReturn } from '#contracts/events/tax-transaction.js';
import { isRefusal } from '#contracts/refusals.js';
import { AggregateStore } from '#platform/aggregate-store.js';
import type { ChangeContext } from '#platform/change-context.js';
import { LOG } from '#platform/chassis.module.js';
import { storeFor } from '#platform/document-service.module.js';
import { orThrow } from '#platform/http/problem.js';
import type { Log } from '#platform/log.js';
import { carryOutReturn, revokeReturn } from './carry-out-return.js';
import { returnDocument } from './domain/return-document.js';
import { recordReturn, type TaxReturnDocument, type TaxReturnEvent, voidReturn } from './domain/tax-return.js';
import { type KnownReturn, openReturns, type TaxTransaction, type TaxTransactionEvent } from './domain/tax-transaction.js';
import { chargeReturns } from './domain/tell-provider.js';
import { type OutsideProvider, TaxRefused, TaxUnanswered } from './providers/tax-provider.js';
import { taxReturnAggregate } from './storage/tax-return.schema.js';
import { taxTransactionAggregate } from './storage/tax-transaction.schema.js';

/** Tells a provider outside what came back or was given back of a sale that it knows, one after the other, and keeps a tax document of each. */
@Injectable()
export class ReturnCalls {
  constructor(
    @Inject(storeFor(taxReturnAggregate)) private readonly documents: AggregateStore<TaxReturnDocument, TaxReturnEvent>,
    @Inject(storeFor(taxTransactionAggregate)) private readonly transactions: AggregateStore<TaxTransaction, TaxTransactionEvent>,
    @Inject(LOG) private readonly log: Log,
  ) {}

  /** Those that are open, of a sale with these amounts; gives what the provider knows then. Throws TaxUnanswered or TaxRefused. */
  async tell(
    provider: OutsideProvider,
    transaction: TaxTransaction,
    callId: string,
    sale: TaxAmounts,
    by: ChangeContext,
  ): Promise<{ readonly settled: SettledReturn[]; readonly charged: readonly KnownReturn[] }> {
    const open = openReturns(transaction);
    const charged = await this.#charge(transaction, callId, open, sale, by);
    const settled: SettledReturn[] = [];
    for (const { id, isRevoked, isCharged = false } of open) {
      const returned = charged.returns?.find((each) => each.id === id);
      if (!returned) throw new Error(`the tax transaction ${transaction.taxTransactionId} has lost the return ${id}`);
      if (isRevoked || returned.parts.length === 0) await this.#takeBack(provider, transaction, returned, by);
      else await this.#tell(provider, transaction, returned, isCharged, sale, by);
      settled.push({ id, known: isRevoked || returned.parts.length === 0 ? 'voided' : 'recorded' });
    }
    return { settled, charged: charged.returns?.filter(({ id }) => transaction.returns?.some((each) => each.id === id)) ?? [] };
  }

  /** All of an order that is cancelled. */
  async voidAll(provider: OutsideProvider, transaction: TaxTransaction, by: ChangeContext): Promise<SettledReturn[]> {
    const live = (transaction.returns ?? []).filter(({ known }) => known !== 'voided');
    for (const returned of live) await this.#takeBack(provider, transaction, returned, by);
    return live.map(({ id }) => ({ id, known: 'voided' }));
  }

  /** Their tax is stored before the provider hears of them, so that a repeat says the same. */
  async #charge(
    transaction: TaxTransaction,
    callId: string,
    open: readonly KnownReturn[],
    sale: TaxAmounts,
    by: ChangeContext,
  ): Promise<TaxTransaction> {
    const ids = open.filter(({ isCharged, isRevoked }) => !isCharged && !isRevoked).map(({ id }) => id);
    if (ids.length === 0) return transaction;
    const decide = (now: TaxTransaction | null) => chargeReturns(now, callId, ids, sale);
    const { state } = orThrow(await this.transactions.change(transaction.taxTransactionId, decide, by));
    if (state.call?.id !== callId) throw new TaxUnanswered('another process goes on with it');
    for (const { id, allowance, parts, code } of state.returns ?? []) {
      if (ids.includes(id) && (parts.length === 0 || allowance !== undefined))
        this.log.info({ orderId: state.orderId, code, allowance, parts: parts.length }, 'what is told of the sale goes back');
    }
    return state;
  }

  async #tell(
    provider: OutsideProvider,
    transaction: TaxTransaction,
    returned: KnownReturn,
    mayBeRecorded: boolean,
    sale: TaxAmounts,
    by: ChangeContext,
  ): Promise<void> {
    await carryOutReturn(provider, transaction, returned, mayBeRecorded);
    const others = (await this.documents.listBy('orderId', transaction.orderId)).map(({ state }) => state);
    const document = others.find(({ taxDocumentId }) => taxDocumentId === returned.id);
    if (document) return;
    const data = returnDocument(returned, transaction, sale, others);
    const stored = await this.documents.change(returned.id, (now) => recordReturn(now, data), by);
    if (isRefusal(stored)) throw new TaxRefused(stored.detail);
  }

  /** What the provider may have of it, and its document, are voided. */
  async #takeBack(provider: OutsideProvider, transaction: TaxTransaction, returned: KnownReturn, by: ChangeContext): Promise<void> {
    if (!returned.isCharged || returned.parts.length === 0) return;
    await revokeReturn(provider, transaction, returned);
    if (await this.documents.find(returned.id)) orThrow(await this.documents.change(returned.id, voidReturn, by));
  }
}
