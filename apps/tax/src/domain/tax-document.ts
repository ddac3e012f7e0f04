import type { NewEvent } from '#contracts/define-event.js';
import { TaxCalculated, type TaxCalculatedData, TaxVoided, type TaxVoidedData } from '#contracts/events/tax.js';

/** A tax document's state: what was computed last, until the order is cancelled. */
export type TaxDocument = Omit<TaxCalculatedData, 'status'> & { readonly status: 'Saved' | 'Committed' | 'Cancelled' };

export type TaxEvent = NewEvent<'tax.calculated', TaxCalculatedData> | NewEvent<'tax.voided', TaxVoidedData>;

/** The next state; no rule, clock or I/O. */
export function evolve(document: TaxDocument | null, event: TaxEvent): TaxDocument {
  switch (event.type) {
    case TaxCalculated.type:
      return event.data;
    case TaxVoided.type:
      return { ...existing(document), status: 'Cancelled' };
  }
}

function existing(document: TaxDocument | null): TaxDocument {
  if (!document) throw new Error('the first event of a tax document is tax.calculated');
  return document;
}
