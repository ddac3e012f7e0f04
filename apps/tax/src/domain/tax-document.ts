import type { NewEvent } from '#contracts/define-event.js';
import type { TaxCalculatedData } from '#contracts/events/tax.js';

/** A tax document's state: what was computed last. */
export type TaxDocument = TaxCalculatedData;

export type TaxEvent = NewEvent<'tax.calculated', TaxCalculatedData>;

/** The next state; no rule, clock or I/O. */
export function evolve(_document: TaxDocument | null, event: TaxEvent): TaxDocument {
  return event.data;
}
