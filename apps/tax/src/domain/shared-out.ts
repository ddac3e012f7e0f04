import { type Decimal, roundTo, sum, zero } from '#contracts/money.js';

/** An amount by weights, to the minor unit, and together exactly: each ends where the rounded sum up to it does. Nothing, where all weights are zero. */
export function sharedOut(amount: Decimal, weights: readonly Decimal[], currency: string): Decimal[] {
  const all = sum([...weights]);
  if (all.eq(zero)) return weights.map(() => zero);
  let upTo = zero;
  let before = zero;
  return weights.map((weight) => {
    upTo = upTo.plus(weight);
    const after = roundTo(amount.times(upTo).div(all), currency);
    const share = after.minus(before);
    before = after;
    return share;
  });
}
