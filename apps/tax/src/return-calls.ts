import { Inject, Injectable } from '@nestjs/common';
import type { TaxAmounts } from '#contracts/events/tax.js';
import type { SettledReturn } from '#contracts/events/tax-transaction.js';
import { type Decimal, exactly, sum, zero } from '#contracts/money.js';
import { isRefusal } from '#contracts/refusals.js';
import { AggregateStore } from '#platform/aggregate-store.js';
import type { ChangeContext } from '#platform/change-context.js';
import { LOG } from '#platform/chassis.module.js';
import { storeFor } from '#platform/document-service.module.js';
import { orThrow } from '#platform/http/problem.js';
import type { Log } from '#platform/log.js';
import { carryOutReturn, revokeReturn } from './carry-out-return.js';
import { beforeTax } from './domain/included-tax.js';
import { returnDocument } from './domain/return-document.js';
import { recordReturn, type TaxReturnDocument, type TaxReturnEvent, voidReturn } from './domain/tax-return.js';
import type { KnownReturn, TaxTransaction, TaxTransactionEvent } from './domain/tax-transaction.js';
import { chargeReturn } from './domain/tell-provider.js';
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

  /** The next one, of a sale with these amounts; gives what the provider knows then, and all returns. Throws TaxUnanswered or TaxRefused. */
  async tell(
    provider: OutsideProvider,
    transaction: TaxTransaction,
    next: KnownReturn,
    callId: string,
    sale: TaxAmounts,
    by: ChangeContext,
  ): Promise<{ readonly returned: SettledReturn; readonly returns: readonly KnownReturn[] }> {
    const charged = await this.#charged(transaction, next, callId, sale, by);
    const own = charged.find(({ id }) => id === next.id);
    if (!own) throw new Error(`the tax transaction ${transaction.taxTransactionId} has lost the return ${next.id}`);
    if (next.isRevoked || own.parts.length === 0)
      return { returned: await this.takeBack(provider, transaction, own, by), returns: charged };
    await this.#tell(provider, transaction, own, next.isCharged ?? false, sale, by);
    return { returned: { id: own.id, known: 'recorded' }, returns: charged };
  }

  /** What the provider may have of it, and its document, are voided. */
  async takeBack(provider: OutsideProvider, transaction: TaxTransaction, returned: KnownReturn, by: ChangeContext): Promise<SettledReturn> {
    if (returned.isCharged && returned.parts.length > 0) {
      await revokeReturn(provider, transaction, returned);
      if (await this.documents.find(returned.id)) orThrow(await this.documents.change(returned.id, voidReturn, by));
    }
    return { id: returned.id, known: 'voided' };
  }

  /** Its tax is stored before the provider hears of it, so that a repeat says the same. Gives the returns that the transaction had, as they are now. */
  async #charged(
    transaction: TaxTransaction,
    { id, isCharged, isRevoked, allowance }: KnownReturn,
    callId: string,
    sale: TaxAmounts,
    by: ChangeContext,
  ): Promise<readonly KnownReturn[]> {
    const { taxTransactionId, orderId, returns = [] } = transaction;
    if (isCharged || isRevoked) return returns;
    const { state } = orThrow(await this.transactions.change(taxTransactionId, (now) => chargeReturn(now, callId, id, sale), by));
    if (state.call?.id !== callId) throw new TaxUnanswered('another process goes on with it');
    const known = new Set(returns.map((each) => each.id));
    const now = state.returns?.filter((each) => known.has(each.id)) ?? [];
    const told = grossOf(
      now.find((each) => each.id === id),
      sale,
    );
    if (told.eq(zero) || told.lt(allowance ?? '0'))
      this.log.warn({ orderId, allowance, told: exactly(told) }, 'less is left of the sale than goes back');
    return now;
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
}

function grossOf(returned: KnownReturn | undefined, sale: TaxAmounts): Decimal {
  return sum((returned?.parts ?? []).map((part) => beforeTax(part, sale).plus(part.tax ?? '0')));
}
