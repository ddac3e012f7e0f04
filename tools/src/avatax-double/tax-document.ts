import type { Calculation } from './calculation.js';
import type { CreateTransaction, DocumentType } from './requests.js';

/** One revision of a recorded document, or an estimate. */
export interface TaxDocument {
  /** 0 for an estimate. */
  readonly id: number;
  readonly companyCode: string;
  readonly companyId: number;
  readonly type: DocumentType;
  readonly request: CreateTransaction;
  readonly calculation: Calculation;
  readonly version: number;
  readonly adjustmentReason: string;
  readonly adjustmentDescription?: string;
  code: string;
  status: Status;
  locked: boolean;
  modified: Date;
}

export type Status = 'Temporary' | 'Saved' | 'Posted' | 'Committed' | 'Cancelled' | 'Adjusted';

/** What a document is found by: a return may have its sale's code. */
export interface DocumentKey {
  readonly companyCode: string;
  readonly code: string;
  readonly type: DocumentType;
}

/** Something that was done to a document, once for each time that it was. */
export interface Effect extends DocumentKey {
  readonly kind: EffectKind;
  /** Of the revision that it was done to, or that came of it. */
  readonly id: number;
  readonly version: number;
  /** Decimal strings: of the document as it was then. */
  readonly totalAmount: string;
  readonly totalTax: string;
}

export type EffectKind =
  /** Its first revision. */
  | 'recorded'
  /** Its revision, not yet committed, was written anew. */
  | 'replaced'
  /** It was committed, and has a further revision now. */
  | 'adjusted'
  /** It was cancelled, and is no more. */
  | 'revived'
  | 'posted'
  | 'committed'
  | 'renamed'
  | 'cancelled'
  | 'deleted'
  | 'adjustment-cancelled'
  | 'unposted';
