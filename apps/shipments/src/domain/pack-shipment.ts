import { isDeepStrictEqual } from 'node:util';
import type { PackageToPack } from '#contracts/commands/prepare-shipment.js';
import { ShipmentPacked } from '#contracts/events/shipment.js';
import type { ShipmentPackage } from '#contracts/packages.js';
import { type Decision, refuse } from '#contracts/refusals.js';
import { measured, weighed } from './measures.js';
import { contentsObstacle } from './package-contents.js';
import type { Shipment, ShipmentEvent } from './shipment.js';
import { type Carriers, withTrackingUrl } from './tracking-url.js';

/** A shipment has these packages and no others, also when it is on its way; told again, it stays as it is. */
export function packShipment(shipment: Shipment, asked: readonly PackageToPack[], carriers: Carriers): Decision<ShipmentEvent> {
  if (shipment.status === 'Cancelled') return refuse('shipment-cancelled', 'nothing of it will be sent');
  const { shipmentId, number, orderId, items } = shipment;
  const packages = asked.map((each, index) => packed(each, String(index + 1), orderId, carriers));
  const obstacle = contentsObstacle(packages, items);
  if (obstacle) return obstacle;
  if (isDeepStrictEqual(packages, shipment.packages ?? [])) return [];
  return [ShipmentPacked({ shipmentId, number, orderId, packages })];
}

/** A package as it is kept: numbered, measured, and followed as the store says of its carrier. */
export function packed(asked: PackageToPack, id: string, orderId: string, carriers: Carriers): ShipmentPackage {
  const { weight, dimensions, items, tracking, ...told } = asked;
  return {
    ...told,
    id,
    ...(weight && { weight: weighed(weight) }),
    ...(dimensions && { dimensions: measured(dimensions) }),
    items: items.map((item) => ({ orderId: item.orderId ?? orderId, lineId: item.lineId, quantity: item.quantity })),
    ...(tracking && { tracking: withTrackingUrl(tracking, carriers) }),
  };
}
