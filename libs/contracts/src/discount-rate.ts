import { Decimal, exactly, sum, zero } from './money.js';

/** What a line costs before tax, and what it is taxed by. */
export interface TaxedAmount {
  readonly amount: string;
  readonly rate: string;
}

/**
 * The tax rate of a discount on a whole order: that of its lines, or where they differ their average by amount, to 8 decimals (cut off, so that
 * no tax falls below zero), since the discount lowers each line's tax by its share. `"0"` where the lines cost nothing.
 */
export function discountRate(lines: readonly TaxedAmount[]): string {
  const [first] = lines;
  if (!first || lines.every(({ rate }) => Decimal(rate).eq(first.rate))) return first?.rate ?? '0';
  const amount = sum(lines.map((line) => Decimal(line.amount)));
  if (amount.eq(zero)) return '0';
  const tax = sum(lines.map((line) => Decimal(line.amount).times(line.rate)));
  return exactly(tax.div(amount).round(8, Decimal.roundDown));
}
