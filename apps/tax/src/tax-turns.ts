import { Inject, Injectable } from '@nestjs/common';
import type { TaxAmounts } from '#contracts/events/tax.js';
import type { SettledReturn } from '#contracts/events/tax-transaction.js';
import { isRefusal } from '#contracts/refusals.js';
import { AggregateStore } from '#platform/aggregate-store.js';
import type { ChangeContext } from '#platform/change-context.js';
import { STORES, type Stores } from '#platform/document-service.module.js';
import { orThrow } from '#platform/http/problem.js';
import { roundingOf, storeOf } from '#platform/stores.js';
import { carryOut } from './carry-out.js';
import { taxAmounts } from './domain/calculate-tax.js';
import { chargedReturns, toldParts, withReturned } from './domain/charge-returns.js';
import { knownAmounts } from './domain/known-amounts.js';
import { recordTax } from './domain/record-tax.js';
import type { TaxDocument, TaxEvent } from './domain/tax-document.js';
import { isSaleKnown, isSaleOpen, liveReturn, openReturns, type TaxTransaction } from './domain/tax-transaction.js';
import { voidTax } from './domain/void-tax.js';
import { rateProviderOf } from './providers/providers.js';
import { type OutsideProvider, TaxRefused } from './providers/tax-provider.js';
import { ReturnCalls } from './return-calls.js';
import { taxDocumentOf } from './tax-ids.js';

/** What a provider knows after a turn. */
interface Told {
  readonly sale: Pick<TaxTransaction, 'orderVersion' | 'stage'>;
  readonly returned?: SettledReturn;
}

/** One turn of telling a provider outside of an order, and the tax document that comes of it. */
@Injectable()
export class TaxTurns {
  constructor(
    @Inject(AggregateStore) private readonly documents: AggregateStore<TaxDocument, TaxEvent>,
    @Inject(STORES) private readonly stores: Stores,
    private readonly returns: ReturnCalls,
  ) {}

  /** One document, so that nobody asks more than twice in a turn: the sale first, then its returns; but what is voided, from the end. */
  async tell(provider: OutsideProvider, transaction: TaxTransaction, callId: string, by: ChangeContext): Promise<Told> {
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

  /** What the provider has said of this version of the order and this stage before. */
  async #saidOf({ orderId, orderVersion, stage, mayBeRecorded }: TaxTransaction): Promise<TaxDocument | undefined> {
    if (!mayBeRecorded) return undefined;
    const document = (await this.documents.find(taxDocumentOf(orderId)))?.state;
    const isOfThis = document?.orderVersion === orderVersion && document.status === (stage === 'committed' ? 'Committed' : 'Saved');
    return isOfThis && document.provider === 'avatax' ? document : undefined;
  }

  /** While nobody knows better, the store's own rates count, where it has some. */
  async estimate(transaction: TaxTransaction, by: ChangeContext): Promise<void> {
    const { storeId, orderId, orderVersion, stage, sale } = transaction;
    const store = storeOf(this.stores, storeId);
    if (!store.tax.rates || stage === 'voided' || isSaleKnown(transaction)) return;
    const document = await this.documents.find(taxDocumentOf(orderId));
    if (document && document.state.orderVersion >= orderVersion) return;
    const amounts = taxAmounts(sale, rateProviderOf(store), roundingOf(store, sale));
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
}
