import { InvoiceIssued } from '#contracts/events/invoice.js';
import type { InvoiceContent } from '#contracts/invoice.js';
import { Decimal, zero } from '#contracts/money.js';
import { type Decision, refuse } from '#contracts/refusals.js';
import type { Invoice, InvoiceEvent } from './invoice.js';

/** The place in a series that a document takes with being issued. */
export type Issuing = Required<Pick<InvoiceContent, 'number' | 'series' | 'sequence' | 'issuedAt'>> & Pick<InvoiceContent, 'dueDate'>;

/** A draft becomes final, under this number. What is issued already stays as it is. */
export function issueInvoice(invoice: Invoice | null, { dueDate, ...issuing }: Issuing): Decision<InvoiceEvent> {
  if (!invoice) return refuse('not-found', 'there is no such invoice');
  if (invoice.status === 'Void') return refuse('invoice-void', `it was voided at ${invoice.voidedAt}`);
  if (invoice.status !== 'Draft') return [];
  const status = Decimal(invoice.totals.total).eq(zero) ? 'Paid' : 'Issued';
  return [InvoiceIssued({ ...invoice, ...issuing, status, ...(dueDate === undefined ? {} : { dueDate }) })];
}
