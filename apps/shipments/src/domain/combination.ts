import type { NewEvent } from '#contracts/define-event.js';
import type { CombinationPlannedData } from '#contracts/events/consignment.js';

/** What one call combined: its consignments follow from it, and a repeat of the call is answered by it. */
export type Combination = CombinationPlannedData;

export type CombinationEvent = NewEvent<'combination.planned', CombinationPlannedData>;

/** The next state; no rule, clock or I/O. */
export function evolve(_combination: Combination | null, event: CombinationEvent): Combination {
  return event.data;
}
