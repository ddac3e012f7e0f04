import { OrderCancelled } from '#contracts/events/order.js';
import { type Decision, refuse } from '#contracts/refusals.js';
import type { Order, OrderEvent } from './order.js';

/** The order is no longer wanted; cancelled again, it stays as it is. */
export function cancelOrder(order: Order, reason: string, cancelledAt: string): Decision<OrderEvent> {
  if (order.cancelledAt !== undefined) return [];
  if (order.claims !== undefined) {
    return { ...refuse('already-shipped', 'cancel what has not been sent, line by line'), more: { claims: order.claims } };
  }
  const { orderId, number, storeId } = order;
  return [OrderCancelled({ orderId, number, storeId, cancelledAt, reason, shipments: order.shipments.map(({ id }) => ({ id })) })];
}
