import { type Decimal, roundTo, sum, zero } from '#contracts/money.js';

/** An amount by weights, to the minor unit, and together exactly: each ends where the rounded sum up to it does. Nothing, where all weights are zero. */
export function sharedOut(amount: Decimal, weights: readonly Decimal[], currency: string): Decimal[] {
  const all = sum([...weights]);
  if (all.eq(zero)) return weights.map(() => zero);
  // Without a discount each is its own share, and nothing need be divided.
  const partOf = (weight: Decimal) => (amount.eq(all) ? weight : amount.times(weight).div(all));
  let upTo = zero;
  let before = zero;
  return weights.map((weight) => {
    upTo = upTo.plus(weight);
    const after = roundTo(partOf(upTo), currency);
    const share = after.minus(before);
    before = after;
    return share;
  });
}
