import { isDeepStrictEqual } from 'node:util';
import type { ReleaseClaim } from '#contracts/commands/combine-shipments.js';
import type { ClaimShipment } from '#contracts/commands/send-shipment.js';
import { OrderShipmentClaimed, OrderShipmentReleased } from '#contracts/events/order.js';
import { type Decision, refuse } from '#contracts/refusals.js';
import { isUnsent, type ShipmentClaim, type ShipmentItem } from '#contracts/shipping.js';
import { blockingHolds, heldBy } from './holds.js';
import type { Order, OrderEvent } from './order.js';

/**
 * A shipment is about to leave the house, with what the order says that it holds and to where the order says. From then on the order keeps
 * these quantities. Claimed again, it stays as it is; a later sending of the same consignment takes the claim over. Rule:
 * docs/adr/0012-claims-before-sending.md.
 */
export function claimShipment(order: Order, asked: ClaimShipment, now: string): Decision<OrderEvent> {
  const { orderId, number, storeId } = order;
  const { id, items, deliveryAddress, tracking, consignment } = asked;
  const standing = order.claims?.find((claim) => claim.id === id);
  if (standing && !isTakenOver(standing, asked)) return [];
  if (order.cancelledAt !== undefined) return refuse('order-cancelled', `it was cancelled at ${order.cancelledAt}`);
  const shipment = order.shipments.find((each) => each.id === id);
  if (!shipment) return refuse('shipment-not-found', `there is no shipment "${id}"`, 'id');
  const held = heldBy(blockingHolds(order, 'send', now, new Set(shipment.items.map(({ lineId }) => lineId))));
  if (held) return held;
  if (!sameItems(shipment.items, items) || !isDeepStrictEqual(order.addresses.shipping, deliveryAddress)) {
    return refuse('shipment-outdated', 'the change is on its way to the shipment; read it again in a moment');
  }
  if (items.length === 0) return refuse('nothing-to-send', 'edits of the order took everything out of it');
  const claim = { id, items, ...(tracking && { tracking }), claimedAt: now, ...(consignment && { consignment }) };
  return [OrderShipmentClaimed({ orderId, number, storeId, claim })];
}

/** A shipment was to leave with a consignment and has not; what no claim stands for, or a later one, stays as it is. */
export function releaseShipment(order: Order, { id, consignmentId, attempt }: ReleaseClaim): Decision<OrderEvent> {
  const { orderId, number, storeId } = order;
  const claim = order.claims?.find((each) => each.id === id);
  if (claim?.consignment?.id !== consignmentId || claim.consignment.attempt > attempt) return [];
  return [OrderShipmentReleased({ orderId, number, storeId, claim })];
}

function isTakenOver({ consignment: standing }: ShipmentClaim, { consignment: asked }: ClaimShipment): boolean {
  return standing !== undefined && asked?.id === standing.id && asked.attempt > standing.attempt;
}

/** Pieces of each line that have left the house for sure: what is claimed for a consignment may still be given back, until it is sent. */
export function goneQuantities({ claims = [], documents }: Pick<Order, 'claims' | 'documents'>): ReadonlyMap<string, number> {
  const sent = new Set(documents.flatMap(({ id, status }) => (isUnsent(status) ? [] : [id])));
  return claimedQuantities({ claims: claims.filter(({ id, consignment }) => !consignment || sent.has(id)) });
}

/** Pieces of each line that have left the house, or are about to. */
export function claimedQuantities({ claims = [] }: Pick<Order, 'claims'>): ReadonlyMap<string, number> {
  const quantities = new Map<string, number>();
  for (const { items } of claims) {
    for (const { lineId, quantity } of items) quantities.set(lineId, (quantities.get(lineId) ?? 0) + quantity);
  }
  return quantities;
}

export function sameItems(some: readonly ShipmentItem[], others: readonly ShipmentItem[]): boolean {
  const quantities = new Map(others.map(({ lineId, quantity }) => [lineId, quantity]));
  return some.length === others.length && some.every(({ lineId, quantity }) => quantities.get(lineId) === quantity);
}
