import { IsCurrencyCode, IsDay, IsId, IsLabel, IsList, IsOneOf, IsPaidAmount, IsQuantity, IsText, Optional } from '../fields.js';
import { type InvoiceKind, type InvoiceSource, invoiceKinds, invoiceSources } from '../invoice.js';

/** So many pieces of a line. */
export class InvoicedQuantity {
  @IsId() lineId!: string;
  @IsQuantity() quantity!: number;
}

/** A draft of an invoice or a credit note for an order. */
export class DraftInvoice {
  /** Left out, what follows from `from`: a credit note of an invoice, and of a difference what its sign says. */
  @Optional() @IsOneOf(invoiceKinds) kind?: InvoiceKind;
  /** `order`: all that is not invoiced yet; `lines`, `shipment`: those; `difference`: what is due now less what was invoiced; `invoice`: what it takes back. */
  @IsOneOf(invoiceSources) from!: InvoiceSource;
  /** With `lines`, and with `invoice` where not all of it is taken back. */
  @Optional() @IsList(() => InvoicedQuantity, 1) lines?: InvoicedQuantity[];
  /** With `shipment`. */
  @Optional() @IsId() shipmentId?: string;
  /** With `invoice`. */
  @Optional() @IsId() invoiceId?: string;
  /** With `order` and `difference`: of shipments and payments in another currency than the order's. */
  @Optional() @IsCurrencyCode() currency?: string;
  /** Left out, so many days after it is issued as the store says. */
  @Optional() @IsDay() dueDate?: string;
  /** For the reader of the document. */
  @Optional() @IsText(2_000) note?: string;
}

/** A draft becomes final and gets its number. */
export class IssueInvoice {
  /** Left out, that of the draft, or by the store's settings. */
  @Optional() @IsDay() dueDate?: string;
}

/** Money of a payment settles an invoice, or a part of it. */
export class ApplyPayment {
  @IsId() paymentId!: string;
  /** Left out, as much as the payment has and the invoice needs. */
  @Optional() @IsPaidAmount() amount?: string;
}

/** It counts no more, and keeps its number. */
export class VoidInvoice {
  @IsLabel(500) reason!: string;
}
