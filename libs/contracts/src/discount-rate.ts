import { Decimal, exactly, sum, zero } from './money.js';
import { exactTaxOn } from './tax-rounding.js';

/** What a line costs, with its tax or before it, and what it is taxed by. */
export interface TaxedAmount {
  readonly amount: string;
  readonly rate: string;
}

/**
 * The tax rate of a discount on a whole order: that of its lines, or where they differ their average, the sum of their taxes by the sum of what they cost before
 * tax, to 8 decimals (cut off, so that no tax falls below zero), since the discount lowers each line's tax by its share. `"0"` where the lines cost nothing.
 */
export function discountRate(lines: readonly TaxedAmount[], pricesIncludeTax = false): string {
  const [first] = lines;
  if (!first || lines.every(({ rate }) => Decimal(rate).eq(first.rate))) return first?.rate ?? '0';
  const amount = sum(lines.map((line) => Decimal(line.amount)));
  if (amount.eq(zero)) return '0';
  const tax = sum(lines.map((line) => exactTaxOn(Decimal(line.amount), line.rate, pricesIncludeTax)));
  return exactly(tax.div(pricesIncludeTax ? amount.minus(tax) : amount).round(8, Decimal.roundDown));
}
