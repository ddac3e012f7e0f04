import { type AttributeDeclaration, attributeObstacle } from '#contracts/attributes.js';
import { ShipmentDetailsChanged } from '#contracts/events/shipment.js';
import { patched } from '#contracts/merge-patch.js';
import { type Decision, isRefusal, type Refusal, refuse } from '#contracts/refusals.js';
import { ShipmentDetails, shipmentDetailNames } from '#contracts/shipment-details.js';
import { isUnsent } from '#contracts/shipping.js';
import type { Shipment, ShipmentEvent } from './shipment.js';

/** What can still be said of what will never be sent. */
const afterwards = new Set(['comment', 'externalId', 'attributes']);
/** Of what is on its way. */
const underway = new Set([...afterwards, 'promisedOn', 'expectedOn']);

/** A JSON merge patch (RFC 7396) of what people say of a shipment; `declared` are the custom fields that there may be, undefined: any. */
export function changeDetails(
  shipment: Shipment,
  patch: object,
  declared: readonly AttributeDeclaration[] | undefined,
): Decision<ShipmentEvent> {
  const late = lateness(shipment, Object.keys(patch));
  if (late) return late;
  const before = Object.fromEntries(shipmentDetailNames.flatMap((name) => (shipment[name] === undefined ? [] : [[name, shipment[name]]])));
  const details = patched(ShipmentDetails, before, patch);
  if (isRefusal(details)) return details;
  const obstacle = attributeObstacle(details.attributes, 'shipment', declared, 'attributes');
  if (obstacle) return obstacle;
  // Compared by their text: the patch keeps the order of the fields that were there.
  if (JSON.stringify(details) === JSON.stringify(before)) return [];
  const { shipmentId, number, orderId } = shipment;
  return [ShipmentDetailsChanged({ shipmentId, number, orderId, details })];
}

function lateness({ status, sentAt }: Shipment, names: readonly string[]): Refusal | undefined {
  if (isUnsent(status)) return undefined;
  const late = names.find((name) => !(status === 'Cancelled' ? afterwards : underway).has(name));
  if (late === undefined) return undefined;
  if (status === 'Cancelled') return refuse('shipment-cancelled', 'nothing of it will be sent', late);
  return refuse('already-shipped', `it was sent at ${sentAt}`, late);
}
