import type { Decimal } from '#contracts/money.js';

/** Requests as they were read; names and shapes are AvaTax's. */
export interface CreateTransaction {
  readonly type?: DocumentType;
  readonly code?: string;
  readonly companyCode?: string;
  /** YYYY-MM-DD. */
  readonly date: string;
  readonly customerCode: string;
  readonly lines?: readonly LineItem[];
  readonly addresses?: Addresses;
  readonly commit?: boolean;
  readonly discount?: Decimal;
  readonly currencyCode?: string;
  readonly exchangeRate?: Decimal;
  readonly entityUseCode?: string;
  readonly customerUsageType?: string;
  readonly exemptionNo?: string;
  readonly businessIdentificationNo?: string;
  readonly taxOverride?: TaxOverride;
  readonly purchaseOrderNo?: string;
  readonly referenceCode?: string;
  readonly salespersonCode?: string;
  readonly reportingLocationCode?: string;
  readonly description?: string;
  readonly email?: string;
}

export interface LineItem {
  readonly number?: string;
  readonly quantity?: Decimal;
  readonly amount: Decimal;
  readonly addresses?: Addresses;
  readonly taxCode?: string;
  readonly entityUseCode?: string;
  readonly customerUsageType?: string;
  readonly itemCode?: string;
  readonly exemptionCode?: string;
  readonly discounted?: boolean;
  readonly taxIncluded?: boolean;
  readonly revenueAccount?: string;
  readonly ref1?: string;
  readonly ref2?: string;
  readonly description?: string;
  readonly businessIdentificationNo?: string;
  readonly taxOverride?: TaxOverride;
}

export type Addresses = { readonly [kind: string]: Address };

export interface Address {
  readonly locationCode?: string;
  readonly line1?: string;
  readonly line2?: string;
  readonly line3?: string;
  readonly city?: string;
  readonly region?: string;
  readonly country?: string;
  readonly postalCode?: string;
  readonly latitude?: Decimal;
  readonly longitude?: Decimal;
}

export interface TaxOverride {
  readonly type?: 'None' | 'TaxAmount' | 'Exemption' | 'TaxDate' | 'AccruedTaxAmount' | 'DeriveTaxable';
  readonly taxAmount?: Decimal;
  readonly taxDate?: string;
  readonly reason?: string;
}

export type DocumentType = (typeof documentTypes)[number];

/** Those whose tax the double calculates. */
export const documentTypes = ['SalesOrder', 'SalesInvoice', 'ReturnOrder', 'ReturnInvoice'] as const;

/** An estimate is answered and forgotten. */
export function isRecorded(type: DocumentType): boolean {
  return type.endsWith('Invoice');
}
