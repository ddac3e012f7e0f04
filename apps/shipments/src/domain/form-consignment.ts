import type { AllotmentRule, AllottedPrice, ConsignmentPart, Obstacle } from '#contracts/consignment.js';
import {
  ConsignmentAllotted,
  ConsignmentCancelled,
  ConsignmentFormed,
  ConsignmentOpened,
  ConsignmentPriceRefused,
  type PlannedConsignment,
} from '#contracts/events/consignment.js';
import { type Decision, refuse } from '#contracts/refusals.js';
import { allot } from './allot.js';
import type { Consignment, ConsignmentEvent } from './consignment.js';
import { openObstacle } from './consignment-parts.js';

/** Shipments are to go together; opened again, it stays as it is. */
export function openConsignment(consignment: Consignment | null, planned: PlannedConsignment, number: string): Decision<ConsignmentEvent> {
  return consignment === null ? [ConsignmentOpened({ ...planned, number })] : [];
}

/** All its parts have joined, and share its price where it has one. Late, it changes nothing. */
export function formConsignment(consignment: Consignment): Decision<ConsignmentEvent> {
  if (consignment.status !== 'Joining') return [];
  const { consignmentId, number, price, currency, allotBy, parts } = consignment;
  const formed = ConsignmentFormed({ consignmentId, number });
  if (price === undefined || currency === undefined || allotBy === undefined || parts.length === 0) return [formed];
  return [
    formed,
    ConsignmentAllotted({ consignmentId, number, price, currency, allotBy, allotted: allottedPrices(price, currency, parts) }),
  ];
}

/** One of its parts could not be had, so none is. Late, it changes nothing. */
export function dissolveConsignment(consignment: Consignment, obstacle: Obstacle): Decision<ConsignmentEvent> {
  const { consignmentId, number, status, parts } = consignment;
  if (status !== 'Joining' || !parts.some(({ shipmentId }) => shipmentId === obstacle.shipmentId)) return [];
  return [ConsignmentCancelled({ consignmentId, number, because: 'not-joined', obstacle })];
}

/** Its price is shared out anew over the parts that it has; `shares` are theirs, with what they are measured by. */
export function allotPrice(
  consignment: Consignment,
  asked: { readonly price: string; readonly currency: string; readonly allotBy: AllotmentRule },
  shares: ReadonlyMap<string, string>,
): Decision<ConsignmentEvent> {
  const obstacle = openObstacle(consignment);
  if (obstacle) return obstacle;
  const { consignmentId, number } = consignment;
  const parts = consignment.parts.map((part) => ({ ...part, share: shares.get(part.shipmentId) ?? '0' }));
  if (parts.length === 0) return refuse('nothing-to-send', 'it has no shipment');
  return [ConsignmentAllotted({ consignmentId, number, ...asked, allotted: allottedPrices(asked.price, asked.currency, parts) })];
}

/** An order did not take what this version allotted to it; told again, or of an earlier one, it stays as it is. */
export function refusePrice(consignment: Consignment, allotment: number, obstacle: Obstacle): Decision<ConsignmentEvent> {
  const { consignmentId, number, pricesRefused = [] } = consignment;
  if (consignment.allotment !== allotment || pricesRefused.some(({ shipmentId }) => shipmentId === obstacle.shipmentId)) return [];
  return [ConsignmentPriceRefused({ consignmentId, number, obstacle })];
}

/** What each part costs of a price, by their shares. */
export function allottedPrices(price: string, currency: string, parts: readonly ConsignmentPart[]): AllottedPrice[] {
  const prices = allot(
    price,
    currency,
    parts.map((part) => ({ ...part, share: part.share ?? '0' })),
  );
  return parts.map(({ shipmentId, orderId }) => ({ shipmentId, orderId, price: prices.get(shipmentId) as string }));
}
