import { ShipmentCancelled } from '#contracts/events/shipment.js';
import type { Decision } from '#contracts/refusals.js';
import { isUnsent } from '#contracts/shipping.js';
import type { Shipment, ShipmentEvent } from './shipment.js';

/** Nothing of a shipment will be sent; cancelled again, it stays as it is. */
export function cancelShipment(shipment: Shipment | null): Decision<ShipmentEvent> {
  if (shipment === null) throw new Error('an order cancels a shipment that is not there');
  if (shipment.status === 'Cancelled') return [];
  // The order refuses to be cancelled once something was claimed to be sent.
  if (!isUnsent(shipment.status)) throw new Error(`shipment ${shipment.shipmentId} has left the house and cannot be cancelled`);
  const { shipmentId, number, orderId, currency, amount, consignmentId } = shipment;
  const cancelled = { shipmentId, number, orderId, currency, amount };
  return [ShipmentCancelled({ ...cancelled, ...(consignmentId !== undefined && { consignmentId }) })];
}
