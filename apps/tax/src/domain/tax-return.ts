import { isDeepStrictEqual } from 'node:util';
import type { NewEvent } from '#contracts/define-event.js';
import { TaxReturned, type TaxReturnedData, TaxReturnVoided, type TaxVoidedData } from '#contracts/events/tax.js';
import type { Decision } from '#contracts/refusals.js';

/** The tax document of what was given back of a sale. */
export type TaxReturnDocument = Omit<TaxReturnedData, 'status'> & { readonly status: 'Committed' | 'Cancelled' };

export type TaxReturnEvent = NewEvent<'tax.returned', TaxReturnedData> | NewEvent<'tax.return-voided', TaxVoidedData>;

/** The next state; no rule, clock or I/O. */
export function evolve(document: TaxReturnDocument | null, event: TaxReturnEvent): TaxReturnDocument {
  switch (event.type) {
    case TaxReturned.type:
      return event.data;
    case TaxReturnVoided.type:
      if (!document) throw new Error('the first event of a return’s tax document is tax.returned');
      return { ...document, status: 'Cancelled' };
  }
}

/** The provider knows it. What it was is never another; said again, nothing changes. */
export function recordReturn(document: TaxReturnDocument | null, data: TaxReturnedData): Decision<TaxReturnEvent> {
  return document?.status === 'Cancelled' || isDeepStrictEqual(document, data) ? [] : [TaxReturned(data)];
}

/** It did not happen after all, or its order was cancelled; voided again, it stays as it is. */
export function voidReturn(document: TaxReturnDocument | null): Decision<TaxReturnEvent> {
  if (!document) throw new Error('a return is voided that has no tax document');
  if (document.status === 'Cancelled') return [];
  const { taxDocumentId, number, orderId, currency, totalTax } = document;
  return [TaxReturnVoided({ taxDocumentId, number, orderId, currency, totalTax })];
}
