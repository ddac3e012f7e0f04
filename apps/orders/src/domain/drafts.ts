import type { PlaceOrder } from '#contracts/commands/place-order.js';
import { DraftCreated, DraftDetailsChanged, DraftEdited } from '#contracts/events/draft.js';
import { OrderDetailsChanged, OrderEdited, OrderPlaced } from '#contracts/events/order.js';
import { isWithdrawn } from '#contracts/order.js';
import { type Decision, isRefusal, type Refusal, refuse } from '#contracts/refusals.js';
import { addressObstacle, checkOf } from './address-check.js';
import { ruledHolds } from './hold-rules.js';
import type { Order, OrderEvent } from './order.js';
import { type Placement, type PlacementPolicy, placeOrder } from './place-order.js';
import { paymentObstacle } from './placement-obstacles.js';

/** A draft comes into being: priced like an order, and neither taxed, paid nor shipped. */
export function createDraft(
  order: Order | null,
  placement: Placement,
  expiresAt: string,
  draft: PlaceOrder,
  policy: PlacementPolicy,
): Decision<OrderEvent> {
  const decision = placeOrder(order, placement, draft, { ...policy, holdRules: [], status: 'Draft' });
  if (isRefusal(decision)) return decision;
  return decision.flatMap((event) =>
    event.type === OrderPlaced.type ? [DraftCreated({ orderId: placement.orderId, draft: event.data, expiresAt })] : [],
  );
}

/** What an edit of an order is on a draft, which expires so much later. */
export function onDraft(decision: Decision<OrderEvent>, expiresAt: string): Decision<OrderEvent> {
  if (isRefusal(decision)) return decision;
  return decision.map((event): OrderEvent => {
    const { orderId } = event.data as { orderId: string };
    if (event.type === OrderEdited.type) return DraftEdited({ orderId, edit: event.data, expiresAt });
    if (event.type === OrderDetailsChanged.type) return DraftDetailsChanged({ orderId, change: event.data, expiresAt });
    throw new Error(`${event.type} is nothing that happens to a draft`);
  });
}

/** What stands against changing a draft. */
export function draftObstacle({ orderId, number, draft }: Order, now: string): Refusal | undefined {
  if (!draft) return { ...refuse('draft-placed', `it is order ${number} now`), more: { orderId } };
  return Date.parse(draft.expiresAt) <= Date.parse(now) ? refuse('draft-expired', `it expired at ${draft.expiresAt}`) : undefined;
}

/** The draft becomes an order, under the same id; placed again, it stays the order that it is. */
export function placeDraft(order: Order, placement: Placement, policy: PlacementPolicy): Decision<OrderEvent> {
  if (!order.draft) return [];
  const { repeatedAfter, checked, ...head } = placement;
  const check = checkOf(order.addresses.shipping, checked);
  const obstacle =
    draftObstacle(order, placement.placedAt) ??
    paymentObstacle(order.payments, order.totals, order.currency) ??
    addressObstacle(check, policy);
  if (obstacle) return obstacle;
  const holds = ruledHolds({ ...order, placedAt: head.placedAt }, policy.holdRules, repeatedAfter);
  return [OrderPlaced({ ...contentOf(order), ...head, status: policy.status, holds, ...check, draftNumber: order.number })];
}

/** An order without what only comes of what happens to it. */
function contentOf(order: Order) {
  const { tax, documents, paymentStatus, shipmentStatus, balance, claims, draft, ...rest } = order;
  const { heldSince, attributeTexts, editedVersion, lastLine, taxableVersion, taxedVersion, ...content } = rest;
  // What was given up in a draft was never opened.
  return { ...content, shipments: content.shipments.filter((shipment) => !isWithdrawn(shipment)) };
}
