import type { OrderView } from '#contracts/order.js';
import type { Stored } from '#platform/aggregate-store.js';
import type { Order } from '../domain/order.js';

/** An order as clients see it. */
export function orderView({ id, version, state, createdAt, modifiedAt }: Stored<Order>): OrderView {
  const { orderId: _, taxableVersion: __, taxedVersion: ___, documents, ...content } = state;
  return { id, version, createdAt: createdAt.toISOString(), modifiedAt: modifiedAt.toISOString(), ...content, documents: [...documents] };
}
