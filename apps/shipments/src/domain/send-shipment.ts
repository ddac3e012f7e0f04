import { isDeepStrictEqual } from 'node:util';
import { ShipmentDelivered, ShipmentSent } from '#contracts/events/shipment.js';
import { type Decision, type Refusal, refuse } from '#contracts/refusals.js';
import { isUnsent, type ShipmentClaim, type Tracking } from '#contracts/shipping.js';
import type { Shipment, ShipmentEvent } from './shipment.js';

/** Whether it was sent just like this, so that there is nothing to do. */
export function wasSentSo({ status, tracking }: Shipment, asked: Tracking | undefined): boolean {
  return (status === 'Sent' || status === 'Delivered') && isDeepStrictEqual(tracking, asked);
}

/** What stands against sending a shipment, as far as it knows itself; its order has the last word. */
export function sendingObstacle({ status, sentAt, items }: Shipment): Refusal | undefined {
  if (status === 'Cancelled') return refuse('shipment-cancelled', 'nothing of it will be sent');
  if (!isUnsent(status)) return refuse('already-shipped', `it was sent at ${sentAt}`);
  return items.length === 0 ? refuse('nothing-to-send', 'edits of the order took everything out of it') : undefined;
}

/** A shipment has left the house, as it was claimed on its order; sent again, it stays as it is. */
export function sendShipment(
  shipment: Shipment | null,
  { id, tracking, claimedAt }: Omit<ShipmentClaim, 'items'>,
): Decision<ShipmentEvent> {
  if (shipment === null) throw new Error(`shipment ${id} was claimed and is not there`);
  if (!isUnsent(shipment.status)) return [];
  const { shipmentId, number, orderId, currency, amount, items, consignmentId } = shipment;
  const sent = { shipmentId, number, orderId, currency, amount, sentAt: claimedAt, ...(tracking && { tracking }), items };
  return [ShipmentSent({ ...sent, ...(consignmentId !== undefined && { consignmentId }) })];
}

/** It has reached whom it was sent to; told again, it stays as it is. */
export function deliverShipment(shipment: Shipment | null, deliveredAt: Date, now: Date): Decision<ShipmentEvent> {
  if (shipment === null) return refuse('not-found', 'there is no such shipment');
  if (shipment.status === 'Delivered') return [];
  if (shipment.status !== 'Sent') return refuse('not-sent', `it is ${shipment.status}`);
  if (deliveredAt > now) return refuse('invalid-input', 'it cannot have arrived yet', 'deliveredAt');
  if (deliveredAt < new Date(shipment.sentAt ?? 0)) return refuse('invalid-input', `it was sent at ${shipment.sentAt}`, 'deliveredAt');
  return [deliveredAs(shipment, deliveredAt)];
}

/** That a shipment has arrived. */
export function deliveredAs(shipment: Shipment, deliveredAt: Date): ShipmentEvent {
  const { shipmentId, number, orderId, currency, amount, consignmentId } = shipment;
  const delivered = { shipmentId, number, orderId, currency, amount, deliveredAt: deliveredAt.toISOString() };
  return ShipmentDelivered({ ...delivered, ...(consignmentId !== undefined && { consignmentId }) });
}
