import { OrderPriced } from '#contracts/events/order.js';
import type { TaxCalculatedData, TaxDocumentLine } from '#contracts/events/tax.js';
import type { RoundingMode } from '#contracts/money.js';
import type { RequestedPayment } from '#contracts/order.js';
import type { Decision } from '#contracts/refusals.js';
import type { Order, OrderEvent } from './order.js';
import { coveredAmounts, orderTotals } from './totals.js';

/** The tax service's amounts become the order's; its amount counts, the rate is for information. */
export function applyTax(order: Order | null, tax: TaxCalculatedData, rounding: RoundingMode): Decision<OrderEvent> {
  if (order === null) throw new Error(`tax came for order ${tax.orderId}, which is not there`);
  // Computed from what has been edited since, so that the tax of the newer version is on its way; or applied already.
  if (tax.orderVersion < order.taxableVersion || tax.orderVersion <= (order.taxedVersion ?? 0)) return [];
  const lines = withTax(order.lines, tax.lines);
  const shipments = withTax(order.shipments, tax.shipments);
  const taxedPayments = withTax(order.payments, tax.payments);
  const taxRate = tax.orderTaxRate;
  const totals = orderTotals({ ...order, lines, shipments, payments: taxedPayments, taxRate }, rounding);
  const amounts = coveredAmounts(taxedPayments, totals.total, order.currency);
  // Placement has seen to it that tax cannot lower the total.
  if (!amounts) throw new Error(`the payments of order ${order.orderId} are more than its total, ${totals.total}`);
  const payments: RequestedPayment[] = taxedPayments.map((payment, index) => ({ ...payment, amount: amounts[index] ?? '0' }));
  return [
    OrderPriced({
      orderId: order.orderId,
      number: order.number,
      storeId: order.storeId,
      currency: order.currency,
      taxedVersion: tax.orderVersion,
      taxRate,
      lines: lines.map(taxOnly),
      shipments: shipments.map(taxOnly),
      payments,
      totals,
      taxDocument: {
        type: 'tax',
        id: tax.taxDocumentId,
        number: tax.number,
        status: tax.status,
        amount: tax.totalTax,
        currency: tax.currency,
      },
      ...(order.customer === undefined ? {} : { customer: order.customer }),
      ...(order.addresses.billing === undefined ? {} : { billing: order.addresses.billing }),
    }),
  ];
}

const taxOnly = ({ id, taxRate, taxTotal }: { id: string; taxRate: string; taxTotal: string }) => ({ id, taxRate, taxTotal });

function withTax<Item extends { readonly id: string }>(items: readonly Item[], taxes: readonly TaxDocumentLine[]): Item[] {
  const byId = new Map(taxes.map((line) => [line.id, line]));
  return items.map((item) => {
    const line = byId.get(item.id);
    if (!line) throw new Error(`the tax document has no line for ${item.id}`);
    return { ...item, taxRate: line.rate, taxTotal: line.tax };
  });
}
