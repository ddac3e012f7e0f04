import { Inject, Injectable } from '@nestjs/common';
import type { OrderPricedData } from '#contracts/events/order.js';
import { isRefusal } from '#contracts/refusals.js';
import { AggregateStore } from '#platform/aggregate-store.js';
import type { ChangeContext } from '#platform/change-context.js';
import { Database } from '#platform/database.js';
import { STORES, type Stores } from '#platform/document-service.module.js';
import { orThrow } from '#platform/http/problem.js';
import { storeOf } from '#platform/stores.js';
import { excessRefunds } from './domain/excess.js';
import type { Payment, PaymentEvent } from './domain/payment.js';
import { InvoicesService } from './invoices.service.js';
import { PaymentsService } from './payments.service.js';
import { invoiceAggregate } from './storage/invoice.schema.js';
import { ofOrder } from './storage/of-order.js';

/** Money that moves because a store says so, and not because anybody asks. Each move is named by what led to it, so that a repeat is no second one. */
@Injectable()
export class StoreRules {
  constructor(
    @Inject(AggregateStore) private readonly store: AggregateStore<Payment, PaymentEvent>,
    @Inject(STORES) private readonly stores: Stores,
    private readonly payments: PaymentsService,
    private readonly invoices: InvoicesService,
    private readonly database: Database,
  ) {}

  /** An edit left less due than was taken. By one name whether the store or a return wants it back, so that both together are one refund. */
  async refundExcess(
    { orderId, storeId, currency, taxedVersion, totals, refund: destination }: OrderPricedData,
    context: ChangeContext,
  ): Promise<void> {
    const rule = storeOf(this.stores, storeId).paymentRules?.excess;
    if (rule === undefined && destination === undefined) return;
    const all = (await this.store.listBy('orderId', orderId)).map(({ state }) => state);
    const due = new Map([[currency, totals.total], ...(totals.others ?? []).map((other) => [other.currency, other.total] as const)]);
    for (const [code, total] of due) {
      const payments = all.filter((payment) => payment.currency === code);
      for (const { paymentId, amount } of excessRefunds(payments, total, rule === 'refund-first' ? 'first' : 'last')) {
        await this.payments.refundByRule(paymentId, amount, `excess/${taxedVersion}`, context, destination);
      }
    }
  }

  /** An edit left more due than was invoiced. */
  async invoiceMissing({ orderId, storeId, taxedVersion }: OrderPricedData, context: ChangeContext): Promise<void> {
    if (storeOf(this.stores, storeId).paymentRules?.missing !== 'invoice') return;
    // What was never invoiced is no difference.
    if ((await ofOrder(this.database, invoiceAggregate.collection, orderId)).length === 0) return;
    const key = `missing/${taxedVersion}`;
    const drafting = { ...context, idempotency: { key, fingerprint: key } };
    const drafted = await this.invoices.draft(orderId, { kind: 'invoice', from: 'difference' }, drafting);
    if (isRefusal(drafted) || drafted.state.status !== 'Draft') return;
    orThrow(await this.invoices.issue(drafted.id, {}, context));
  }

  /** Nothing is paid for a cancelled order: what was promised goes back, and what was taken, unless people are to decide. */
  async close(orderId: string, context: ChangeContext): Promise<void> {
    for (const { id, state } of await this.store.listBy('orderId', orderId)) {
      const keeps = storeOf(this.stores, state.storeId).paymentRules?.cancelled === 'keep';
      await this.payments.close(id, { reason: 'the order is cancelled', ...(keeps && { keepsCaptured: true }) }, context);
    }
  }
}
