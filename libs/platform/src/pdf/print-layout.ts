import type { TDocumentDefinitions } from 'pdfmake/interfaces.js';

/** A document as plain data; what stands at the head and foot of pages apart, since it counts them. */
export interface PrintLayout {
  readonly definition: TDocumentDefinitions;
  /** At the head of every page but the first. */
  readonly head: string;
  /** At the foot of every page, above its number. */
  readonly foot: string;
  /** `Page {page} of {pages}`. */
  readonly pageOf: string;
}
