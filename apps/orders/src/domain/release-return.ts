import type { ReleaseReturn } from '#contracts/commands/return-goods.js';
import { OrderReturnReleased } from '#contracts/events/order.js';
import { type Decision, refuse } from '#contracts/refusals.js';
import type { Order, OrderEvent } from './order.js';

/** Nothing comes back with a return: others may have its pieces. Released again, it stays as it is. */
export function releaseReturn(order: Order, returnId: string, release: ReleaseReturn, at: string): Decision<OrderEvent> {
  const claim = order.returns?.find(({ id }) => id === returnId);
  if (!claim) return refuse('return-not-found', `the order has no return "${returnId}"`);
  if (claim.released) return [];
  if (claim.receipt) return refuse('return-closed', `it was received at ${claim.receipt.at}`);
  const { orderId, number, storeId } = order;
  return [OrderReturnReleased({ orderId, number, storeId, returnId, released: { at, ...release } })];
}
