import { type AttributeDeclaration, attributeObstacle } from '#contracts/attributes.js';
import { detailNames } from '#contracts/commands/patch-order.js';
import { OrderDetailsChanged } from '#contracts/events/order.js';
import { patched } from '#contracts/merge-patch.js';
import { EditableDetails } from '#contracts/order-details.js';
import { type Decision, isRefusal, refuse } from '#contracts/refusals.js';
import { addressObstacle, type CheckedAddress, checkOf } from './address-check.js';
import { blockingHolds, heldBy } from './holds.js';
import type { Order, OrderEvent } from './order.js';
import { type StatusPolicy, statusObstacle } from './statuses.js';

/** What the store says about what an order says of itself. */
export interface DetailsPolicy {
  readonly statuses: StatusPolicy;
  /** Whether it takes no address that the tax provider says is not valid; undefined: it does. */
  readonly refusesInvalidAddresses?: boolean;
  /** The custom fields that there may be; undefined: any. */
  readonly attributes?: readonly AttributeDeclaration[];
}

/** What can still be said of a cancelled order. */
const afterwards = new Set(['comment', 'externalId', 'attributes']);

/** A JSON merge patch (RFC 7396) of what an order says of itself: `null` takes a field away. */
export function changeDetails(
  order: Order,
  patch: object,
  policy: DetailsPolicy,
  now: string,
  checked?: CheckedAddress,
): Decision<OrderEvent> {
  const late = order.cancelledAt === undefined ? undefined : Object.keys(patch).find((name) => !afterwards.has(name));
  if (late !== undefined) return refuse('order-cancelled', `it was cancelled at ${order.cancelledAt}`, late);
  const held = heldBy(blockingHolds(order, 'edit', now, new Set()));
  if (held && order.cancelledAt === undefined) return held;
  const before = Object.fromEntries(detailNames.flatMap((name) => (order[name] === undefined ? [] : [[name, order[name]]])));
  const details = patched(EditableDetails, before, patch);
  if (isRefusal(details)) return details;
  const obstacle =
    attributeObstacle(details.attributes, 'order', policy.attributes, 'attributes') ??
    statusObstacle(order.status, details.status, policy.statuses, 'status');
  if (obstacle) return obstacle;
  // Compared by their text: the patch keeps the order of the fields that were there.
  if (JSON.stringify(details) === JSON.stringify(before)) return [];
  const { orderId, number, storeId } = order;
  const deliveryChanges =
    JSON.stringify(details.addresses.shipping) !== JSON.stringify(order.addresses.shipping) && order.cancelledAt === undefined;
  const check = deliveryChanges ? checkOf(details.addresses.shipping, checked) : {};
  return addressObstacle(check, policy) ?? [OrderDetailsChanged({ orderId, number, storeId, details, deliveryChanges, ...check })];
}
