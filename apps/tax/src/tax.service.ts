import { Inject, Injectable } from '@nestjs/common';
import type { ValidatedAddress } from '#contracts/address-check.js';
import type { QuoteTax } from '#contracts/commands/quote-tax.js';
import type { ValidateAddress } from '#contracts/commands/validate-address.js';
import type { OrderCancelledData, OrderDetailsChangedData, OrderEditedData } from '#contracts/events/order.js';
import type { PaymentRefundedData } from '#contracts/events/payment.js';
import type { TaxAmounts } from '#contracts/events/tax.js';
import type { DocumentSummary, PlacedOrder } from '#contracts/order.js';
import { isRefusal, type Refusal, refuse } from '#contracts/refusals.js';
import { AggregateStore } from '#platform/aggregate-store.js';
import type { ChangeContext } from '#platform/change-context.js';
import { DocumentNumbers } from '#platform/document-numbers.js';
import { STORES, type Stores } from '#platform/document-service.module.js';
import { orThrow } from '#platform/http/problem.js';
import { roundingOf, type Store, storeOf } from '#platform/stores.js';
import { calculateTax } from './domain/calculate-tax.js';
import { quoteObstacle } from './domain/quote-obstacle.js';
import { saleOfQuote } from './domain/sale.js';
import type { TaxDocument, TaxEvent } from './domain/tax-document.js';
import { taxableAfterEdit, taxableOfDocument, taxableOfOrder } from './domain/taxable.js';
import { voidTax } from './domain/void-tax.js';
import { OutsideTax } from './outside-tax.js';
import { PROVIDERS, type Providers, rateProviderOf } from './providers/providers.js';
import { quoteBy } from './providers/quote-by.js';
import { resolveBy } from './providers/resolve-by.js';
import type { Taxable } from './providers/tax-provider.js';
import { taxDocumentOf } from './tax-ids.js';

/** What can be done with tax documents, a short method per use case. */
@Injectable()
export class TaxService {
  constructor(
    @Inject(AggregateStore) private readonly store: AggregateStore<TaxDocument, TaxEvent>,
    @Inject(STORES) private readonly stores: Stores,
    @Inject(PROVIDERS) private readonly providers: Providers,
    private readonly numbers: DocumentNumbers,
    private readonly outside: OutsideTax,
  ) {}

  async calculate(order: PlacedOrder, orderVersion: number, context: ChangeContext): Promise<void> {
    const store = storeOf(this.stores, order.storeId);
    const number = await this.numbers.next(store.numbers.tax, new Date());
    if (this.#isOutside(store)) return this.outside.place(order, orderVersion, number, store, context);
    const taxable = taxableOfOrder(order, store.country);
    await this.#calculate({ ...order, orderVersion, number }, () => taxable, { ...context, expectedVersion: 0 });
  }

  async recalculate(edit: OrderEditedData, orderVersion: number, context: ChangeContext): Promise<void> {
    if (this.#isOutside(storeOf(this.stores, edit.storeId)) && (await this.outside.edit(edit, orderVersion, context))) return;
    const taxableOf = (document: TaxDocument | null) => taxableAfterEdit(taxableOfDocument(existing(document)), edit);
    await this.#calculate({ ...edit, orderVersion }, taxableOf, context);
  }

  /** The order says something else of itself; the goods may go elsewhere. */
  async changeDetails(change: OrderDetailsChangedData, orderVersion: number, context: ChangeContext): Promise<void> {
    const store = storeOf(this.stores, change.storeId);
    if (this.#isOutside(store) && (await this.outside.changeDetails(change, orderVersion, store, context))) return;
    if (!change.deliveryChanges) return;
    const country = change.details.addresses.shipping?.country ?? store.country;
    await this.#calculate({ ...change, orderVersion }, (document) => ({ ...taxableOfDocument(existing(document)), country }), context);
  }

  /** What became of the order's payments and shipments; by some, its tax is committed. */
  async noteDocument(orderId: string, document: DocumentSummary, context: ChangeContext): Promise<void> {
    if (this.providers.hasOutside) await this.outside.noteDocument(orderId, document, context);
  }

  /** What a refund that says what it is for gives back of a sale. */
  async noteRefund(refunded: PaymentRefundedData, context: ChangeContext): Promise<void> {
    const { orderId, refund } = refunded;
    if (!this.providers.hasOutside || !(refund.lines || refund.allowance)) return;
    if (await this.outside.refund(refunded, context)) return;
    // Of an order that is not known yet, the refund has overtaken its placement.
    if (!(await this.store.find(taxDocumentOf(orderId))))
      throw new Error(`money of the order ${orderId} went back, which is not there yet`);
  }

  /** It came back, so that nothing was given back. */
  async noteFailedRefund(orderId: string, refundId: string, context: ChangeContext): Promise<void> {
    if (this.providers.hasOutside) await this.outside.revokeRefund(orderId, refundId, context);
  }

  async void({ orderId, storeId }: OrderCancelledData, context: ChangeContext): Promise<void> {
    if (this.#isOutside(storeOf(this.stores, storeId)) && (await this.outside.void(orderId, context))) return;
    orThrow(await this.store.change(taxDocumentOf(orderId), voidTax, context));
  }

  /** What tax there would be. Throws Unavailable when a provider outside does not say. */
  async quote(request: QuoteTax): Promise<TaxAmounts | Refusal> {
    const store = this.stores.get(request.storeId);
    if (!store) return refuse('unknown-store', `there is no store "${request.storeId}"`, 'storeId');
    const obstacle = quoteObstacle(request, store);
    if (obstacle) return obstacle;
    const sale = saleOfQuote(request, store, new Date().toISOString().slice(0, 10));
    return quoteBy(this.providers.of(store), sale, roundingOf(store, sale));
  }

  /** Whether there is such an address. Throws Unavailable when a provider outside does not say. */
  async validateAddress({ storeId, address }: ValidateAddress): Promise<ValidatedAddress | Refusal> {
    const store = this.stores.get(storeId);
    if (!store) return refuse('unknown-store', `there is no store "${storeId}"`, 'storeId');
    const resolved = await resolveBy(this.providers.of(store), address);
    return isRefusal(resolved) ? resolved : { ...resolved, checkedAt: new Date().toISOString() };
  }

  #isOutside(store: Store): boolean {
    return this.providers.of(store).name === 'avatax';
  }

  async #calculate(
    { orderId, storeId, orderVersion, number }: { orderId: string; storeId: string; orderVersion: number; number: string },
    taxableOf: (document: TaxDocument | null) => Taxable,
    context: ChangeContext,
  ): Promise<void> {
    const store = storeOf(this.stores, storeId);
    const taxDocumentId = taxDocumentOf(orderId);
    const head = { taxDocumentId, orderId, storeId, orderVersion, number };
    const decide = (document: TaxDocument | null) => {
      const taxable = taxableOf(document);
      return calculateTax(document, head, taxable, rateProviderOf(store), roundingOf(store, taxable));
    };
    orThrow(await this.store.change(taxDocumentId, decide, context));
  }
}

function existing(document: TaxDocument | null): TaxDocument {
  if (!document) throw new Error('an order was changed that has no tax document');
  return document;
}
