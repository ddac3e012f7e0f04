import { TaxVoided } from '#contracts/events/tax.js';
import type { Decision } from '#contracts/refusals.js';
import type { TaxDocument, TaxEvent } from './tax-document.js';

/** The tax of a cancelled order is owed to nobody; voided again, it stays as it is. */
export function voidTax(document: TaxDocument | null): Decision<TaxEvent> {
  if (document === null) throw new Error('an order is cancelled that has no tax document');
  if (document.status === 'Cancelled') return [];
  const { taxDocumentId, number, orderId, currency, totalTax } = document;
  return [TaxVoided({ taxDocumentId, number, orderId, currency, totalTax })];
}
