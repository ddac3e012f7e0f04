import { InvoiceVoided } from '#contracts/events/invoice.js';
import { type Decision, refuse } from '#contracts/refusals.js';
import { type Invoice, type InvoiceEvent, live } from './invoice.js';
import { countedItems, pieces } from './invoice-items.js';

/** It counts no more: what it held can be invoiced again, and what was paid for it applied to another. Its number stays with it. */
export function voidInvoice(
  invoice: Invoice | null,
  reason: string,
  invoices: readonly Invoice[],
  { turn, voidedAt }: { readonly turn: number; readonly voidedAt: string },
): Decision<InvoiceEvent> {
  if (!invoice) return refuse('not-found', 'there is no such invoice');
  if (invoice.status === 'Void') return [];
  const others = live(invoices).filter(({ invoiceId }) => invoiceId !== invoice.invoiceId);
  const isCredited = others.some(({ creditedInvoiceId }) => creditedInvoiceId === invoice.invoiceId);
  // A credit note of a difference names no invoice; without this one it would take back what nobody was asked for.
  const isNeeded = invoice.kind === 'invoice' && [...countedItems(others).values()].some((counted) => pieces(counted) < 0);
  if (isCredited || isNeeded) return refuse('invoice-credited', 'void the credit notes first that take back of it');
  return [InvoiceVoided({ ...invoice, status: 'Void', voidedAt, voidReason: reason, turns: [...invoice.turns, turn] })];
}
