import type { InvoiceItem, InvoiceTax, InvoiceTotals } from '#contracts/invoice.js';
import { amountIn, Decimal, roundTo, sum, zero } from '#contracts/money.js';
import { modeIn, type Rounding } from '#contracts/tax-rounding.js';

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

/** The tax by rate, those of higher rates first. What rounding leaves of the whole is put to the largest. Amounts that include their tax are what is taxable and its tax together. */
export function taxesOf(
  items: readonly InvoiceItem[],
  jurisdiction: string,
  { taxTotal }: InvoiceTotals,
  currency: string,
  pricesIncludeTax = false,
): InvoiceTax[] {
  const byRate = Map.groupBy(items, ({ taxRate }) => Decimal(taxRate).toFixed());
  const taxes = [...byRate].map(([rate, group]) => {
    const tax = roundTo(sum(group.map((item) => Decimal(item.taxTotal))), currency);
    return { rate, amount: roundTo(sum(group.map(taxedAmount)), currency), tax };
  });
  const largest = taxes.toSorted((one, other) => other.tax.abs().cmp(one.tax.abs()))[0];
  const rest = Decimal(taxTotal).minus(sum(taxes.map(({ tax }) => tax)));
  return taxes
    .map((each) => (each === largest ? { ...each, tax: each.tax.plus(rest) } : each))
    .filter(({ amount, tax }) => !amount.eq(zero) || !tax.eq(zero))
    .sort((one, other) => Decimal(other.rate).cmp(one.rate))
    .map(({ rate, amount, tax }) => {
      const taxable = pricesIncludeTax ? amount.minus(tax) : amount;
      return { jurisdiction, rate, taxable: amountIn(taxable, currency), tax: amountIn(tax, currency) };
    });
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
