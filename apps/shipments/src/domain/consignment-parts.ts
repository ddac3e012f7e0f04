import { isDeepStrictEqual } from 'node:util';
import type { ConsignmentPart, Obstacle, PartingReason } from '#contracts/consignment.js';
import { ConsignmentCancelled, ConsignmentNotSent, ConsignmentPartRemoved } from '#contracts/events/consignment.js';
import { type Decision, type Refusal, refuse } from '#contracts/refusals.js';
import { isUnsent } from '#contracts/shipping.js';
import type { Consignment, ConsignmentEvent } from './consignment.js';
import type { Shipment } from './shipment.js';

/** What stands against changing what goes with a consignment. */
export function openObstacle({ status, sentAt }: Consignment): Refusal | undefined {
  if (status === 'Cancelled') return refuse('consignment-cancelled', 'its shipments go each by itself');
  if (status === 'Sending') return refuse('consignment-sending', 'read it again in a moment');
  return sentAt === undefined ? undefined : refuse('already-shipped', `it was sent at ${sentAt}`);
}

/** People take shipments out, which go by themselves again; with the last one, nothing is left to be sent. */
export function removeParts(consignment: Consignment, shipmentIds: readonly string[]): Decision<ConsignmentEvent> {
  const obstacle = openObstacle(consignment);
  if (obstacle) return obstacle;
  const known = new Set(consignment.parts.map(({ shipmentId }) => shipmentId));
  const missing = shipmentIds.findIndex((id) => !known.has(id));
  if (missing >= 0) return refuse('not-in-consignment', 'it does not go with this consignment', `shipmentIds[${missing}]`);
  const removed = consignment.parts.filter(({ shipmentId }) => shipmentIds.includes(shipmentId));
  return withoutParts(consignment, removed, 'asked');
}

/** Its parts go each by itself again; cancelled again, it stays as it is. */
export function cancelConsignment(consignment: Consignment): Decision<ConsignmentEvent> {
  const { consignmentId, number, status } = consignment;
  if (status === 'Cancelled') return [];
  return openObstacle(consignment) ?? [ConsignmentCancelled({ consignmentId, number, because: 'asked' })];
}

/**
 * One of its parts has changed: what is no longer there to be sent, or goes elsewhere, is taken out. What is just being sent stays in the house
 * when that happens to a part of it.
 */
export function reviewPart(consignment: Consignment, shipment: Shipment): Decision<ConsignmentEvent> {
  const part = consignment.parts.find(({ shipmentId }) => shipmentId === shipment.shipmentId);
  if (!part || !['Joining', 'New', 'Sending'].includes(consignment.status)) return [];
  const because = partingReason(consignment, shipment);
  if (because === undefined) return [];
  const removed = withoutParts(consignment, [part], because);
  return consignment.status === 'Sending' ? [notSent(consignment, partingObstacle(part, because)), ...removed] : removed;
}

function partingReason({ deliveryAddress, forcedBecause }: Consignment, shipment: Shipment): PartingReason | undefined {
  if (shipment.status === 'Cancelled') return 'cancelled';
  if (!isUnsent(shipment.status)) return 'sent';
  if (shipment.items.length === 0) return 'emptied';
  return forcedBecause === undefined && !isDeepStrictEqual(shipment.deliveryAddress, deliveryAddress) ? 'readdressed' : undefined;
}

function partingObstacle({ orderId, shipmentId }: ConsignmentPart, because: PartingReason): Obstacle {
  return { code: 'shipment-outdated', detail: `a shipment was ${because}`, orderId, shipmentId };
}

/** Nothing of it is sent by this attempt, of which the claims are given back. */
export function notSent({ consignmentId, number, attempt = 0, parts }: Consignment, obstacle: Obstacle): ConsignmentEvent {
  return ConsignmentNotSent({ consignmentId, number, attempt, obstacle, parts });
}

function withoutParts(consignment: Consignment, removed: readonly ConsignmentPart[], because: PartingReason): ConsignmentEvent[] {
  const { consignmentId, number, parts } = consignment;
  return [
    ...removed.map(({ shipmentId, orderId }) => ConsignmentPartRemoved({ consignmentId, number, shipmentId, orderId, because })),
    ...(removed.length === parts.length ? [ConsignmentCancelled({ consignmentId, number, because: 'emptied' })] : []),
  ];
}
