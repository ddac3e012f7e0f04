import type { TaxProviderName } from '#contracts/events/tax.js';
import type { Decimal } from '#contracts/money.js';
import type { OrderContent } from '#contracts/order.js';

/** What is taxed: the order's content, and for each line, shipment and payment the amount before tax. */
export interface TaxRequest {
  readonly order: Pick<OrderContent, 'currency' | 'addresses' | 'discount' | 'taxRate'>;
  readonly lines: readonly Taxable[];
  readonly shipments: readonly Taxable[];
  readonly payments: readonly Taxable[];
}

export interface Taxable {
  readonly id: string;
  readonly amount: Decimal;
  readonly taxCode?: string;
  /** The draft's own rate, `"0"` where the store does not take it. */
  readonly taxRate: string;
}

/** Finds the rate of everything that is taxed. */
export interface TaxProvider {
  readonly name: TaxProviderName;
  /** The rate of one amount, as a fraction of one. */
  rateOf(request: TaxRequest, taxable: Taxable): string;
}
