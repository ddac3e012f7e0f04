import type { NewEvent } from '#contracts/define-event.js';
import type { InvoiceContent } from '#contracts/invoice.js';
import { turnAfter } from './turns.js';

/** An invoice or a credit note, as its last event left it. */
export type Invoice = Readonly<InvoiceContent>;

export type InvoiceEvent =
  | NewEvent<'invoice.drafted', InvoiceContent>
  | NewEvent<'invoice.issued', InvoiceContent>
  | NewEvent<'invoice.paid', InvoiceContent>
  | NewEvent<'invoice.voided', InvoiceContent>;

/** Every event carries the whole document after it. */
export function evolve(_invoice: Invoice | null, event: InvoiceEvent): Invoice {
  return event.data;
}

/** Those that count: all that are not void. */
export function live(invoices: readonly Invoice[]): Invoice[] {
  return invoices.filter(({ status }) => status !== 'Void');
}

/**
 * What must be free of the order's invoices for the next change that must not cross another. Undefined where a turn before it is
 * missing: one of them changed while they were read.
 */
export function nextTurn(invoices: readonly Invoice[]): number | undefined {
  return turnAfter(invoices.flatMap(({ turns }) => turns));
}
