import type { InvoiceItem, InvoiceTotals } from '#contracts/invoice.js';
import { amountIn, Decimal, exactly, sum, zero } from '#contracts/money.js';
import type { OrderView } from '#contracts/order.js';
import { type Rounding, taxOfDiscount } from '#contracts/tax-rounding.js';

/** An order as far as invoices need it. */
export type InvoicedOrder = Pick<
  OrderView,
  | 'id'
  | 'number'
  | 'storeId'
  | 'currency'
  | 'language'
  | 'customer'
  | 'organisation'
  | 'purchaseOrderNumber'
  | 'addresses'
  | 'lines'
  | 'shipments'
  | 'payments'
  | 'discount'
  | 'fee'
  | 'taxRate'
  | 'pricesIncludeTax'
  | 'totals'
  | 'tax'
  | 'cancelledAt'
>;

/** All that is to be invoiced of an order in one currency, each part whole: nothing of a cancelled order. */
export function partsOf(order: InvoicedOrder, currency: string, rounding: Rounding): InvoiceItem[] {
  if (order.cancelledAt !== undefined) return [];
  const isIn = (part: { readonly currency?: string }) => (part.currency ?? order.currency) === currency;
  const shipments = order.shipments.filter(isIn).map(shipmentPart);
  const payments = order.payments.filter(isIn).map(paymentPart);
  const lines = currency === order.currency ? order.lines.map(linePart) : [];
  const parts = [...lines, ...[...shipments, ...payments].filter(isPriced)];
  return currency === order.currency ? [...parts, ...orderPart(order, parts, rounding)] : parts;
}

/** What all of them come to, as the order says. */
export function wholeTotals({ totals, cancelledAt, currency: own }: InvoicedOrder, currency: string): InvoiceTotals {
  const found = currency === own ? { ...totals } : totals.others?.find((other) => other.currency === currency);
  const nothing = amountIn(zero, currency);
  const [of, subTotal] = [cancelledAt === undefined ? found : undefined, currency === own ? totals.subTotal : nothing];
  return {
    subTotal: of ? subTotal : nothing,
    shippingTotal: of?.shippingSubTotal ?? nothing,
    paymentTotal: of?.paymentSubTotal ?? nothing,
    feeTotal: of?.feeTotal ?? nothing,
    discountTotal: of?.discountTotal ?? nothing,
    taxTotal: of?.taxTotal ?? nothing,
    total: of?.total ?? nothing,
  };
}

function linePart(line: InvoicedOrder['lines'][number]): InvoiceItem {
  const { id, sku, name, quantity, price, discount, listTotal, discountTotal, fee, taxRate, taxTotal } = line;
  return { part: 'line', id, sku, name, quantity, price, discount, listTotal, discountTotal, fee, taxRate, taxTotal };
}

function shipmentPart({ id, method, price, discount, fee, taxRate, taxTotal }: InvoicedOrder['shipments'][number]): InvoiceItem {
  return { ...single('shipment', id, method, price, discount), fee, taxRate, taxTotal };
}

function paymentPart({ id, gateway, price, discount, taxRate, taxTotal }: InvoicedOrder['payments'][number]): InvoiceItem {
  return { ...single('payment', id, gateway, price, discount), fee: '0', taxRate, taxTotal };
}

/** The order's own discount, with the tax that it takes off, and its fee, which is not taxed. */
function orderPart(
  { id, discount, fee, taxRate, currency }: InvoicedOrder,
  parts: readonly InvoiceItem[],
  rounding: Rounding,
): InvoiceItem[] {
  const taxes = sum(parts.map(({ taxTotal }) => Decimal(taxTotal)));
  const taxTotal = exactly(zero.minus(taxOfDiscount(discount, taxRate, taxes, currency, rounding)));
  return [{ ...single('order', id, 'order', '0', discount), fee, taxRate, taxTotal }].filter(isPriced);
}

function single(part: InvoiceItem['part'], id: string, name: string, price: string, discount: string) {
  return { part, id, name, quantity: 1, price, discount, listTotal: price, discountTotal: discount };
}

function isPriced({ listTotal, discountTotal, fee }: InvoiceItem): boolean {
  return [listTotal, discountTotal, fee].some((amount) => !Decimal(amount).eq(zero));
}
