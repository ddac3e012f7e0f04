import { isDeepStrictEqual } from 'node:util';
import { type TaxAmounts, TaxCalculated } from '#contracts/events/tax.js';
import type { Decision } from '#contracts/refusals.js';
import type { TaxDocumentHead } from './calculate-tax.js';
import type { TaxDocument, TaxEvent } from './tax-document.js';

/**
 * What a provider outside said of a version of the order is recorded; of the same version it may say another amount later, as after a
 * calculation at the store's own rates. Said again, nothing changes.
 */
export function recordTax(
  document: TaxDocument | null,
  head: TaxDocumentHead,
  amounts: TaxAmounts,
  status: 'Saved' | 'Committed',
): Decision<TaxEvent> {
  if (document && (document.orderVersion > head.orderVersion || document.status === 'Cancelled')) return [];
  // Late, of one who has lost the order to another.
  const isWorse = (document?.status === 'Committed' && status === 'Saved') || (amounts.isEstimated && !document?.isEstimated);
  if (document?.orderVersion === head.orderVersion && isWorse) return [];
  const number = document?.number ?? head.number;
  const calculated = TaxCalculated({ ...head, number, documentType: 'SalesInvoice', status, ...amounts });
  return isDeepStrictEqual(document, calculated.data) ? [] : [calculated];
}
