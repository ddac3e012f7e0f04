import { defineEvent } from '../define-event.js';
import { IsAmount, IsCurrencyCode, IsId, IsList, IsOneOf, IsRate, IsVersion } from '../fields.js';
import { topics } from '../topics.js';

export const taxProviders = ['flat', 'rates', 'none'] as const;
export type TaxProviderName = (typeof taxProviders)[number];

/** The tax on one line, shipment or payment of an order; `id` is its id there. Not rounded. */
export class TaxDocumentLine {
  @IsId() id!: string;
  @IsAmount() taxable!: string;
  @IsRate() rate!: string;
  @IsAmount() tax!: string;
}

export class TaxCalculatedData {
  @IsId() taxDocumentId!: string;
  @IsId() number!: string;
  @IsId() orderId!: string;
  /** The version of the order that this tax was computed from. */
  @IsVersion() orderVersion!: number;
  @IsId() storeId!: string;
  @IsOneOf(taxProviders) provider!: TaxProviderName;
  @IsOneOf(['SalesInvoice']) documentType!: 'SalesInvoice';
  @IsOneOf(['Saved']) status!: 'Saved';
  @IsCurrencyCode() currency!: string;
  /** Rate of the order's own discount. */
  @IsRate() orderTaxRate!: string;
  @IsAmount() orderDiscountTax!: string;
  @IsList(() => TaxDocumentLine) lines!: TaxDocumentLine[];
  @IsList(() => TaxDocumentLine) shipments!: TaxDocumentLine[];
  @IsList(() => TaxDocumentLine) payments!: TaxDocumentLine[];
  /** Sum of all tax less that of the order's discount, rounded once to the currency's minor unit. */
  @IsAmount() totalTax!: string;
}

/** The tax of an order is computed and its tax document stored. */
export const TaxCalculated = defineEvent('tax.calculated', topics.tax, TaxCalculatedData);
