import { Inject, Injectable } from '@nestjs/common';
import { v5 as derivedId, v7 as newId } from 'uuid';
import type { PlaceOrder } from '#contracts/commands/place-order.js';
import type { TaxCalculatedData } from '#contracts/events/tax.js';
import type { DocumentSummary } from '#contracts/order.js';
import { type Decision, type Refusal, refuse } from '#contracts/refusals.js';
import { AggregateStore, type Stored } from '#platform/aggregate-store.js';
import type { ChangeContext } from '#platform/change-context.js';
import { DocumentNumbers } from '#platform/document-numbers.js';
import { STORES, type Stores } from '#platform/document-service.module.js';
import { orThrow } from '#platform/http/problem.js';
import { roundingOf, type Store, storeOf } from '#platform/stores.js';
import { applyTax } from './domain/apply-tax.js';
import type { Order, OrderEvent } from './domain/order.js';
import { placeOrder } from './domain/place-order.js';
import { recordDocument } from './domain/record-document.js';
import { SettlementWatch } from './settlement-watch.js';

/** Namespace of the ids of orders that are placed with an idempotency key; fixed for good. */
const KEYED_ORDERS = 'b5e2b0f4-6f4e-4a0e-9c53-0a8f6b1d2c11';

/** What can be done with orders, a short method per use case. */
@Injectable()
export class OrdersService {
  constructor(
    @Inject(AggregateStore) private readonly store: AggregateStore<Order, OrderEvent>,
    @Inject(STORES) private readonly stores: Stores,
    private readonly numbers: DocumentNumbers,
    private readonly settlement: SettlementWatch,
  ) {}

  /** A repeat with the same key has the same id, so two at once meet in the database, and the later one is answered with the first's order. */
  async place(draft: PlaceOrder, context: ChangeContext): Promise<Stored<Order> | Refusal> {
    const store = this.stores.get(draft.storeId);
    if (!store) return refuse('unknown-store', `there is no store "${draft.storeId}"`, 'storeId');
    const now = new Date();
    const key = context.idempotency?.key;
    const orderId = key === undefined ? newId() : derivedId(key, KEYED_ORDERS);
    const number = await this.numbers.next(store.numbers.order, now);
    const placement = { orderId, number, placedAt: now.toISOString() };
    return this.store.change(orderId, (order) => placeOrder(order, placement, draft, placementPolicy(store, draft.currency)), {
      ...context,
      expectedVersion: 0,
    });
  }

  applyTax(tax: TaxCalculatedData, context: ChangeContext): Promise<void> {
    const rounding = roundingOf(storeOf(this.stores, tax.storeId), tax.currency);
    return this.#follow(tax.orderId, (order) => applyTax(order, tax, rounding), context);
  }

  recordDocument(orderId: string, document: DocumentSummary, context: ChangeContext): Promise<void> {
    return this.#follow(orderId, (order) => recordDocument(order, document), context);
  }

  async #follow(orderId: string, decide: (order: Order | null) => Decision<OrderEvent>, context: ChangeContext): Promise<void> {
    const { state } = orThrow(await this.store.change(orderId, decide, context));
    this.settlement.notice(orderId, state);
  }
}

function placementPolicy(store: Store, currency: string) {
  return {
    currencies: store.currencies,
    rounding: roundingOf(store, currency),
    ownRates: store.tax.provider === 'rates',
    shipmentMethod: store.defaults.shipmentMethod,
    paymentGateway: store.defaults.paymentGateway,
  };
}
