import jsonMergePatch from 'json-merge-patch';
import { detailNames } from '#contracts/commands/patch-order.js';
import { OrderDetailsChanged } from '#contracts/events/order.js';
import { EditableDetails } from '#contracts/order-details.js';
import { type Decision, refuse } from '#contracts/refusals.js';
import { inputErrors } from '#contracts/schema.js';
import { blockingHolds, heldBy } from './holds.js';
import type { Order, OrderEvent } from './order.js';
import { type StatusPolicy, statusObstacle } from './statuses.js';

/** A JSON merge patch (RFC 7396) of what an order says of itself: `null` takes a field away. */
export function changeDetails(order: Order, patch: object, statuses: StatusPolicy, now: string): Decision<OrderEvent> {
  const held = heldBy(blockingHolds(order, 'edit', now, new Set()));
  if (held) return held;
  const before = Object.fromEntries(detailNames.flatMap((name) => (order[name] === undefined ? [] : [[name, order[name]]])));
  const details = jsonMergePatch.apply(structuredClone(before), patch) as EditableDetails;
  const errors = inputErrors(EditableDetails, details);
  if (errors.length > 0) return { ...refuse('invalid-input', 'some fields are not as they must be'), more: { errors } };
  const obstacle = statusObstacle(order.status, details.status, statuses, 'status');
  if (obstacle) return obstacle;
  // Compared by their text: the patch keeps the order of the fields that were there.
  if (JSON.stringify(details) === JSON.stringify(before)) return [];
  const { orderId, number, storeId } = order;
  const taxChanges =
    JSON.stringify(details.addresses.shipping) !== JSON.stringify(order.addresses.shipping) && order.cancelledAt === undefined;
  return [OrderDetailsChanged({ orderId, number, storeId, details, taxChanges })];
}
