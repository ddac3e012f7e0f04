import { entityNotFound } from './avatax-failure.js';
import { type Company, companyOf } from './companies.js';
import type { Ledger } from './ledger.js';
import type { DocumentType } from './requests.js';
import type { TaxDocument } from './tax-document.js';

/** What the double works with. */
export interface Books {
  readonly ledger: Ledger;
  readonly companies: readonly Company[];
  readonly lineLimit: number;
}

/** The revision that counts. Throws what AvaTax answers when there is none, or no such company. */
export function existing({ ledger, companies }: Books, companyCode: string, code: string, type: DocumentType): TaxDocument {
  const document = ledger.current({ companyCode: companyOf(companies, companyCode).companyCode, code, type });
  if (!document) throw entityNotFound('Transaction not found.');
  return document;
}
