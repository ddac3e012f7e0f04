import { TaxCalculated, type TaxDocumentLine } from '#contracts/events/tax.js';
import { amountIn, Decimal, exactly, type RoundingMode, roundTo, sum, zero } from '#contracts/money.js';
import type { PlacedOrder } from '#contracts/order.js';
import type { Decision } from '#contracts/refusals.js';
import type { Taxable, TaxProvider, TaxRequest } from '../providers/tax-provider.js';
import type { TaxDocument, TaxEvent } from './tax-document.js';

/** The tax document's own facts, taken before the decision. */
export interface TaxDocumentHead {
  readonly taxDocumentId: string;
  readonly number: string;
  readonly orderVersion: number;
}

/** Taxes every line, shipment and payment of an order, exactly; only the sum is rounded. A newer version of the order is never overwritten by an older one. */
export function calculateTax(
  document: TaxDocument | null,
  head: TaxDocumentHead,
  order: PlacedOrder,
  provider: TaxProvider,
  rounding: RoundingMode,
): Decision<TaxEvent> {
  if (document && document.orderVersion >= head.orderVersion) return [];
  const request = taxRequest(order);
  const taxed = (taxable: Taxable): TaxDocumentLine => {
    const rate = provider.rateOf(request, taxable);
    return { id: taxable.id, taxable: exactly(taxable.amount), rate, tax: exactly(taxable.amount.times(rate)) };
  };
  const lines = request.lines.map(taxed);
  const shipments = request.shipments.map(taxed);
  const payments = request.payments.map(taxed);
  const orderTaxRate = provider.name === 'rates' ? order.taxRate : averageRate(lines);
  const orderDiscountTax = Decimal(order.discount).times(orderTaxRate);
  const total = sum([...lines, ...shipments, ...payments].map(({ tax }) => Decimal(tax))).minus(orderDiscountTax);
  return [
    TaxCalculated({
      ...head,
      number: document?.number ?? head.number,
      orderId: order.orderId,
      storeId: order.storeId,
      provider: provider.name,
      documentType: 'SalesInvoice',
      status: 'Saved',
      currency: order.currency,
      orderTaxRate,
      orderDiscountTax: exactly(orderDiscountTax),
      lines,
      shipments,
      payments,
      totalTax: amountIn(roundTo(total, order.currency, rounding), order.currency),
    }),
  ];
}

function taxRequest(order: PlacedOrder): TaxRequest {
  return {
    order,
    lines: order.lines.map(({ id, extendedPrice, taxCode, taxRate }) => ({
      id,
      amount: Decimal(extendedPrice),
      taxRate,
      ...(taxCode === undefined ? {} : { taxCode }),
    })),
    shipments: order.shipments.map(({ id, price, fee, discount, taxRate }) => ({
      id,
      amount: Decimal(price).plus(fee).minus(discount),
      taxRate,
    })),
    payments: order.payments.map(({ id, price, discount, taxRate }) => ({ id, amount: Decimal(price).minus(discount), taxRate })),
  };
}

/**
 * The rate of a discount on the whole order: that of its lines, or where they differ their average by amount, to 8 decimals (cut off, so that no tax falls below zero), since the
 * discount lowers each line's tax by its share.
 */
function averageRate(lines: readonly TaxDocumentLine[]): string {
  const [first] = lines;
  if (!first || lines.every(({ rate }) => Decimal(rate).eq(first.rate))) return first?.rate ?? '0';
  const taxable = sum(lines.map((line) => Decimal(line.taxable)));
  return taxable.eq(zero)
    ? '0'
    : exactly(
        sum(lines.map((line) => Decimal(line.tax)))
          .div(taxable)
          .round(8, Decimal.roundDown),
      );
}
