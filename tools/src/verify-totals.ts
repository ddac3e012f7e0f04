import { Exact, type Rounding } from './verify-exact.js';

/** What an order's totals follow from; every amount and rate a decimal string. */
export interface PricedParts {
  readonly lines: readonly { quantity: number; price: string; discount: string; fee: string; taxRate: string }[];
  readonly shipments: readonly { currency?: string; price: string; discount: string; fee: string; taxRate: string }[];
  readonly payments: readonly { currency?: string; price: string; discount: string; taxRate: string }[];
  readonly discount: string;
  readonly fee: string;
  /** Rate of the order's own discount. */
  readonly taxRate: string;
  /** All amounts include their tax. */
  readonly pricesIncludeTax?: boolean;
}

/** The amounts that are verified, by the names that an order gives them. */
export const verifiedTotals = [
  'subTotal',
  'subTotalWithTax',
  'subTotalDiscount',
  'subTotalDiscountWithTax',
  'shippingSubTotal',
  'shippingSubTotalWithTax',
  'paymentSubTotal',
  'paymentSubTotalWithTax',
  'feeTotal',
  'feeTotalWithTax',
  'discountTotal',
  'discountTotalWithTax',
  'taxTotal',
  'total',
] as const;

export type VerifiedTotal = (typeof verifiedTotals)[number];
export type VerifiedTotals = Readonly<Record<VerifiedTotal, Exact>>;

/** The shipments and payments in a currency, which is undefined for the order's own. */
export function partsIn(currency: string | undefined, { shipments, payments }: Pick<PricedParts, 'shipments' | 'payments'>) {
  return {
    shipments: shipments.filter((shipment) => shipment.currency === currency),
    payments: payments.filter((payment) => payment.currency === currency),
  };
}

/** The totals of all that is in one currency, by the formulas of docs/domain.md, each rounded once to `decimals`; written anew here, to be independent of the services'. */
export function totalsOf(
  parts: PricedParts,
  decimals: number,
  rounding: Rounding = 'half-away-from-zero',
  taxByLine = false,
): VerifiedTotals {
  const { of, sum } = Exact;
  const { pricesIncludeTax = false } = parts;
  const withTax = (amount: Exact, taxRate: string) => (pricesIncludeTax ? amount : amount.plus(taxOf(amount, taxRate, false)));
  const round = (amount: Exact) => amount.rounded(decimals, rounding);
  const lines = parts.lines.map((line) => {
    const quantity = of(String(line.quantity));
    return {
      taxRate: line.taxRate,
      price: of(line.price).times(quantity),
      discount: least(round(of(line.discount).times(quantity)), of(line.price).times(quantity)),
      fee: of(line.fee),
    };
  });
  const shipments = parts.shipments.map(({ price, fee, discount, taxRate }) => ({
    taxRate,
    price: of(price),
    discount: of(discount),
    fee: of(fee),
  }));
  const payments = parts.payments.map(({ price, discount, taxRate }) => ({
    taxRate,
    price: of(price),
    discount: of(discount),
    fee: Exact.zero,
  }));
  const all = [...lines, ...shipments, ...payments];

  // A line's fee bears no tax of its own, a shipment's does: that is how the formulas have it.
  const taxes = [
    ...lines.map(({ price, discount, taxRate }) => taxOf(price.minus(discount), taxRate, pricesIncludeTax)),
    ...[...shipments, ...payments].map(({ price, fee, discount, taxRate }) =>
      taxOf(price.plus(fee).minus(discount), taxRate, pricesIncludeTax),
    ),
  ];
  const taxed = sum(taxByLine ? taxes.map(round) : taxes);
  const discountTax = taxOf(of(parts.discount), parts.taxRate, pricesIncludeTax);
  const ownDiscount = { discount: of(parts.discount), taxRate: parts.taxRate };
  const fees = sum([of(parts.fee), ...all.map(({ fee }) => fee)]);

  const subTotal = round(sum(lines.map(({ price }) => price)));
  const shippingSubTotal = round(sum(shipments.map(({ price }) => price)));
  const paymentSubTotal = round(sum(payments.map(({ price }) => price)));
  const feeTotal = round(fees);
  const discountTotal = round(sum([...all, ownDiscount].map(({ discount }) => discount)));
  const taxTotal = round(
    taxed.minus(taxByLine || pricesIncludeTax ? least(taxByLine ? round(discountTax) : discountTax, taxed) : discountTax),
  );
  const onTop = pricesIncludeTax ? Exact.zero : taxTotal;
  return {
    subTotal,
    subTotalWithTax: round(sum(lines.map(({ price, taxRate }) => withTax(price, taxRate)))),
    subTotalDiscount: round(sum(lines.map(({ discount }) => discount))),
    subTotalDiscountWithTax: round(sum(lines.map(({ discount, taxRate }) => withTax(discount, taxRate)))),
    shippingSubTotal,
    shippingSubTotalWithTax: round(sum(shipments.map(({ price, taxRate }) => withTax(price, taxRate)))),
    paymentSubTotal,
    paymentSubTotalWithTax: round(sum(payments.map(({ price, taxRate }) => withTax(price, taxRate)))),
    feeTotal,
    feeTotalWithTax: round(withTax(fees, parts.taxRate)),
    discountTotal,
    discountTotalWithTax: round(sum([...all, ownDiscount].map(({ discount, taxRate }) => withTax(discount, taxRate)))),
    taxTotal,
    total: sum([subTotal, shippingSubTotal, paymentSubTotal, feeTotal, onTop]).minus(discountTotal),
  };
}

const least = (one: Exact, other: Exact) => (one.isAbove(other) ? other : one);

/** The tax on top of an amount, or what of it is tax, to 12 decimals. */
export function taxOf(amount: Exact, taxRate: string, isIncluded: boolean): Exact {
  const rate = Exact.of(taxRate);
  const onTop = amount.times(rate);
  return isIncluded ? onTop.dividedBy(Exact.of('1').plus(rate), 12) : onTop;
}
