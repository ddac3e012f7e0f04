import { Decimal, type RoundingMode, roundTo } from './money.js';

/** How a store rounds amounts of an order's currency, and of the others that parts of the order may be in. */
export interface Rounding {
  readonly mode: RoundingMode;
  /** By currency, of the store's others. */
  readonly otherModes?: Readonly<Record<string, RoundingMode>>;
  /** What of tax is rounded: the order's sum, once, or the tax of each line, shipment and payment and of the order's discount. */
  readonly tax: 'order' | 'line';
}

/** How amounts of this currency are rounded. */
export function modeIn(currency: string, { mode, otherModes }: Rounding): RoundingMode {
  return otherModes?.[currency] ?? mode;
}

/** The tax on one line, shipment or payment: exact, or where tax is rounded by line, to the currency. Throws UnknownCurrency. Rule: docs/domain.md, Totals. */
export function taxOn(amount: Decimal, rate: string, currency: string, rounding: Rounding): Decimal {
  const tax = amount.times(rate);
  return rounding.tax === 'line' ? roundTo(tax, currency, modeIn(currency, rounding)) : tax;
}

/** The tax that the order's discount takes off, of `taxes`, which is on all else; where tax is rounded by line, never more than that. */
export function taxOfDiscount(discount: string, rate: string, taxes: Decimal, currency: string, rounding: Rounding): Decimal {
  const tax = taxOn(Decimal(discount), rate, currency, rounding);
  return rounding.tax === 'line' && tax.gt(taxes) ? taxes : tax;
}
