import { IsCountryCode, IsCurrencyCode, IsId, IsLabel, IsList, IsRate, IsTaxable, IsUnitAmount, MAX_LINES, Optional } from '../fields.js';

/** What is taxed: an amount before tax, exact. */
export class TaxableAmount {
  @IsId() id!: string;
  @IsTaxable() amount!: string;
  /** Left out, that of the whole. */
  @Optional() @IsCurrencyCode() currency?: string;
  @Optional() @IsLabel(50) taxCode?: string;
  /** Counts only in a store that takes rates from outside. */
  @Optional() @IsRate() taxRate?: string;
}

/** What tax there would be; nothing is recorded anywhere. */
export class QuoteTax {
  @IsId() storeId!: string;
  @IsCurrencyCode() currency!: string;
  /** Where the goods go; left out, the store's country. */
  @Optional() @IsCountryCode() country?: string;
  /** The order's own discount, and its rate where the store takes rates from outside. */
  @Optional() @IsUnitAmount() discount?: string;
  @Optional() @IsRate() taxRate?: string;
  @IsList(() => TaxableAmount, 1, MAX_LINES) lines!: TaxableAmount[];
  @Optional() @IsList(() => TaxableAmount, 0, 50) shipments?: TaxableAmount[];
  @Optional() @IsList(() => TaxableAmount, 0, 20) payments?: TaxableAmount[];
}
