import { Inject, Injectable } from '@nestjs/common';
import { v5 as derivedId } from 'uuid';
import type { QuoteTax } from '#contracts/commands/quote-tax.js';
import type { OrderDetailsChangedData, OrderEditedData } from '#contracts/events/order.js';
import type { TaxAmounts } from '#contracts/events/tax.js';
import { Decimal, exactly, sum } from '#contracts/money.js';
import type { PlacedOrder } from '#contracts/order.js';
import { type Refusal, refuse } from '#contracts/refusals.js';
import { AggregateStore } from '#platform/aggregate-store.js';
import type { ChangeContext } from '#platform/change-context.js';
import { DocumentNumbers } from '#platform/document-numbers.js';
import { STORES, type Stores } from '#platform/document-service.module.js';
import { orThrow } from '#platform/http/problem.js';
import { roundingOf, type Store, storeOf } from '#platform/stores.js';
import { calculateTax, taxAmounts } from './domain/calculate-tax.js';
import type { TaxDocument, TaxEvent } from './domain/tax-document.js';
import { taxableAfterEdit, taxableOfDocument, taxableOfOrder, taxableOfQuote } from './domain/taxable.js';
import { voidTax } from './domain/void-tax.js';
import { providerOf } from './providers/providers.js';
import type { Taxable } from './providers/tax-provider.js';

/** What can be done with tax documents, a short method per use case. */
@Injectable()
export class TaxService {
  constructor(
    @Inject(AggregateStore) private readonly store: AggregateStore<TaxDocument, TaxEvent>,
    @Inject(STORES) private readonly stores: Stores,
    private readonly numbers: DocumentNumbers,
  ) {}

  async calculate(order: PlacedOrder, orderVersion: number, context: ChangeContext): Promise<void> {
    const store = storeOf(this.stores, order.storeId);
    const number = await this.numbers.next(store.numbers.tax, new Date());
    const taxable = taxableOfOrder(order, store.country);
    await this.#calculate({ ...order, orderVersion, number }, () => taxable, { ...context, expectedVersion: 0 });
  }

  recalculate(edit: OrderEditedData, orderVersion: number, context: ChangeContext): Promise<void> {
    return this.#calculate({ ...edit, orderVersion }, (document) => taxableAfterEdit(existing(document), edit), context);
  }

  /** The goods go elsewhere. */
  move(change: OrderDetailsChangedData, orderVersion: number, context: ChangeContext): Promise<void> {
    const country = change.details.addresses.shipping?.country ?? storeOf(this.stores, change.storeId).country;
    return this.#calculate({ ...change, orderVersion }, (document) => ({ ...taxableOfDocument(existing(document)), country }), context);
  }

  async void(orderId: string, context: ChangeContext): Promise<void> {
    orThrow(await this.store.change(taxDocumentOf(orderId), voidTax, context));
  }

  /** What tax there would be. */
  quote(request: QuoteTax): TaxAmounts | Refusal {
    const store = this.stores.get(request.storeId);
    if (!store) return refuse('unknown-store', `there is no store "${request.storeId}"`, 'storeId');
    const obstacle = quoteObstacle(request, store);
    if (obstacle) return obstacle;
    return taxAmounts(taxableOfQuote(request, store.country), providerOf(store), roundingOf(store, request.currency));
  }

  /** An order has one tax document; its id follows from the order's, so there cannot be a second. */
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
      return calculateTax(document, head, taxable, providerOf(store), roundingOf(store, taxable.currency));
    };
    orThrow(await this.store.change(taxDocumentId, decide, context));
  }
}

/** What stands against a quote, as it would against the order. */
function quoteObstacle({ currency, discount = '0', lines, shipments = [], payments = [] }: QuoteTax, store: Store): Refusal | undefined {
  const parts = { lines, shipments, payments };
  const currencies = [
    ['currency', currency] as const,
    ...Object.entries(parts).flatMap(([name, amounts]) =>
      amounts.map((each, index) => [`${name}[${index}].currency`, each.currency] as const),
    ),
  ];
  const other = currencies.find(([, code]) => code !== undefined && !store.currencies.includes(code));
  if (other) return refuse('currency-not-offered', `${store.id} sells in ${store.currencies.join(', ')}, not in ${other[1]}`, other[0]);
  for (const [name, amounts] of Object.entries(parts)) {
    const twice = amounts.findIndex(({ id }, index) => amounts.findIndex((each) => each.id === id) < index);
    if (twice >= 0) return refuse('invalid-input', 'another one has this id', `${name}[${twice}].id`);
  }
  const goods = sum(lines.map(({ amount }) => Decimal(amount)));
  if (goods.lt(discount)) return refuse('discount-exceeds-price', `the discount is larger than the lines, ${exactly(goods)}`, 'discount');
  return undefined;
}

function taxDocumentOf(orderId: string): string {
  return derivedId('tax', orderId);
}

function existing(document: TaxDocument | null): TaxDocument {
  if (!document) throw new Error('an order was changed that has no tax document');
  return document;
}
