import { isDeepStrictEqual } from 'node:util';
import { ShipmentChanged } from '#contracts/events/shipment.js';
import type { Address } from '#contracts/parties.js';
import type { Decision } from '#contracts/refusals.js';
import { isUnsent } from '#contracts/shipping.js';
import type { Shipment, ShipmentEvent } from './shipment.js';

/** A shipment goes where its order says now, unless it is on its way or will never be. */
export function readdressShipment(shipment: Shipment | null, deliveryAddress: Address | undefined): Decision<ShipmentEvent> {
  if (shipment === null) throw new Error('an order sends a shipment elsewhere that is not there');
  if (!isUnsent(shipment.status) || isDeepStrictEqual(shipment.deliveryAddress, deliveryAddress)) return [];
  const { shipmentId, number, orderId, currency, price, discount, fee, amount, status, items, consignmentId } = shipment;
  const change = { shipmentId, number, orderId, currency, price, discount, fee, amount, status, items };
  const parcel = consignmentId === undefined ? {} : { consignmentId };
  return [ShipmentChanged({ ...change, ...parcel, ...(deliveryAddress === undefined ? {} : { deliveryAddress }) })];
}
