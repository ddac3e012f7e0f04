import { defineEvent } from '../define-event.js';
import { InvoiceContent } from '../invoice.js';
import { topics } from '../topics.js';

// Each carries the whole document after it: whoever follows needs no earlier event.

/** An invoice or a credit note is prepared. It has no number of its series yet, and nobody owes anything by it. */
export const InvoiceDrafted = defineEvent('invoice.drafted', topics.payments, InvoiceContent);

/** It is final, and has its number. */
export const InvoiceIssued = defineEvent('invoice.issued', topics.payments, InvoiceContent);

/** Money settles it, or a part of it. */
export const InvoicePaid = defineEvent('invoice.paid', topics.payments, InvoiceContent);

/** It counts no more; if it had a number, it keeps it. */
export const InvoiceVoided = defineEvent('invoice.voided', topics.payments, InvoiceContent);
