import { ShipmentDetailsChanged } from '#contracts/events/shipment.js';
import type { Decision } from '#contracts/refusals.js';
import type { ShipmentDetails } from '#contracts/shipment-details.js';
import { shipmentDetailNames } from '#contracts/shipment-details.js';
import { isUnsent } from '#contracts/shipping.js';
import type { Shipment, ShipmentEvent } from './shipment.js';

/** A shipment is shipped from where its fulfilment order says, as long as it is in the house. */
export function followLocation(shipment: Shipment, location: string): Decision<ShipmentEvent> {
  if (!isUnsent(shipment.status) || shipment.fulfilmentCentre === location) return [];
  const { shipmentId, number, orderId } = shipment;
  const said = Object.fromEntries(shipmentDetailNames.flatMap((name) => (shipment[name] === undefined ? [] : [[name, shipment[name]]])));
  const details = { ...said, fulfilmentCentre: location } as ShipmentDetails;
  return [ShipmentDetailsChanged({ shipmentId, number, orderId, details })];
}
