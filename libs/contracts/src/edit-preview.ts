import { type Gateway, gateways } from './commands/place-order.js';
import { IsAmount, IsCurrencyCode, IsFlag, IsId, IsList, IsOneOf, IsPart, IsText, Optional } from './fields.js';
import { type InvoiceKind, invoiceKinds } from './invoice.js';
import { OrderBalance, OrderView } from './order.js';

/** How much of a payment an edited order has no use for. */
export class PaymentExcess {
  @IsId() id!: string;
  @IsId() number!: string;
  @IsCurrencyCode() currency!: string;
  /** What its gateway has promised, or paid and not got back. */
  @IsAmount() authorized!: string;
  /** By how much that is to change: zero, or less. */
  @IsAmount() change!: string;
  /** What of the change was taken, so that it is to go back; the rest is not to be captured. */
  @IsAmount() refund!: string;
}

/** What no payment covers in a currency that is not the order's. */
export class OtherAdditional {
  @IsCurrencyCode() currency!: string;
  @IsAmount() additional!: string;
}

/** A payment that nobody has to ask for. */
export class PlannedPayment {
  @IsOneOf(gateways) gateway!: Gateway;
  @IsCurrencyCode() currency!: string;
  @IsAmount() amount!: string;
}

/** A refund that nobody has to ask for. */
export class PlannedRefund {
  @IsId() paymentId!: string;
  @IsCurrencyCode() currency!: string;
  @IsAmount() amount!: string;
}

/** What moves by the rules of the store for what is missing and what is too much. */
export class PlannedMoves {
  @Optional() @IsPart(() => PlannedPayment) payment?: PlannedPayment;
  @IsList(() => PlannedRefund) refunds!: PlannedRefund[];
}

/** What an edit leaves to settle. */
export class EditSettlement {
  @IsPart(() => OrderBalance) before!: OrderBalance;
  @IsPart(() => OrderBalance) after!: OrderBalance;
  @IsList(() => PaymentExcess) payments!: PaymentExcess[];
  /** What is due in the order's currency and no payment covers, nor one that its gateway has not answered yet. */
  @IsAmount() additional!: string;
  @Optional() @IsList(() => OtherAdditional, 1) others?: OtherAdditional[];
  @IsPart(() => PlannedMoves) byItself!: PlannedMoves;
}

/** An invoice of what an edit makes more than was invoiced, or a credit note of what it makes less. */
export class PlannedInvoice {
  @IsOneOf(invoiceKinds) kind!: InvoiceKind;
  @IsCurrencyCode() currency!: string;
  /** Above zero, also of a credit note. */
  @IsAmount() amount!: string;
  /** Whether a rule of the store issues it; else people do. */
  @IsFlag() byItself!: boolean;
}

/** The tax of one currency before and after an edit. */
export class TaxChange {
  @IsCurrencyCode() currency!: string;
  @IsAmount() before!: string;
  @IsAmount() after!: string;
}

/** The tax document of the order as it is after an edit. */
export class PlannedTax {
  @IsOneOf(['SalesInvoice']) type!: 'SalesInvoice';
  /** The number of the one that there is, which the new one keeps; absent while there is none. */
  @Optional() @IsId() replaces?: string;
  /** The order's currency first. */
  @IsList(() => TaxChange, 1) totalTax!: TaxChange[];
}

/** The documents that follow from an edit. */
export class EditDocuments {
  /** One at most in each currency; none where nothing was invoiced, or what is due is what was. */
  @IsList(() => PlannedInvoice) invoices!: PlannedInvoice[];
  @IsPart(() => PlannedTax) tax!: PlannedTax;
}

/** The tax of an edited order, if the tax service said it in time; else amounts hold the tax as it was known. */
export class EstimatedTax {
  @IsOneOf(['estimated', 'unavailable']) status!: 'estimated' | 'unavailable';
  @Optional() @IsAmount() totalTax?: string;
}

/** What an edit would do. */
export class EditPreview {
  /** Commits just that, in the place of `If-Match`. */
  @IsText(128) token!: string;
  @IsPart(() => EstimatedTax) tax!: EstimatedTax;
  @IsPart(() => EditSettlement) settlement!: EditSettlement;
  @IsPart(() => EditDocuments) documents!: EditDocuments;
  @IsPart(() => OrderView) order!: OrderView;
}
