import BigFactory, { type Big } from 'big.js';
import currencies from 'currency-codes';

/** Exact decimal arithmetic. Made from strings only: a number would have been a float on its way here. */
export const Decimal = BigFactory();
Decimal.strict = true;
// Only division rounds to these, and no amount is ever divided without being rounded to its currency right after.
Decimal.DP = 40;
// A decimal string must stay one, however small: never "1e-7".
Decimal.NE = -100;
Decimal.PE = 100;

export type Decimal = Big;

/** How an amount between two minor units is rounded: half away from zero (1.005 → 1.01), or cut off (1.009 → 1.00). */
export type RoundingMode = 'half-away-from-zero' | 'toward-zero';

/** The ISO 4217 list does not have this currency. */
export class UnknownCurrency extends Error {
  constructor(readonly currency: string) {
    super(`"${currency}" is not an ISO 4217 currency code`);
  }
}

// Asked for with each amount that is rounded, and the library looks through its whole list.
const minorUnits = new Map(currencies.codes().map((code) => [code, currencies.code(code)?.digits]));

/** Decimals of a currency's minor unit by ISO 4217: GBP 2, JPY 0, KWD 3. Throws UnknownCurrency. */
export function minorUnit(currency: string): number {
  const digits = minorUnits.get(currency);
  if (digits === undefined) throw new UnknownCurrency(currency);
  return digits;
}

/** To the currency's minor unit: ("1.005", "GBP") → 1.01, ("2.5", "JPY") → 3. Throws UnknownCurrency. Rule: docs/domain.md, Totals. */
export function roundTo(amount: Decimal, currency: string, mode: RoundingMode = 'half-away-from-zero'): Decimal {
  return amount.round(minorUnit(currency), mode === 'toward-zero' ? Decimal.roundDown : Decimal.roundHalfUp);
}

/** The amount with exactly its currency's decimals: (1.5, "GBP") → "1.50". Throws UnknownCurrency. */
export function amountIn(amount: Decimal, currency: string): string {
  // Without this a small negative amount would print as "-0.00".
  const text = amount.toFixed(minorUnit(currency));
  return /^-[0.]*$/.test(text) ? text.slice(1) : text;
}

/** The exact amount, as short as it can be written: 2.50 → "2.5". */
export function exactly(amount: Decimal): string {
  return amount.eq(Decimal('0')) ? '0' : amount.toFixed();
}

export const zero = Decimal('0');

export function sum(amounts: Iterable<Decimal>): Decimal {
  let total = zero;
  for (const amount of amounts) total = total.plus(amount);
  return total;
}
