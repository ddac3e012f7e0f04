import { IsArray, IsInt, IsString } from 'class-validator';
import {
  IsAmount,
  IsCount,
  IsCountryCode,
  IsCurrencyCode,
  IsDay,
  IsFlag,
  IsId,
  IsLabel,
  IsLanguage,
  IsList,
  IsOneOf,
  IsPart,
  IsPiecesDifference,
  IsRate,
  IsText,
  IsTime,
  IsUnitAmount,
  keywords,
  Optional,
} from './fields.js';
import { Address, Customer, Organisation } from './parties.js';

export const invoiceKinds = ['invoice', 'credit-note'] as const;
export type InvoiceKind = (typeof invoiceKinds)[number];

export const invoiceSources = ['order', 'lines', 'shipment', 'difference', 'invoice'] as const;
export type InvoiceSource = (typeof invoiceSources)[number];

export const invoiceStatuses = ['Draft', 'Issued', 'PartiallyPaid', 'Paid', 'Void'] as const;
export type InvoiceStatus = (typeof invoiceStatuses)[number];

/** Who sells, as the law wants it on an invoice. */
export class LegalEntity {
  /** Stands for `{legalEntity}` in numbers, and with it the year, for a series without gaps; fixed for good. */
  @IsString()
  @keywords({ pattern: '^[A-Za-z0-9]{1,20}$', 'x-expected': 'must be 1 to 20 letters and digits' })
  id!: string;
  @IsLabel(200) name!: string;
  /** As it is printed, line by line. */
  @IsArray()
  @IsString({ each: true })
  @keywords({
    items: { type: 'string', format: 'text', minLength: 1, maxLength: 200 },
    minItems: 1,
    maxItems: 6,
    'x-expected': 'must be 1 to 6 lines of an address',
  })
  address!: string[];
  @Optional() @IsLabel(64) taxNumber?: string;
  /** At the foot of every page: register, bank account. */
  @Optional() @IsText(500) footer?: string;
}

export const invoicedParts = ['line', 'shipment', 'payment', 'order'] as const;
export type InvoicedPart = (typeof invoicedParts)[number];

/** A part of an order on an invoice: of a line, of the price of a shipment or of a way to pay, or of the order's own discount and fee. Exact, not rounded. */
export class InvoiceItem {
  @IsOneOf(invoicedParts) part!: InvoicedPart;
  /** Of the line, shipment, payment or order. */
  @IsId() id!: string;
  @Optional() @IsLabel(64) sku?: string;
  @IsLabel(500) name!: string;
  /** Pieces; 1 of what has none, and 0 where the item changes an amount alone. Negative in a difference that takes pieces back beside others. */
  @IsPiecesDifference() quantity!: number;
  @IsUnitAmount() price!: string;
  /** For one piece. */
  @IsUnitAmount() discount!: string;
  @IsAmount() listTotal!: string;
  @IsAmount() discountTotal!: string;
  @IsAmount() fee!: string;
  @IsRate() taxRate!: string;
  @IsAmount() taxTotal!: string;
}

/** The tax of one rate in one place. Rounded so that all of them add up to the whole. */
export class InvoiceTax {
  /** Where the goods go. */
  @IsCountryCode() jurisdiction!: string;
  @IsRate() rate!: string;
  @IsAmount() taxable!: string;
  @IsAmount() tax!: string;
}

/** The amounts of an invoice, with the decimals of its currency. `total = subTotal + shippingTotal + paymentTotal + feeTotal + taxTotal − discountTotal`, without `taxTotal` where prices include it. */
export class InvoiceTotals {
  @IsAmount() subTotal!: string;
  @IsAmount() shippingTotal!: string;
  @IsAmount() paymentTotal!: string;
  @IsAmount() feeTotal!: string;
  @IsAmount() discountTotal!: string;
  @IsAmount() taxTotal!: string;
  @IsAmount() total!: string;
}

/** Money of a payment that settles an invoice, or of a refund that settles a credit note. */
export class AppliedPayment {
  @IsId() paymentId!: string;
  @IsId() number!: string;
  @IsAmount() amount!: string;
  @IsTime() appliedAt!: string;
}

/** An invoice or a credit note. It says all that it needs itself, so that no later change of the order changes it. */
export class InvoiceContent {
  @IsId() invoiceId!: string;
  @IsOneOf(invoiceKinds) kind!: InvoiceKind;
  @IsOneOf(invoiceStatuses) status!: InvoiceStatus;
  /** Of its series once it is issued; of a draft, that of the order with `-D` and a count. */
  @IsId() number!: string;
  /** Legal entity, prefix and year within which numbers have no gap; absent until it is issued. */
  @Optional() @IsLabel(200) series?: string;
  /** The place in the series, from 1. */
  @Optional() @IsCount() sequence?: number;
  @IsId() orderId!: string;
  @IsId() orderNumber!: string;
  @IsId() storeId!: string;
  /** What it was made from. */
  @IsOneOf(invoiceSources) source!: InvoiceSource;
  @Optional() @IsId() shipmentId?: string;
  /** Of a credit note: what it takes back. */
  @Optional() @IsId() creditedInvoiceId?: string;
  @Optional() @IsId() creditedNumber?: string;
  @IsPart(() => LegalEntity) seller!: LegalEntity;
  @Optional() @IsPart(() => Customer) customer?: Customer;
  @Optional() @IsPart(() => Organisation) organisation?: Organisation;
  @Optional() @IsPart(() => Address) billing?: Address;
  @Optional() @IsPart(() => Address) shipping?: Address;
  @Optional() @IsLabel(64) purchaseOrderNumber?: string;
  @Optional() @IsLanguage() language?: string;
  @IsCurrencyCode() currency!: string;
  /** The amounts of items and totals include their tax; `taxable` of `taxes` never does. */
  @Optional() @IsFlag() pricesIncludeTax?: boolean;
  @IsList(() => InvoiceItem, 1, 10_000) items!: InvoiceItem[];
  @IsList(() => InvoiceTax) taxes!: InvoiceTax[];
  @IsPart(() => InvoiceTotals) totals!: InvoiceTotals;
  @Optional() @IsText(2_000) note?: string;
  @Optional() @IsDay() dueDate?: string;
  @Optional() @IsTime() issuedAt?: string;
  @IsList(() => AppliedPayment) payments!: AppliedPayment[];
  @IsAmount() paidAmount!: string;
  @Optional() @IsTime() voidedAt?: string;
  @Optional() @IsText(500) voidReason?: string;
  /** The places of its changes among those of the order's invoices that must not cross; unique within the order. */
  @IsArray()
  @IsInt({ each: true })
  @keywords({ items: { type: 'integer', minimum: 1 }, minItems: 1 })
  turns!: number[];
}
