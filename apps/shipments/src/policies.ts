import type { StatusPolicy } from '#contracts/statuses.js';
import type { Store } from '#platform/stores.js';
import type { Sourcing } from './domain/choose-location.js';
import type { Carriers } from './domain/tracking-url.js';

// Of a store that says nothing about them.
const STATUSES = ['New', 'PickPack', 'ReadyToSend'];

/** How the parcels of a store are followed, by carrier. */
export function carriersOf({ carriers }: Store): Carriers {
  return carriers ?? {};
}

/** What a store says about the statuses of what has not been sent. */
export function statusPolicy({ shipmentStatuses }: Store): StatusPolicy {
  return shipmentStatuses ?? { statuses: STATUSES };
}

/** How a store chooses where a shipment is shipped from; undefined where its shipments have no fulfilment orders. */
export function sourcingOf(store: Store): Sourcing | undefined {
  return store.fulfilment && { strategy: store.fulfilment.sourcing, locations: locationsOf(store) };
}

/** Where a store ships from, in the order in which they are tried. */
export function locationsOf({ fulfilment, defaults }: Store): readonly string[] {
  if (!fulfilment) return [];
  if (fulfilment.sourcing !== 'default-location') return fulfilment.locations;
  return [...new Set([defaults.fulfilmentCentre, ...fulfilment.locations])];
}

/** The template of the numbers of a store's fulfilment orders. */
export function fulfilmentNumbers({ numbers }: Store): string {
  return numbers.fulfilment ?? 'FO{yyMMdd}-{00001}';
}

/** That of its consignments. */
export function consignmentNumbers({ numbers }: Store): string {
  return numbers.consignment ?? 'CS{yyMMdd}-{00001}';
}

/** That of its returns. */
export function returnNumbers({ numbers }: Store): string {
  return numbers.return ?? 'RE{yyMMdd}-{00001}';
}
