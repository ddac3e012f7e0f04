import { OrderTaxDelayed } from '#contracts/events/order.js';
import type { Decision } from '#contracts/refusals.js';
import type { Order, OrderEvent } from './order.js';

/** The order says why its tax is not known yet; told once for each reason. */
export function delayTax(order: Order | null, reason: string): Decision<OrderEvent> {
  if (order === null) throw new Error('the tax of an order is late that is not there');
  const { orderId, number, storeId, tax, cancelledAt } = order;
  if (cancelledAt !== undefined || tax.status !== 'pending' || tax.reason === reason) return [];
  return [OrderTaxDelayed({ orderId, number, storeId, reason })];
}
