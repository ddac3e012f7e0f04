import fc from 'fast-check';
import { amountIn, Decimal, exactly, roundTo, sum, zero } from '#contracts/money.js';
import type { OrderView } from '#contracts/order.js';
import type { OrderLine } from '#contracts/order-line.js';

type Line = Pick<OrderLine, 'price' | 'discount' | 'quantity' | 'fee' | 'taxRate'>;
type Shipment = Pick<OrderView['shipments'][number], 'price' | 'discount' | 'fee' | 'taxRate'>;

/** What an order is made from; the order's own discount is taxed at `taxRate`. */
export interface Basket {
  readonly lines: readonly Line[];
  readonly shipments: readonly Shipment[];
  readonly discount: string;
  readonly fee: string;
  readonly taxRate: string;
  readonly currency: string;
  /** Whether all amounts include their tax. */
  readonly pricesIncludeTax?: boolean;
}

/** An order as the orders service answers it, with the totals of docs/domain.md. */
export function invoicedOrder({ lines, shipments, discount, fee, taxRate, currency, pricesIncludeTax = false }: Basket): OrderView {
  const tax = pricesIncludeTax ? taxWithin : taxOnTop;
  const priced = lines.map((line, index) => orderLine(line, String(index + 1), currency, tax));
  const sent = shipments.map((shipment, index) => {
    const taxTotal = exactly(tax(Decimal(shipment.price).plus(shipment.fee).minus(shipment.discount), shipment.taxRate));
    const items = index === 0 ? priced.filter(({ quantity }) => quantity > 0).map(({ id, quantity }) => ({ lineId: id, quantity })) : [];
    return { id: `shipment-${index + 1}`, method: 'standard', ...shipment, taxTotal, items };
  });
  const of = (amounts: readonly string[]) => sum(amounts.map((amount) => Decimal(amount)));
  const rounded = (amount: Decimal) => roundTo(amount, currency);
  const subTotal = rounded(of(priced.map(({ listTotal }) => listTotal)));
  const shipping = rounded(of(sent.map(({ price }) => price)));
  const fees = rounded(of([fee, ...priced.map((line) => line.fee), ...sent.map((each) => each.fee)]));
  const discounts = rounded(of([discount, ...priced.map(({ discountTotal }) => discountTotal), ...sent.map((each) => each.discount)]));
  const taxes = of([...priced, ...sent].map(({ taxTotal }) => taxTotal));
  const taken = tax(Decimal(discount), taxRate);
  const taxed = rounded(taxes.minus(pricesIncludeTax && taken.gt(taxes) ? taxes : taken));
  const text = (amount: Decimal) => amountIn(amount, currency);
  const totals = {
    subTotal: text(subTotal),
    shippingSubTotal: text(shipping),
    paymentSubTotal: text(zero),
    feeTotal: text(fees),
    discountTotal: text(discounts),
    taxTotal: text(taxed),
    total: text(
      subTotal
        .plus(shipping)
        .plus(fees)
        .plus(pricesIncludeTax ? zero : taxed)
        .minus(discounts),
    ),
  };
  return {
    ...{ id: 'order-1', number: 'CO261126-00001', storeId: 'uk', status: 'New', currency, language: 'en-GB', holds: [], attributes: {} },
    customer: { id: 'c-1', name: 'A. Buyer' },
    addresses: { shipping: { name: 'A. Buyer', line1: '1 High Street', city: 'Leeds', postalCode: 'LS1 4AP', country: 'GB' } },
    ...{ lines: priced, shipments: sent, payments: [], documents: [], discount, fee, taxRate, tax: { status: 'calculated' } },
    ...{ totals, ...(pricesIncludeTax && { pricesIncludeTax }) },
  } as unknown as OrderView;
}

const taxOnTop = (amount: Decimal, rate: string) => amount.times(rate);
/** What of an amount is tax, to 12 decimals. */
const taxWithin = (amount: Decimal, rate: string) => amount.minus(amount.div(Decimal('1').plus(rate))).round(12);

function orderLine({ price, discount, quantity, fee, taxRate }: Line, id: string, currency: string, tax: typeof taxOnTop): OrderLine {
  const listTotal = Decimal(price).times(String(quantity));
  const rounded = roundTo(Decimal(discount).times(String(quantity)), currency);
  const discountTotal = rounded.gt(listTotal) ? listTotal : rounded;
  const extendedPrice = listTotal.minus(discountTotal);
  return {
    ...{ id, sku: `sku-${id}`, name: `Product ${id}`, status: 'Pending', quantity, price, discount, fee, taxRate },
    listTotal: exactly(listTotal),
    discountTotal: exactly(discountTotal),
    extendedPrice: exactly(extendedPrice),
    placedPrice: exactly(Decimal(price).minus(discount)),
    taxTotal: exactly(tax(extendedPrice, taxRate)),
  };
}

const rate = fc.constantFrom('0', '0.05', '0.19', '0.20', '0.0725');
const unitAmount = fc.integer({ min: 1, max: 500_000 }).map((tenthousandths) => exactly(Decimal(String(tenthousandths)).div('10000')));

const line = fc
  .record({
    price: unitAmount,
    percent: fc.integer({ min: 0, max: 100 }),
    quantity: fc.integer({ min: 1, max: 12 }),
    fee: fc.constantFrom('0', '0.07', '1.3333'),
    taxRate: rate,
  })
  .map(({ percent, ...rest }) => ({
    ...rest,
    discount: exactly(Decimal(rest.price).times(String(percent)).div('100').round(4, Decimal.roundDown)),
  }));

const shipment = fc.record({ price: unitAmount, fee: fc.constantFrom('0', '0.5'), discount: fc.constant('0'), taxRate: rate });

/** Baskets whose totals are above zero. */
export const baskets: fc.Arbitrary<Basket> = fc
  .record({
    lines: fc.array(line, { minLength: 1, maxLength: 5 }),
    shipments: fc.array(shipment, { maxLength: 2 }),
    discount: fc.constantFrom('0', '0', '0.0333'),
    fee: fc.constantFrom('0', '2.0001'),
    taxRate: rate,
    currency: fc.constantFrom('GBP', 'JPY', 'KWD'),
    pricesIncludeTax: fc.boolean(),
  })
  .filter((basket) => Decimal(invoicedOrder(basket).totals.total).gt(zero));
