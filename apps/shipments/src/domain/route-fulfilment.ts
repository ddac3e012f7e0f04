import { FulfilmentMoved, FulfilmentRouted } from '#contracts/events/fulfilment.js';
import type { FulfilmentOrderContent } from '#contracts/fulfilment-order.js';
import { type Decision, type Refusal, refuse } from '#contracts/refusals.js';
import { contentOf, type FulfilmentEvent, type FulfilmentOrder, isOpen, unreserved, withLines } from './fulfilment-order.js';
import { overObstacle } from './handle-fulfilment.js';

/** The store's strategy has chosen where it is shipped from; what has a place, or has none by somebody's word, keeps it. */
export function routeFulfilment(order: FulfilmentOrder, location: string): Decision<FulfilmentEvent> {
  if (!isOpen(order) || order.location !== undefined) return [];
  return [FulfilmentRouted(at(order, location))];
}

/** It is to be shipped from here, whatever the strategy says; moved there again, it stays as it is. */
export function moveFulfilment(
  order: FulfilmentOrder,
  { location, externalId }: { readonly location: string; readonly externalId?: string },
  locations: readonly string[],
): Decision<FulfilmentEvent> {
  const obstacle = overObstacle(order) ?? locationObstacle(location, locations);
  if (obstacle) return obstacle;
  if (order.location === location && (externalId === undefined || externalId === order.externalId)) return [];
  const { externalId: _, ...moved } = order.location === location ? contentOf(order) : at(order, location);
  return [FulfilmentMoved({ ...moved, ...(externalId !== undefined && { externalId }) })];
}

/** What stands against shipping something from a location. */
export function locationObstacle(location: string, locations: readonly string[]): Refusal | undefined {
  if (locations.includes(location)) return undefined;
  return refuse('location-not-offered', `the store ships from ${locations.join(', ')}`, 'location');
}

/** Nothing is reserved at the new place yet, and nobody there has accepted it. */
function at(order: FulfilmentOrder, location: string): FulfilmentOrderContent {
  const content = withLines(contentOf(order), order.lines.map(unreserved));
  const status = order.scheduledFor === undefined ? 'Open' : 'Scheduled';
  return { ...content, location, status: order.hold ? order.status : status };
}
