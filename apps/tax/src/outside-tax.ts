import { Inject, Injectable } from '@nestjs/common';
import type { OrderDetailsChangedData, OrderEditedData } from '#contracts/events/order.js';
import type { PaymentRefundedData } from '#contracts/events/payment.js';
import type { ReturnedPart, TaxReturn } from '#contracts/events/tax-transaction.js';
import { Decimal } from '#contracts/money.js';
import type { DocumentSummary, PlacedOrder } from '#contracts/order.js';
import type { OrderReturn } from '#contracts/returns.js';
import { AggregateStore } from '#platform/aggregate-store.js';
import type { ChangeContext } from '#platform/change-context.js';
import { LOG } from '#platform/chassis.module.js';
import { DatabaseClock } from '#platform/database-clock.js';
import { DocumentNumbers } from '#platform/document-numbers.js';
import { STORES, type Stores, storeFor } from '#platform/document-service.module.js';
import { orThrow } from '#platform/http/problem.js';
import type { Log } from '#platform/log.js';
import type { AvataxPolicy } from '#platform/store-tax.js';
import { type Store, storeOf } from '#platform/stores.js';
import { editedSale, refundedParts } from './domain/given-back.js';
import { saleOfOrder, withDetails } from './domain/sale.js';
import type { TaxTransaction, TaxTransactionEvent } from './domain/tax-transaction.js';
import { requestTax, type Wish } from './domain/tell-provider.js';
import { PROVIDERS, type Providers } from './providers/providers.js';
import { taxTransactionAggregate } from './storage/tax-transaction.schema.js';
import { TaxCalls, taxCall } from './tax-calls.js';
import { taxReturnOf, taxTransactionOf } from './tax-ids.js';

/** What orders ask of a provider outside: stored here, and told to it by TaxCalls. */
@Injectable()
export class OutsideTax {
  constructor(
    @Inject(storeFor(taxTransactionAggregate)) private readonly transactions: AggregateStore<TaxTransaction, TaxTransactionEvent>,
    @Inject(STORES) private readonly stores: Stores,
    @Inject(PROVIDERS) private readonly providers: Providers,
    private readonly calls: TaxCalls,
    private readonly clock: DatabaseClock,
    private readonly numbers: DocumentNumbers,
    @Inject(LOG) private readonly log: Log,
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
  async edit(edit: OrderEditedData, orderVersion: number, context: ChangeContext): Promise<boolean> {
    const why = context.reason ?? 'the order has changed';
    const number = edit.received && (await this.#nextNumber(edit.storeId));
    const wish = (now: TaxTransaction): Wish => {
      const { sale, cameBack } = editedSale(now, edit);
      const returned = number !== undefined && cameBack.length > 0 ? { returned: returnOf(edit, number, cameBack) } : {};
      return { orderVersion, sale, stage: now.stage, why, isTold: true, ...returned };
    };
    return this.#change(edit.orderId, wish, context);
  }

  /** What a refund gives back of the sale, which stays as it was; so does the order. */
  async refund({ orderId, number: paymentNumber, refund }: PaymentRefundedData, context: ChangeContext): Promise<boolean> {
    const found = await this.transactions.find(taxTransactionOf(orderId));
    if (!found) return false;
    const head = {
      id: taxReturnOf(refund.id),
      number: await this.#nextNumber(found.state.storeId),
      // A refund has no number of its own.
      code: `${paymentNumber.slice(0, 37)}-${refund.id.slice(-12)}`,
      cause: 'refund' as const,
      date: refund.at.slice(0, 10),
    };
    const wish = (now: TaxTransaction): Wish => {
      const { orderVersion, stage } = now;
      const parts = refund.lines ? refundedParts(now, refund.lines) : [];
      if (refund.lines && parts.length === 0) this.log.warn({ orderId, refundId: refund.id }, 'a refund gives back what was told before');
      const returned = { ...head, parts, ...(refund.lines ? {} : { allowance: refund.amount }) };
      return { orderVersion, stage, ...((!refund.lines || parts.length > 0) && { returned }) };
    };
    await this.#request(found.state, wish, context);
    return true;
  }

  /** The refund came back. */
  revokeRefund(orderId: string, refundId: string, context: ChangeContext): Promise<boolean> {
    return this.#change(orderId, ({ orderVersion, stage }) => ({ orderVersion, stage, revokes: taxReturnOf(refundId) }), context);
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
      await this.#request(found.state, ({ orderVersion }) => ({ orderVersion, stage: 'committed' }), context);
    }
  }

  void(orderId: string, context: ChangeContext): Promise<boolean> {
    return this.#change(orderId, ({ orderVersion }) => ({ orderVersion, stage: 'voided' }), context);
  }

  #nextNumber(storeId: string): Promise<string> {
    return this.numbers.next(storeOf(this.stores, storeId).numbers.tax, new Date());
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
    const time = await this.clock.now();
    const call = taxCall(this.providers, time);
    const now = new Date(time).toISOString();
    const decide = (before: TaxTransaction | null) => requestTax(before, head, wish(before as TaxTransaction), call, now);
    const stored = orThrow(await this.transactions.change(taxTransactionId, decide, context));
    const { correlationId, traceparent } = context;
    this.calls.follow(stored, call.id, { correlationId, ...(traceparent === undefined ? {} : { traceparent }) });
  }
}

function returnOf({ received }: OrderEditedData, number: string, parts: ReturnedPart[]): TaxReturn {
  const { id, number: code = id, receipt, claimedAt } = received as OrderReturn;
  return { id: taxReturnOf(id), number, code, cause: 'return', date: (receipt?.at ?? claimedAt).slice(0, 10), parts };
}

function policyOf({ id, tax }: Store): AvataxPolicy {
  if (!tax.avatax) throw new Error(`the store "${id}" has no tax.avatax any more`);
  return tax.avatax;
}
