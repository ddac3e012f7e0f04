import { Decimal, type RoundingMode, roundTo } from './money.js';

/** How a store computes amounts of an order's currency, and of the others that parts of the order may be in. */
export interface Rounding {
  readonly mode: RoundingMode;
  /** By currency, of the store's others. */
  readonly otherModes?: Readonly<Record<string, RoundingMode>>;
  /** What of tax is rounded: the order's sum, once, or the tax of each line, shipment and payment and of the order's discount. */
  readonly tax: 'order' | 'line';
  /** Whether the amounts of the order include their tax; undefined: it comes on top. */
  readonly pricesIncludeTax?: boolean;
}

/** How amounts of this currency are rounded. */
export function modeIn(currency: string, { mode, otherModes }: Rounding): RoundingMode {
  return otherModes?.[currency] ?? mode;
}

// Of tax that is found by dividing: an amount and a rate together have at most as many.
const DECIMALS = 12;

/** The tax on top of an amount, or what of it is tax where prices include it, `amount·rate / (1 + rate)`: exact, as far as a quotient is. */
export function exactTaxOn(amount: Decimal, rate: string, pricesIncludeTax = false): Decimal {
  const onTop = amount.times(rate);
  return pricesIncludeTax ? onTop.div(Decimal('1').plus(rate)) : onTop;
}

/**
 * The tax on one line, shipment or payment: on top of an amount, or contained in one that includes it, to 12 decimals. Where tax is
 * rounded by line, to the currency. Throws UnknownCurrency. Rule: docs/domain.md, Totals.
 */
export function taxOn(amount: Decimal, rate: string, currency: string, rounding: Rounding): Decimal {
  const exact = exactTaxOn(amount, rate, rounding.pricesIncludeTax);
  const tax = rounding.pricesIncludeTax ? exact.round(DECIMALS) : exact;
  return rounding.tax === 'line' ? roundTo(tax, currency, modeIn(currency, rounding)) : tax;
}

/** The tax that the order's discount takes off, of `taxes`, which is on all else; where that is rounded, never more. */
export function taxOfDiscount(discount: string, rate: string, taxes: Decimal, currency: string, rounding: Rounding): Decimal {
  const tax = taxOn(Decimal(discount), rate, currency, rounding);
  return (rounding.tax === 'line' || rounding.pricesIncludeTax) && tax.gt(taxes) ? taxes : tax;
}
