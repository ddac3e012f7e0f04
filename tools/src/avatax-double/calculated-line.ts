import { Decimal, sum, zero } from '#contracts/money.js';
import type { Jurisdiction, Taxation } from './jurisdictions.js';
import type { Route } from './places.js';
import type { LineItem, TaxOverride } from './requests.js';
import { spread, toCents } from './spread.js';

/** A line on its way to its tax. */
export interface LineToCalculate {
  readonly line: LineItem;
  readonly number: string;
  readonly route: Route;
  /** The day whose rates count. */
  readonly taxDate: string;
  readonly taxation: Taxation;
  readonly discount: Decimal;
  /** Why it is exempt; undefined where it is not. */
  readonly exemption?: string;
  /** From 0 to 1: what part of it can be taxed at all. */
  readonly taxableShare: Decimal;
}

export interface CalculatedLine extends LineToCalculate {
  /** Without the tax that was included, before the discount. */
  readonly lineAmount: Decimal;
  readonly taxableAmount: Decimal;
  readonly exemptAmount: Decimal;
  readonly details: readonly Detail[];
  readonly override?: TaxOverride;
}

/** The tax of one jurisdiction on one line. */
export interface Detail {
  readonly jurisdiction: Jurisdiction;
  readonly taxable: Decimal;
  readonly exempt: Decimal;
  readonly nonTaxable: Decimal;
  readonly tax: Decimal;
  readonly taxCalculated: Decimal;
}

/** Each jurisdiction's tax is rounded, then all are added up. What is included is taken out as a whole first, and its last jurisdiction takes the odd cent. */
export function calculateLine(given: LineToCalculate): CalculatedLine {
  const { line, taxation, discount, exemption } = given;
  const share = exemption || taxation.none ? zero : given.taxableShare;
  const rates = taxation.jurisdictions.map(({ rate }) => Decimal(rate));
  const gross = line.amount.minus(discount);
  const net = line.taxIncluded ? toCents(gross.div(sum(rates).times(share).plus('1'))) : gross;
  const taxable = share.eq('1') ? net : toCents(net.times(share));
  const rest = net.minus(taxable);
  const rounded = rates.map((rate) => toCents(taxable.times(rate)));
  const taxes = line.taxIncluded ? [...rounded.slice(0, -1), gross.minus(net).minus(sum(rounded.slice(0, -1)))] : rounded;
  return {
    ...{ ...given, lineAmount: net.plus(discount), taxableAmount: taxable, exemptAmount: rest },
    details: taxation.jurisdictions.map((jurisdiction, index) => {
      const tax = taxes[index] ?? zero;
      const untaxed = exemption ? { exempt: rest, nonTaxable: zero } : { exempt: zero, nonTaxable: rest };
      return { jurisdiction, taxable, ...untaxed, tax, taxCalculated: tax };
    }),
  };
}

/** The tax is what it is told to be, and goes to the jurisdictions as the calculated tax would have. */
export function withTax(line: CalculatedLine, tax: Decimal, override?: TaxOverride): CalculatedLine {
  const parts = spread(
    tax,
    line.details.map(({ taxCalculated }) => taxCalculated),
  );
  const details = line.details.map((detail, index) => ({ ...detail, tax: parts[index] ?? zero }));
  return { ...line, details, ...(override && { override }) };
}

export const taxOf = ({ details }: CalculatedLine): Decimal => sum(details.map(({ tax }) => tax));

export const taxCalculatedOf = ({ details }: CalculatedLine): Decimal => sum(details.map(({ taxCalculated }) => taxCalculated));
