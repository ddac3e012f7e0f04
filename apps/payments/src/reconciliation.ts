import { Injectable } from '@nestjs/common';
import { MAX_BALANCES, type ReconciledOrder } from '#contracts/reconciliation.js';
import type { ChangeContext } from '#platform/change-context.js';
import type { PageCursor } from '#platform/list-conditions.js';
import { reconcile } from './domain/reconcile.js';
import { OrdersClient } from './orders-client.js';
import { type OpenedPayment, ReconciledOrders, type ReconciliationConditions } from './storage/reconciled-orders.js';

/** Payments that one page looks at, at most, however few orders it finds. */
const MAX_LOOKED_AT = 5 * MAX_BALANCES;

/** A part of the list, and behind which payment it goes on; without that, it is over. */
export interface ReconciledPage {
  readonly items: ReconciledOrder[];
  readonly next?: PageCursor;
}

/** Compares the money of orders with what is due for them, from the newest back. An order stands at its first payment, so that it is listed once. */
@Injectable()
export class Reconciliation {
  constructor(
    private readonly reconciled: ReconciledOrders,
    private readonly orders: OrdersClient,
  ) {}

  /** At most so many orders; fewer, though more follow, where many agree that are not asked for. */
  async page(
    conditions: ReconciliationConditions & { readonly all: boolean },
    limit: number,
    after: PageCursor | undefined,
    context: ChangeContext,
  ): Promise<ReconciledPage> {
    const items: ReconciledOrder[] = [];
    let cursor = after;
    for (let lookedAt = 0; lookedAt < MAX_LOOKED_AT; lookedAt += MAX_BALANCES) {
      const opened = await this.reconciled.opened(conditions, MAX_BALANCES, cursor);
      const compared = await this.#compare(opened, context);
      for (const [index, payment] of opened.entries()) {
        cursor = [payment.openedAt, payment.id];
        const order = compared.get(payment.id);
        if (!order || (!conditions.all && order.discrepancies.length === 0)) continue;
        items.push(order);
        const isLast = index === opened.length - 1 && opened.length < MAX_BALANCES;
        if (items.length === limit) return isLast ? { items } : { items, next: cursor };
      }
      if (opened.length < MAX_BALANCES) return { items };
    }
    return { items, ...(cursor && { next: cursor }) };
  }

  /** The orders whose first payment is among these, by that payment. */
  async #compare(opened: readonly OpenedPayment[], context: ChangeContext): Promise<Map<string, ReconciledOrder>> {
    if (opened.length === 0) return new Map();
    const named = [...new Set(opened.map(({ orderId }) => orderId))];
    const payments = await this.reconciled.payments(named);
    const firsts = new Set(opened.map(({ id }) => id));
    const ids = named.filter((id) => firsts.has(payments.get(id)?.[0]?.id ?? ''));
    if (ids.length === 0) return new Map();
    const [invoices, balances] = await Promise.all([this.reconciled.invoices(ids), this.orders.balances(ids, context)]);
    const compared = ids.map((orderId) => {
      const of = payments.get(orderId) ?? [];
      const { id, orderNumber, storeId, openedAt } = of[0] as OpenedPayment;
      const outcome = reconcile(balances.get(orderId), of, invoices.get(orderId) ?? []);
      return [id, { orderId, orderNumber, storeId, openedAt, ...outcome }] as const;
    });
    return new Map(compared);
  }
}
