import { defineEvent } from '../define-event.js';
import {
  IsAmount,
  IsCountryCode,
  IsCurrencyCode,
  IsDay,
  IsFlag,
  IsId,
  IsLabel,
  IsList,
  IsOneOf,
  IsPart,
  IsRate,
  IsTaxable,
  IsVersion,
  Optional,
} from '../fields.js';
import { topics } from '../topics.js';

export const taxProviders = ['flat', 'rates', 'none', 'avatax'] as const;
export type TaxProviderName = (typeof taxProviders)[number];

/** What one jurisdiction takes of a line, where the provider tells. */
export class TaxDetail {
  /** A state, county, city or district, or a country. */
  @IsLabel(200) jurisdiction!: string;
  @IsLabel(50) type!: string;
  @IsLabel(200) tax!: string;
  @IsRate() rate!: string;
  @IsAmount() taxable!: string;
  @IsAmount() amount!: string;
}

/** What of a line came back. */
export class ReturnedTax {
  @IsAmount() taxable!: string;
  @IsAmount() tax!: string;
}

/** The tax on one line, shipment or payment of an order; `id` is its id there. Not rounded, but where the provider says the amount. */
export class TaxDocumentLine {
  @IsId() id!: string;
  @IsAmount() taxable!: string;
  /** Absent, that of the whole. */
  @Optional() @IsCurrencyCode() currency?: string;
  @IsRate() rate!: string;
  @IsAmount() tax!: string;
  @Optional() @IsLabel(50) taxCode?: string;
  /** By jurisdiction; `tax` is their sum. */
  @Optional() @IsList(() => TaxDetail) details?: TaxDetail[];
  /** What of it is no part of the order any more, and stays in the sale since the provider knows it apart. The order owes the rest. */
  @Optional() @IsPart(() => ReturnedTax) returned?: ReturnedTax;
}

/** The tax on an order's shipments and payments in another currency than its own, rounded once. */
export class OtherTax {
  @IsCurrencyCode() currency!: string;
  @IsAmount() totalTax!: string;
}

/** What tax there is on an order. */
export class TaxAmounts {
  @IsOneOf(taxProviders) provider!: TaxProviderName;
  @IsCurrencyCode() currency!: string;
  /** Where the goods go. */
  @IsCountryCode() country!: string;
  /** The order's own discount. */
  @IsTaxable() orderDiscount!: string;
  /** Its rate. */
  @IsRate() orderTaxRate!: string;
  @IsAmount() orderDiscountTax!: string;
  /** The order's amounts include their tax; `taxable` of the lines never does. */
  @Optional() @IsFlag() pricesIncludeTax?: boolean;
  @IsList(() => TaxDocumentLine) lines!: TaxDocumentLine[];
  @IsList(() => TaxDocumentLine) shipments!: TaxDocumentLine[];
  @IsList(() => TaxDocumentLine) payments!: TaxDocumentLine[];
  /** Sum of all tax in this currency less that of the order's discount, rounded once to its minor unit. */
  @IsAmount() totalTax!: string;
  @Optional() @IsList(() => OtherTax, 1) otherTaxes?: OtherTax[];
  /** At the store's own rates, since the provider is away; its own amounts follow. */
  @Optional() @IsFlag() isEstimated?: boolean;
}

export class TaxCalculatedData extends TaxAmounts {
  @IsId() taxDocumentId!: string;
  @IsId() number!: string;
  @IsId() orderId!: string;
  /** The version of the order that this tax was computed from. */
  @IsVersion() orderVersion!: number;
  @IsId() storeId!: string;
  @IsOneOf(['SalesInvoice']) documentType!: 'SalesInvoice';
  /** Committed: the provider reports it. */
  @IsOneOf(['Saved', 'Committed']) status!: 'Saved' | 'Committed';
}

/** The tax of an order is computed and its tax document stored. */
export const TaxCalculated = defineEvent('tax.calculated', topics.tax, TaxCalculatedData);

export class TaxVoidedData {
  @IsId() taxDocumentId!: string;
  @IsId() number!: string;
  @IsId() orderId!: string;
  @IsCurrencyCode() currency!: string;
  @IsAmount() totalTax!: string;
}

/** The order was cancelled, and its tax is owed to nobody. */
export const TaxVoided = defineEvent('tax.voided', topics.tax, TaxVoidedData);

export class TaxReturnedData {
  @IsId() taxDocumentId!: string;
  @IsId() number!: string;
  /** The provider's code of it. */
  @IsId() code!: string;
  @IsId() orderId!: string;
  @IsId() storeId!: string;
  @IsOneOf(['ReturnInvoice']) documentType!: 'ReturnInvoice';
  @IsOneOf(['Committed']) status!: 'Committed';
  @IsOneOf(taxProviders) provider!: TaxProviderName;
  /** Of the tax document of the sale. */
  @IsId() saleNumber!: string;
  /** When it came back, or money went back. */
  @IsDay() date!: string;
  @IsCurrencyCode() currency!: string;
  /** What of the sale is given back; all amounts are below zero. */
  @IsList(() => TaxDocumentLine) lines!: TaxDocumentLine[];
  @IsList(() => TaxDocumentLine) shipments!: TaxDocumentLine[];
  @IsList(() => TaxDocumentLine) payments!: TaxDocumentLine[];
  @IsAmount() totalTax!: string;
}

/** Something of a reported sale was given back, and the provider knows it by a document of its own. */
export const TaxReturned = defineEvent('tax.returned', topics.tax, TaxReturnedData);

/** What was given back was not after all, or its order was cancelled. */
export const TaxReturnVoided = defineEvent('tax.return-voided', topics.tax, TaxVoidedData);
