import { isDeepStrictEqual } from 'node:util';
import { ShipmentJoinedConsignment, ShipmentLeftConsignment } from '#contracts/events/shipment.js';
import type { Address } from '#contracts/parties.js';
import { type Decision, type Refusal, refuse } from '#contracts/refusals.js';
import { sendingObstacle } from './send-shipment.js';
import type { Shipment, ShipmentEvent } from './shipment.js';

/** A consignment that a shipment is to go with. */
export interface JoinedConsignment {
  readonly consignmentId: string;
  readonly deliveryAddress?: Address;
  /** Whatever address the shipment has. */
  readonly forcedBecause?: string;
}

/** A shipment goes with a consignment; joined again, it stays as it is. What has left a consignment never goes with that one again. */
export function joinConsignment(shipment: Shipment | null, consignment: JoinedConsignment): Decision<ShipmentEvent> {
  if (shipment === null) return refuse('not-found', 'there is no such shipment');
  const { consignmentId, deliveryAddress, forcedBecause } = consignment;
  if (shipment.consignmentId === consignmentId) return [];
  const obstacle = partObstacle(shipment);
  if (obstacle) return obstacle;
  if (shipment.leftConsignments?.includes(consignmentId)) return refuse('not-in-consignment', 'it was taken out of this consignment');
  if (forcedBecause === undefined && !isDeepStrictEqual(shipment.deliveryAddress, deliveryAddress))
    return refuse('shipments-apart', 'it goes to another address');
  const { shipmentId, number, orderId } = shipment;
  return [ShipmentJoinedConsignment({ shipmentId, number, orderId, consignmentId })];
}

/** A shipment does not go with a consignment, whether it has joined it or is still to; left again, it stays as it is. */
export function leaveConsignment(shipment: Shipment | null, consignmentId: string): Decision<ShipmentEvent> {
  if (shipment === null) throw new Error(`consignment ${consignmentId} has a shipment that is not there`);
  if (shipment.leftConsignments?.includes(consignmentId)) return [];
  const { shipmentId, number, orderId } = shipment;
  return [ShipmentLeftConsignment({ shipmentId, number, orderId, consignmentId })];
}

/** What stands against a shipment's going with any others. */
export function partObstacle(shipment: Shipment): Refusal | undefined {
  return consignmentObstacle(shipment) ?? sendingObstacle(shipment);
}

/** What stands against doing something with a shipment by itself: it goes with others. */
export function consignmentObstacle({ consignmentId }: Shipment): Refusal | undefined {
  if (consignmentId === undefined) return undefined;
  return { ...refuse('in-consignment', `do it with the consignment ${consignmentId}, or take it out of it`), more: { consignmentId } };
}
