import { defineEvent } from '../define-event.js';
import {
  IsAmount,
  IsCountryCode,
  IsCurrencyCode,
  IsFlag,
  IsId,
  IsLabel,
  IsList,
  IsOneOf,
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
