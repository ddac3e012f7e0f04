import { ShipmentStatusChanged } from '#contracts/events/shipment.js';
import { type Decision, refuse } from '#contracts/refusals.js';
import { isUnsent } from '#contracts/shipping.js';
import { type StatusPolicy, transitionObstacle } from '#contracts/statuses.js';
import type { Shipment, ShipmentEvent } from './shipment.js';

/** How far the warehouse has come with a shipment, as long as it is in the house; told again, it stays as it is. */
export function setStatus(shipment: Shipment, status: string, policy: StatusPolicy): Decision<ShipmentEvent> {
  if (shipment.status === status) return [];
  if (!isUnsent(status)) return refuse('unknown-status', `${status} is not set: it comes by what is done with the shipment`, 'status');
  if (shipment.status === 'Cancelled') return refuse('shipment-cancelled', 'nothing of it will be sent');
  if (!isUnsent(shipment.status)) return refuse('already-shipped', `it was sent at ${shipment.sentAt}`);
  const obstacle = transitionObstacle(shipment.status, status, policy, 'status');
  if (obstacle) return obstacle;
  const { shipmentId, number, orderId, currency, amount } = shipment;
  return [ShipmentStatusChanged({ shipmentId, number, orderId, currency, amount, status })];
}
