import { type Refusal, refuse } from '#contracts/refusals.js';
import type { Shipments } from './shipped-quantities.js';

/** What stands against naming a shipment, whatever is done with it: it is not there, was given up, or has gone into another. */
export function namingObstacle({ shipments }: { readonly shipments: Shipments }, id: string, path: string): Refusal | undefined {
  const shipment = shipments.find((each) => each.id === id);
  if (!shipment)
    return refuse('shipment-not-found', `there is no shipment "${id}", but ${shipments.map((each) => each.id).join(', ')}`, path);
  if (shipment.isCancelled) return { ...refuse('shipment-cancelled', `shipment ${id} was given up`, path), more: { shipmentId: id } };
  if (shipment.mergedInto === undefined) return undefined;
  const { mergedInto } = shipment;
  return { ...refuse('shipment-merged', `shipment ${id} went into ${mergedInto}`, path), more: { shipmentId: id, mergedInto } };
}

/** What stands against taking from a shipment, or adding to it. */
export function shipmentObstacle(
  content: { readonly shipments: Shipments; readonly closed: ReadonlySet<string> },
  id: string,
  path: string,
): Refusal | undefined {
  const obstacle = namingObstacle(content, id, path);
  if (obstacle || !content.closed.has(id)) return obstacle;
  return { ...refuse('already-shipped', `shipment ${id} has left the house`, path), more: { shipmentId: id } };
}
