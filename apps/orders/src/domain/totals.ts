import { discountRate } from '#contracts/discount-rate.js';
import { amountIn, Decimal, exactly, roundTo, sum, zero } from '#contracts/money.js';
import type { OrderContent, OrderTotals, RequestedPayment, RequestedShipment } from '#contracts/order.js';
import type { OrderLine } from '#contracts/order-line.js';
import { modeIn, type Rounding, taxOfDiscount, taxOn } from '#contracts/tax-rounding.js';

/** An order as far as its amounts go. */
export type PricedOrder = Pick<OrderContent, 'currency' | 'shipments' | 'payments' | 'discount' | 'fee' | 'taxRate'> & {
  readonly lines: readonly (LineAmounts & Pick<OrderLine, 'id' | 'fee' | 'taxRate'>)[];
};

type LineAmounts = Pick<OrderLine, 'listTotal' | 'discountTotal' | 'extendedPrice' | 'placedPrice' | 'taxTotal'>;

/** A line's amounts from what was agreed: `listTotal = price·q`, `discountTotal = round(discount·q)` but never more than that, the rest exact, but for the tax of a store that rounds it by line. Rule: docs/domain.md, Totals. */
export function priceLine<Line extends Pick<OrderLine, 'price' | 'discount' | 'quantity' | 'taxRate'>>(
  line: Line,
  currency: string,
  rounding: Rounding,
): Line & LineAmounts {
  const price = Decimal(line.price);
  const discount = Decimal(line.discount);
  const quantity = Decimal(String(line.quantity));
  const listTotal = price.times(quantity);
  const rounded = roundTo(discount.times(quantity), currency, rounding.mode);
  const discountTotal = rounded.gt(listTotal) ? listTotal : rounded;
  const extendedPrice = listTotal.minus(discountTotal);
  return {
    ...line,
    listTotal: exactly(listTotal),
    discountTotal: exactly(discountTotal),
    extendedPrice: exactly(extendedPrice),
    placedPrice: exactly(price.minus(discount)),
    taxTotal: exactly(taxOn(extendedPrice, line.taxRate, currency, rounding)),
  };
}

/** What a shipment costs before tax: `price + fee − discount`. */
export function shipmentTotal({ price, fee, discount }: Pick<RequestedShipment, 'price' | 'fee' | 'discount'>): Decimal {
  return Decimal(price).plus(fee).minus(discount);
}

/** The tax on what a shipment costs, by the rate that it has. */
export function shipmentTax(
  shipment: Pick<RequestedShipment, 'price' | 'fee' | 'discount' | 'taxRate'>,
  currency: string,
  rounding: Rounding,
): string {
  return exactly(taxOn(shipmentTotal(shipment), shipment.taxRate, currency, rounding));
}

/** What a payment method costs before tax: `price − discount`. */
export function paymentTotal({ price, discount }: Pick<RequestedPayment, 'price' | 'discount'>): Decimal {
  return Decimal(price).minus(discount);
}

/** The rate of a discount on the whole order, as it is in its lines. */
export function discountRateOf(lines: readonly Pick<OrderLine, 'extendedPrice' | 'taxRate'>[], pricesIncludeTax?: boolean): string {
  const taxed = lines.map(({ extendedPrice: amount, taxRate: rate }) => ({ amount, rate }));
  return discountRate(taxed, pricesIncludeTax);
}

/**
 * The order's totals from its lines, shipments and payments and the tax that stands on each, every one rounded once, here.
 * Amounts are decimal strings with the currency's decimals. Throws UnknownCurrency. Rule: docs/domain.md, Totals.
 */
export function orderTotals(order: PricedOrder, rounding: Rounding): OrderTotals {
  const own = totalsIn({ ...order, ...documentsIn(order, order.currency) }, rounding);
  const others = otherCurrencies(order).map((currency) => {
    const nothing = { lines: [], discount: '0', fee: '0', taxRate: '0' };
    const totals = totalsIn({ ...nothing, currency, ...documentsIn(order, currency) }, rounding);
    const { shippingSubTotal, paymentSubTotal, feeTotal, discountTotal, taxTotal, total } = totals;
    return { currency, shippingSubTotal, paymentSubTotal, feeTotal, discountTotal, taxTotal, total };
  });
  return others.length === 0 ? own : { ...own, others };
}

/** The currencies of shipments and payments that are not the order's. */
function otherCurrencies({ currency: own, shipments, payments }: PricedOrder): string[] {
  const all = new Set([...shipments, ...payments].map(({ currency = own }) => currency));
  all.delete(own);
  return [...all].sort();
}

function documentsIn({ currency: own, shipments, payments }: PricedOrder, currency: string): Pick<PricedOrder, 'shipments' | 'payments'> {
  const isIn = (document: { readonly currency?: string }) => (document.currency ?? own) === currency;
  return { shipments: shipments.filter(isIn), payments: payments.filter(isIn) };
}

/** The amounts in one currency, of documents that are all in it. */
function totalsIn(order: PricedOrder, rounding: Rounding): OrderTotals {
  const { currency, lines, shipments, payments } = order;
  const rounded = (amount: Decimal) => roundTo(amount, currency, modeIn(currency, rounding));
  const of = <Item>(items: readonly Item[], amount: (item: Item) => Decimal | string) =>
    sum(items.map((item) => Decimal(amount(item).toString())));
  const factor = (taxRate: string) => Decimal('1').plus(rounding.pricesIncludeTax ? '0' : taxRate);
  const withTax = <Item extends { readonly taxRate: string }>(items: readonly Item[], amount: (item: Item) => string) =>
    sum(items.map((item) => Decimal(amount(item)).times(factor(item.taxRate))));

  const orderFactor = factor(order.taxRate);
  const subTotal = rounded(of(lines, (line) => line.listTotal));
  const shippingSubTotal = rounded(of(shipments, (shipment) => shipment.price));
  const paymentSubTotal = rounded(of(payments, (payment) => payment.price));
  const fees = Decimal(order.fee)
    .plus(of(lines, (line) => line.fee))
    .plus(of(shipments, (shipment) => shipment.fee));
  const discounts = Decimal(order.discount)
    .plus(of(lines, (line) => line.discountTotal))
    .plus(of(shipments, (shipment) => shipment.discount))
    .plus(of(payments, (payment) => payment.discount));
  const discountsWithTax = Decimal(order.discount)
    .times(orderFactor)
    .plus(withTax(lines, (line) => line.discountTotal))
    .plus(withTax(shipments, (shipment) => shipment.discount))
    .plus(withTax(payments, (payment) => payment.discount));
  const taxes = of(lines, (line) => line.taxTotal)
    .plus(of(shipments, (shipment) => shipment.taxTotal))
    .plus(of(payments, (payment) => payment.taxTotal));

  const feeTotal = rounded(fees);
  const discountTotal = rounded(discounts);
  const taxTotal = rounded(taxes.minus(taxOfDiscount(order.discount, order.taxRate, taxes, currency, rounding)));
  const taxOnTop = rounding.pricesIncludeTax ? zero : taxTotal;
  const total = subTotal.plus(shippingSubTotal).plus(paymentSubTotal).plus(feeTotal).plus(taxOnTop).minus(discountTotal);
  const text = (amount: Decimal) => amountIn(amount, currency);
  return {
    subTotal: text(subTotal),
    subTotalWithTax: text(rounded(withTax(lines, (line) => line.listTotal))),
    subTotalDiscount: text(rounded(of(lines, (line) => line.discountTotal))),
    subTotalDiscountWithTax: text(rounded(withTax(lines, (line) => line.discountTotal))),
    shippingSubTotal: text(shippingSubTotal),
    shippingSubTotalWithTax: text(rounded(withTax(shipments, (shipment) => shipment.price))),
    paymentSubTotal: text(paymentSubTotal),
    paymentSubTotalWithTax: text(rounded(withTax(payments, (payment) => payment.price))),
    feeTotal: text(feeTotal),
    feeTotalWithTax: text(rounded(fees.times(orderFactor))),
    discountTotal: text(discountTotal),
    discountTotalWithTax: text(rounded(discountsWithTax)),
    taxTotal: text(taxTotal),
    total: text(total),
  };
}

/** The currencies that something is to be paid in, the order's own first. */
export function currenciesOf({ currency, totals }: Pick<OrderContent, 'currency' | 'totals'>): string[] {
  return [currency, ...(totals.others ?? []).map((other) => other.currency)];
}

/** What is to be paid in a currency. */
export function totalIn(currency: string, totals: OrderTotals, own: string): string {
  if (currency === own) return totals.total;
  return totals.others?.find((other) => other.currency === currency)?.total ?? '0';
}

/** What each payment is to cover: its own amount, or for the one without, what the others of its currency leave of the total, which may be nothing. */
export function coveredAmounts(
  payments: readonly Pick<RequestedPayment, 'amount' | 'currency'>[],
  totals: OrderTotals,
  own: string,
): string[] {
  return payments.map(({ amount, currency = own }) => {
    if (amount !== undefined) return amountIn(Decimal(amount), currency);
    const beside = payments.filter((other) => (other.currency ?? own) === currency);
    const rest = Decimal(totalIn(currency, totals, own)).minus(sum(beside.map((other) => Decimal(other.amount ?? '0'))));
    return amountIn(rest.lt(zero) ? zero : rest, currency);
  });
}
