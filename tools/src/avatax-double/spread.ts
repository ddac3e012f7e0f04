import { Decimal, sum, zero } from '#contracts/money.js';

/** To cents, half away from zero, as AvaTax rounds the tax of each jurisdiction on each line: 0.225 → 0.23, −0.375 → −0.38. */
export function toCents(amount: Decimal): Decimal {
  return amount.round(2, Decimal.roundHalfUp);
}

/** Cents in proportion to the weights: 20.00 over 40 and 30 gives 11.43 and 8.57. The last that weighs anything takes what is over. */
export function spread(total: Decimal, weights: readonly Decimal[]): Decimal[] {
  const whole = sum(weights);
  const last = whole.eq(zero) ? weights.length - 1 : weights.findLastIndex((weight) => !weight.eq(zero));
  const parts = weights.map((weight, index) => (index === last || whole.eq(zero) ? zero : toCents(total.times(weight).div(whole))));
  return parts.map((part, index) => (index === last ? total.minus(sum(parts)) : part));
}
