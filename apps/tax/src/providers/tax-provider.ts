import type { QuoteTax, TaxableAmount } from '#contracts/commands/quote-tax.js';
import type { TaxProviderName } from '#contracts/events/tax.js';

/** All that is taxed of one order; rates are `"0"` where the store does not take them from outside. */
export type Taxable = Required<Pick<QuoteTax, 'currency' | 'country' | 'discount' | 'taxRate'>> & {
  readonly lines: readonly TaxableAmount[];
  readonly shipments: readonly TaxableAmount[];
  readonly payments: readonly TaxableAmount[];
};

/** Finds the rate of everything that is taxed. */
export interface TaxProvider {
  readonly name: TaxProviderName;
  /** The rate of one amount, as a fraction of one. */
  rateOf(taxable: Taxable, amount: TaxableAmount): string;
}
