import type { StatusPolicy } from '#contracts/statuses.js';
import type { Store } from '#platform/stores.js';

// Of a store that says nothing about them.
const STATUSES = ['New', 'PickPack', 'ReadyToSend'];

/** What a store says about the statuses of what has not been sent. */
export function statusPolicy({ shipmentStatuses }: Store): StatusPolicy {
  return shipmentStatuses ?? { statuses: STATUSES };
}
