import type { StatusPolicy } from '#contracts/statuses.js';
import type { Store } from '#platform/stores.js';
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
