import { Inject, Injectable } from '@nestjs/common';
import type { OrderDetailsChangedData, OrderEditedData } from '#contracts/events/order.js';
import { Decimal } from '#contracts/money.js';
import type { DocumentSummary, PlacedOrder } from '#contracts/order.js';
import { AggregateStore } from '#platform/aggregate-store.js';
import type { ChangeContext } from '#platform/change-context.js';
import { STORES, type Stores, storeFor } from '#platform/document-service.module.js';
import { orThrow } from '#platform/http/problem.js';
import { type AvataxPolicy, type Store, storeOf } from '#platform/stores.js';
import { saleOfOrder, withDetails } from './domain/sale.js';
import type { TaxTransaction, TaxTransactionEvent } from './domain/tax-transaction.js';
import { taxableAfterEdit } from './domain/taxable.js';
import { requestTax, type Wish } from './domain/tell-provider.js';
import { PROVIDERS, type Providers } from './providers/providers.js';
import { taxTransactionAggregate } from './storage/tax-transaction.schema.js';
import { TaxCalls, taxCall } from './tax-calls.js';
import { taxTransactionOf } from './tax-ids.js';

/** What orders ask of a provider outside: stored here, and told to it by TaxCalls. */
@Injectable()
export class OutsideTax {
  constructor(
    @Inject(storeFor(taxTransactionAggregate)) private readonly transactions: AggregateStore<TaxTransaction, TaxTransactionEvent>,
    @Inject(STORES) private readonly stores: Stores,
    @Inject(PROVIDERS) private readonly providers: Providers,
    private readonly calls: TaxCalls,
  ) {}

  async place(order: PlacedOrder, orderVersion: number, number: string, store: Store, context: ChangeContext): Promise<void> {
    const { orderId, storeId, number: orderNumber } = order;
    const head = { taxTransactionId: taxTransactionOf(orderId), orderId, orderNumber, storeId, taxNumber: number };
    const { commit, beforeCommit = 'estimate' } = policyOf(store);
    const stage = commit === 'placement' ? 'committed' : beforeCommit === 'saved' ? 'saved' : 'estimated';
    const wish: Wish = { orderVersion, sale: saleOfOrder(order, store.country), stage };
    await this.#request(head, () => wish, context);
  }

  /** False of an order that was placed when its store had another provider; so below. */
  edit(edit: OrderEditedData, orderVersion: number, context: ChangeContext): Promise<boolean> {
    const why = context.reason ?? 'the order has changed';
    const wish = ({ sale, stage }: TaxTransaction) => ({ orderVersion, sale: taxableAfterEdit(sale, edit), stage, why, isTold: true });
    return this.#change(edit.orderId, wish, context);
  }

  changeDetails(change: OrderDetailsChangedData, orderVersion: number, store: Store, context: ChangeContext): Promise<boolean> {
    const { orderId, details } = change;
    const isCompleted = policyOf(store).commit === 'completion' && details.status === 'Completed';
    const wish = ({ sale, stage }: TaxTransaction): Wish => ({
      orderVersion,
      sale: withDetails(sale, details, store.country),
      stage: isCompleted ? 'committed' : stage,
      why: context.reason ?? 'the order goes elsewhere',
      isTold: change.deliveryChanges,
    });
    return this.#change(orderId, wish, context);
  }

  async noteDocument(orderId: string, { type, captured, status }: DocumentSummary, context: ChangeContext): Promise<void> {
    const isPaid = type === 'payment' && Decimal(captured ?? '0').gt('0');
    const isSent = type === 'shipment' && ['Sent', 'Delivered'].includes(status);
    if (!isPaid && !isSent) return;
    const found = await this.transactions.find(taxTransactionOf(orderId));
    if (!found) return;
    const { commit = 'payment' } = policyOf(storeOf(this.stores, found.state.storeId));
    if ((commit === 'payment' && isPaid) || (commit === 'shipment' && isSent)) {
      await this.#change(orderId, ({ orderVersion }) => ({ orderVersion, stage: 'committed' }), context);
    }
  }

  void(orderId: string, context: ChangeContext): Promise<boolean> {
    return this.#change(orderId, ({ orderVersion }) => ({ orderVersion, stage: 'voided' }), context);
  }

  async #change(orderId: string, wish: (now: TaxTransaction) => Wish, context: ChangeContext): Promise<boolean> {
    const found = await this.transactions.find(taxTransactionOf(orderId));
    if (!found) return false;
    await this.#request(found.state, wish, context);
    return true;
  }

  async #request(
    { taxTransactionId, orderId, orderNumber, storeId, taxNumber }: Parameters<typeof requestTax>[1],
    wish: (now: TaxTransaction) => Wish,
    context: ChangeContext,
  ): Promise<void> {
    const head = { taxTransactionId, orderId, orderNumber, storeId, taxNumber };
    const call = taxCall(this.providers);
    const decide = (before: TaxTransaction | null) =>
      requestTax(before, head, wish(before as TaxTransaction), call, new Date().toISOString());
    const stored = orThrow(await this.transactions.change(taxTransactionId, decide, context));
    const { correlationId, traceparent } = context;
    this.calls.follow(stored, call.id, { correlationId, ...(traceparent === undefined ? {} : { traceparent }) });
  }
}

function policyOf({ id, tax }: Store): AvataxPolicy {
  if (!tax.avatax) throw new Error(`the store "${id}" has no tax.avatax any more`);
  return tax.avatax;
}
