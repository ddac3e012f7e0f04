import type { InvoiceItem, InvoiceTax, InvoiceTotals } from '#contracts/invoice.js';
import { amountIn, Decimal, roundTo, sum, zero } from '#contracts/money.js';
import { modeIn, type Rounding } from '#contracts/tax-rounding.js';
import { withDiscountInLines } from './discount-in-lines.js';

const parts = ['subTotal', 'shippingTotal', 'paymentTotal', 'feeTotal', 'discountTotal', 'taxTotal', 'total'] as const;

/** The sums of items, each rounded once; tax that they include is no part of what they come to. Throws UnknownCurrency. */
export function totalsOf(items: readonly InvoiceItem[], currency: string, rounding: Rounding): InvoiceTotals {
  const rounded = (amounts: readonly string[]) =>
    roundTo(sum(amounts.map((amount) => Decimal(amount))), currency, modeIn(currency, rounding));
  const listed = (part: InvoiceItem['part']) => rounded(items.filter((item) => item.part === part).map(({ listTotal }) => listTotal));
  const [subTotal, shippingTotal, paymentTotal] = [listed('line'), listed('shipment'), listed('payment')];
  const feeTotal = rounded(items.map(({ fee }) => fee));
  const discountTotal = rounded(items.map((item) => item.discountTotal));
  const taxTotal = rounded(items.map((item) => item.taxTotal));
  const taxOnTop = rounding.pricesIncludeTax ? zero : taxTotal;
  const total = subTotal.plus(shippingTotal).plus(paymentTotal).plus(feeTotal).plus(taxOnTop).minus(discountTotal);
  return inCurrency({ subTotal, shippingTotal, paymentTotal, feeTotal, discountTotal, taxTotal, total }, currency);
}

/** What is left of totals: their parts, and so their sum, are exact. */
export function totalsLeft(
  whole: InvoiceTotals,
  taken: readonly { totals: InvoiceTotals; sign: 1 | -1 }[],
  currency: string,
): InvoiceTotals {
  const left = (name: (typeof parts)[number]) =>
    Decimal(whole[name]).minus(sum(taken.map(({ totals, sign }) => Decimal(totals[name]).times(String(sign)))));
  return inCurrency(byName(left), currency);
}

export function negatedTotals(totals: InvoiceTotals, currency: string): InvoiceTotals {
  return inCurrency(
    byName((name) => zero.minus(totals[name])),
    currency,
  );
}

/** How the amounts of items are taxed. */
export interface Taxing {
  /** Whether they include their tax. */
  readonly pricesIncludeTax: boolean;
  /** Whether the order's discount is taxed as part of its lines, which is how a provider outside is told of it, and not by itself. */
  readonly discountInLines: boolean;
}

/** The tax by rate, those of higher rates first. What rounding leaves of the whole is put to the largest. Amounts that include their tax are what is taxable and its tax together. */
export function taxesOf(
  items: readonly InvoiceItem[],
  jurisdiction: string,
  { taxTotal }: InvoiceTotals,
  currency: string,
  { pricesIncludeTax, discountInLines }: Taxing,
): InvoiceTax[] {
  const taxes = settled(
    byRate(items, ({ taxTotal: tax }) => Decimal(tax), currency),
    Decimal(taxTotal),
  );
  const listed = byRate(items, taxedAmount, currency);
  const amounts = discountInLines ? settled(byRate(withDiscountInLines(items), taxedAmount, currency), sum(listed.values())) : listed;
  return [...taxes]
    .map(([rate, tax]) => ({ rate, tax, amount: amounts.get(rate) as Decimal }))
    .filter(({ amount, tax }) => !amount.eq(zero) || !tax.eq(zero))
    .sort((one, other) => Decimal(other.rate).cmp(one.rate))
    .map(({ rate, amount, tax }) => {
      const taxable = pricesIncludeTax ? amount.minus(tax) : amount;
      return { jurisdiction, rate, taxable: amountIn(taxable, currency), tax: amountIn(tax, currency) };
    });
}

function byRate(items: readonly InvoiceItem[], amountOf: (item: InvoiceItem) => Decimal, currency: string): Map<string, Decimal> {
  const groups = Map.groupBy(items, ({ taxRate }) => Decimal(taxRate).toFixed());
  return new Map([...groups].map(([rate, group]) => [rate, roundTo(sum(group.map(amountOf)), currency)]));
}

/** The amounts, made to come to the whole by the largest of them. */
function settled(amounts: ReadonlyMap<string, Decimal>, whole: Decimal): Map<string, Decimal> {
  const [largest] = [...amounts].toSorted(([, one], [, other]) => other.abs().cmp(one.abs()));
  const rest = whole.minus(sum(amounts.values()));
  return new Map(largest ? [...amounts, [largest[0], largest[1].plus(rest)]] : []);
}

/** What tax is computed on: the fees of lines and of the order are not taxed. */
function taxedAmount({ part, listTotal, discountTotal, fee }: InvoiceItem): Decimal {
  const price = Decimal(listTotal).minus(discountTotal);
  return part === 'shipment' ? price.plus(fee) : price;
}

function byName<Value>(value: (name: (typeof parts)[number]) => Value): Record<(typeof parts)[number], Value> {
  return Object.fromEntries(parts.map((name) => [name, value(name)])) as Record<(typeof parts)[number], Value>;
}

function inCurrency(amounts: Readonly<Record<(typeof parts)[number], Decimal>>, currency: string): InvoiceTotals {
  return byName((name) => amountIn(amounts[name], currency));
}
