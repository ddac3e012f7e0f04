import { Inject, Injectable } from '@nestjs/common';
import { v5 as derivedId } from 'uuid';
import type { PlacedOrder } from '#contracts/order.js';
import { AggregateStore } from '#platform/aggregate-store.js';
import type { ChangeContext } from '#platform/change-context.js';
import { DocumentNumbers } from '#platform/document-numbers.js';
import { STORES, type Stores } from '#platform/document-service.module.js';
import { orThrow } from '#platform/http/problem.js';
import { roundingOf, storeOf } from '#platform/stores.js';
import { calculateTax } from './domain/calculate-tax.js';
import type { TaxDocument, TaxEvent } from './domain/tax-document.js';
import { providerOf } from './providers/providers.js';

/** What can be done with tax documents, a short method per use case. */
@Injectable()
export class TaxService {
  constructor(
    @Inject(AggregateStore) private readonly store: AggregateStore<TaxDocument, TaxEvent>,
    @Inject(STORES) private readonly stores: Stores,
    private readonly numbers: DocumentNumbers,
  ) {}

  /** An order has one tax document; its id follows from the order's, so there cannot be a second. */
  async calculate(order: PlacedOrder, orderVersion: number, context: ChangeContext): Promise<void> {
    const store = storeOf(this.stores, order.storeId);
    const taxDocumentId = derivedId('tax', order.orderId);
    const head = { taxDocumentId, orderVersion, number: await this.numbers.next(store.numbers.tax, new Date()) };
    orThrow(
      await this.store.change(
        taxDocumentId,
        (document) => calculateTax(document, head, order, providerOf(store), roundingOf(store, order.currency)),
        { ...context, expectedVersion: 0 },
      ),
    );
  }
}
