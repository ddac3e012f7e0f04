import { Decimal, sum, zero } from '#contracts/money.js';
import { failure, getTaxErrors, NotDoubled } from './avatax-failure.js';
import { type CalculatedLine, calculateLine, type LineToCalculate, taxCalculatedOf, taxOf, withTax } from './calculated-line.js';
import { exemptionOf } from './exemption.js';
import { mustBePlaces, routeOf } from './places.js';
import type { CreateTransaction, LineItem, TaxOverride } from './requests.js';
import { spread } from './spread.js';
import { taxationOf } from './taxation.js';

export interface Calculation {
  readonly lines: readonly CalculatedLine[];
  readonly taxDate: string;
  readonly totalAmount: Decimal;
  readonly totalDiscount: Decimal;
  readonly totalExempt: Decimal;
  readonly totalTaxable: Decimal;
  readonly totalTax: Decimal;
  readonly totalTaxCalculated: Decimal;
}

/** The tax of a document, or an AvataxFailure that says what is wrong with it. */
export function calculate(document: CreateTransaction, lineLimit: number): Calculation {
  const { lines: items = [] } = document;
  if (items.length === 0) throw failure('MissingLine', 'A transaction has at least one line.', { refersTo: 'lines' });
  if (items.length > lineLimit) throw failure('RequestTooLarge', `A transaction has at most ${lineLimit} lines.`, { refersTo: 'lines' });
  const numbers = items.map(({ number }, index) => number ?? String(index + 1));
  mustDiffer(numbers);
  const routes = items.map((line) => routeOf(line, document.addresses));
  mustBePlaces(routes, numbers);
  const discounts = discountsOf(document, items);
  const dates = items.map((line) => taxDateOf(document, line));
  const taxations = items.map((line, index) => {
    const { from, to } = routes[index] as (typeof routes)[number];
    return taxationOf(from, to, dates[index] ?? document.date, Boolean(document.businessIdentificationNo ?? line.businessIdentificationNo));
  });
  const freightShare = shareOfTaxable(items, discounts);
  const lines = items.map((line, index) => {
    const given = { line, number: numbers[index], route: routes[index], taxDate: dates[index], taxation: taxations[index] };
    const taxableShare = isFreight(line) ? (taxations[index]?.freight === 'exempt' ? zero : freightShare) : isTaxable(line) ? one : zero;
    const exemption = exemptionOf(document, line);
    const toCalculate = { ...given, discount: discounts[index], taxableShare, ...(exemption && { exemption }) } as LineToCalculate;
    return overridden(calculateLine(toCalculate), line.taxOverride);
  });
  return totalled(overriddenAsAWhole(lines, document.taxOverride), taxDateOf(document));
}

const one = Decimal('1');

/** FR020100 and the like. */
const isFreight = ({ taxCode = '' }: LineItem) => /^FR/i.test(taxCode);
const isTaxable = ({ taxCode = '' }: LineItem) => taxCode.toUpperCase() !== 'NT';

/** Of all but freight, by amount; all of it where there is nothing else. */
function shareOfTaxable(items: readonly LineItem[], discounts: readonly Decimal[]): Decimal {
  const nets = items.map((line, index) => ({ line, net: line.amount.minus(discounts[index] ?? zero) }));
  const goods = nets.filter(({ line }) => !isFreight(line));
  const whole = sum(goods.map(({ net }) => net));
  if (whole.eq(zero)) return one;
  const share = sum(goods.filter(({ line }) => isTaxable(line)).map(({ net }) => net)).div(whole);
  return share.lt(zero) ? zero : share.gt(one) ? one : share;
}

/** A document's discount is spread over the lines that are marked, by amount. */
function discountsOf({ discount = zero }: CreateTransaction, items: readonly LineItem[]): Decimal[] {
  if (discount.eq(zero)) return items.map(() => zero);
  if (!items.some(({ discounted }) => discounted))
    throw failure('NoLinesDiscounted', 'There is a discount, and no line is marked as discounted.', { refersTo: 'discount' });
  return spread(
    discount,
    items.map(({ amount, discounted }) => (discounted ? amount : zero)),
  );
}

function taxDateOf(document: CreateTransaction, line?: LineItem): string {
  const overrides = [line?.taxOverride, document.taxOverride];
  return overrides.find((override) => override?.type === 'TaxDate')?.taxDate ?? document.date;
}

function overridden(line: CalculatedLine, override: TaxOverride | undefined): CalculatedLine {
  if (!override || override.type === undefined || override.type === 'None') return line;
  if (override.type === 'AccruedTaxAmount' || override.type === 'DeriveTaxable') throw new NotDoubled(`a tax override ${override.type}`);
  return override.type === 'TaxAmount' ? withTax(line, override.taxAmount ?? zero, override) : { ...line, override };
}

/** Over the lines as their calculated tax is, or where there is none, as their amounts are. */
function overriddenAsAWhole(lines: readonly CalculatedLine[], override: TaxOverride | undefined): readonly CalculatedLine[] {
  if (override?.type === 'AccruedTaxAmount' || override?.type === 'DeriveTaxable') throw new NotDoubled(`a tax override ${override.type}`);
  if (override?.type !== 'TaxAmount') return lines;
  const taxes = lines.map(taxCalculatedOf);
  const parts = spread(override.taxAmount ?? zero, sum(taxes).eq(zero) ? lines.map(({ lineAmount }) => lineAmount) : taxes);
  return lines.map((line, index) => withTax(line, parts[index] ?? zero));
}

function totalled(lines: readonly CalculatedLine[], taxDate: string): Calculation {
  const total = (of: (line: CalculatedLine) => Decimal) => sum(lines.map(of));
  return {
    ...{ lines, taxDate, totalAmount: total(({ lineAmount }) => lineAmount), totalDiscount: total(({ discount }) => discount) },
    ...{ totalExempt: total(({ exemptAmount }) => exemptAmount), totalTaxable: total(({ taxableAmount }) => taxableAmount) },
    ...{ totalTax: total(taxOf), totalTaxCalculated: total(taxCalculatedOf) },
  };
}

function mustDiffer(numbers: readonly string[]): void {
  const seen = new Set<string>();
  const twice = numbers.filter((number) => seen.has(number) || !seen.add(number));
  if (twice.length === 0) return;
  throw getTaxErrors(
    twice.map((number) => ({ message: 'Line numbers must differ.', faultSubCode: 'DuplicateLineNoError', refersTo: `Line["${number}"]` })),
  );
}
