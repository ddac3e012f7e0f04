import { Inject, Injectable } from '@nestjs/common';
import { v5 as derivedId, v7 as newId } from 'uuid';
import type { EditOrder } from '#contracts/commands/edit-order.js';
import type { PlaceOrder } from '#contracts/commands/place-order.js';
import { type Decision, type Refusal, refuse } from '#contracts/refusals.js';
import type { Stored } from '#platform/aggregate-document.js';
import { AggregateStore } from '#platform/aggregate-store.js';
import type { ChangeContext } from '#platform/change-context.js';
import { DocumentNumbers } from '#platform/document-numbers.js';
import { STORES, type Stores } from '#platform/document-service.module.js';
import { roundingOf, type Store, storeOf } from '#platform/stores.js';
import { AddressChecks } from './address-checks.js';
import { taxedOrder } from './domain/apply-tax.js';
import { changeDetails } from './domain/change-details.js';
import { createDraft, draftObstacle, onDraft, placeDraft } from './domain/drafts.js';
import { editOrder } from './domain/edit-order.js';
import type { Order, OrderEvent } from './domain/order.js';
import { rolledUp } from './domain/roll-up.js';
import { KEYED_ORDERS } from './orders.service.js';
import { detailsPolicy, editPolicy, placementPolicy } from './policies.js';
import { RepeatedOrders } from './storage/repeated-orders.js';
import { TaxQuotes } from './tax-quotes.js';

const DAY = 24 * 60 * 60_000;

/** A draft with its tax as far as the tax service says. */
export interface DraftQuote {
  readonly tax: { readonly status: 'estimated'; readonly totalTax: string } | { readonly status: 'unavailable' };
  readonly draft: Stored<Order>;
}

/** What can be done with orders before they are placed. */
@Injectable()
export class DraftsService {
  constructor(
    @Inject(AggregateStore) private readonly store: AggregateStore<Order, OrderEvent>,
    @Inject(STORES) private readonly stores: Stores,
    private readonly numbers: DocumentNumbers,
    private readonly taxQuotes: TaxQuotes,
    private readonly repeated: RepeatedOrders,
    private readonly addressChecks: AddressChecks,
  ) {}

  /** The draft, or null when there is none, or it was placed. */
  async find(id: string): Promise<Stored<Order> | null> {
    const found = await this.store.find(id);
    return found?.state.draft ? found : null;
  }

  async create(draft: PlaceOrder, context: ChangeContext): Promise<Stored<Order> | Refusal> {
    const store = this.stores.get(draft.storeId);
    if (!store) return refuse('unknown-store', `there is no store "${draft.storeId}"`, 'storeId');
    const now = new Date();
    const key = context.idempotency?.key;
    const orderId = key === undefined ? newId() : derivedId(key, KEYED_ORDERS);
    const number = await this.numbers.next(store.numbers.draft ?? 'DR{yyMMdd}-{00001}', now);
    const placement = { orderId, number, placedAt: now.toISOString() };
    const decide = (order: Order | null) =>
      createDraft(order, placement, expiry(store, now), draft, placementPolicy(store, draft.currency));
    return this.store.change(orderId, decide, { ...context, expectedVersion: 0 });
  }

  edit(id: string, { operations }: EditOrder, context: ChangeContext): Promise<Stored<Order> | Refusal> {
    const decide = (draft: Order, store: Store, now: Date) => editOrder(draft, operations, editPolicy(store, draft), now.toISOString());
    return this.#change(id, decide, context);
  }

  /** A draft has no status of its own to change. */
  changeDetails(id: string, patch: object, context: ChangeContext): Promise<Stored<Order> | Refusal> {
    return this.#change(
      id,
      (draft, store, now) => changeDetails(draft, patch, { ...detailsPolicy(store), statuses: { statuses: ['Draft'] } }, now.toISOString()),
      context,
    );
  }

  async quote(id: string, context: ChangeContext): Promise<DraftQuote | Refusal> {
    const draft = await this.find(id);
    if (!draft) return noSuchDraft();
    const tax = await this.taxQuotes.quote(draft.state, context);
    if (!tax) return { tax: { status: 'unavailable' }, draft };
    const rounding = roundingOf(storeOf(this.stores, draft.state.storeId), draft.state);
    const state = rolledUp(taxedOrder(draft.state, tax, rounding));
    return { tax: { status: 'estimated', totalTax: tax.totalTax }, draft: { ...draft, state } };
  }

  /** One write turns it into an order; a repeat is answered with that order. */
  async place(id: string, context: ChangeContext): Promise<Stored<Order> | Refusal> {
    const found = await this.store.find(id);
    if (!found || isOrderFromTheStart(found.state)) return noSuchDraft();
    if (!found.state.draft) return { ...found, replayed: true };
    const store = storeOf(this.stores, found.state.storeId);
    const now = new Date();
    const checked = await this.addressChecks.check(store, found.state.addresses.shipping, context);
    const number = await this.numbers.next(store.numbers.order, now);
    const repeatedAfter = await this.repeated.minutesSince(found.state, now, store.holdRules ?? []);
    const head = { orderId: id, number, placedAt: now.toISOString(), ...(checked && { checked }) };
    const placement = { ...head, ...(repeatedAfter === undefined ? {} : { repeatedAfter }) };
    const decide = (order: Order | null) =>
      order ? placeDraft(order, placement, placementPolicy(store, order.currency, order.pricesIncludeTax ?? false)) : noSuchDraft();
    return this.store.change(id, decide, context);
  }

  #change(
    id: string,
    decide: (draft: Order, store: Store, now: Date) => Decision<OrderEvent>,
    context: ChangeContext,
  ): Promise<Stored<Order> | Refusal> {
    const now = new Date();
    return this.store.change(
      id,
      (order) => {
        if (!order || isOrderFromTheStart(order)) return noSuchDraft();
        const obstacle = draftObstacle(order, now.toISOString());
        if (obstacle) return obstacle;
        const store = storeOf(this.stores, order.storeId);
        return onDraft(decide(order, store, now), expiry(store, now));
      },
      context,
    );
  }
}

function expiry(store: Store, now: Date): string {
  return new Date(now.getTime() + (store.defaults.draftDays ?? 30) * DAY).toISOString();
}

function isOrderFromTheStart({ draft, draftNumber }: Order): boolean {
  return !draft && draftNumber === undefined;
}

function noSuchDraft(): Refusal {
  return refuse('not-found', 'there is no such draft');
}
