import { isDeepStrictEqual } from 'node:util';
import { OrderPriced, type TaxedLine } from '#contracts/events/order.js';
import type { TaxAmounts, TaxCalculatedData, TaxDocumentLine } from '#contracts/events/tax.js';
import { Decimal, exactly } from '#contracts/money.js';
import type { DocumentSummary, RequestedPayment } from '#contracts/order.js';
import type { Decision } from '#contracts/refusals.js';
import type { Rounding } from '#contracts/tax-rounding.js';
import type { Order, OrderEvent } from './order.js';
import { coveredAmounts, orderTotals } from './totals.js';

/** The tax service's amounts become the order's; its amount counts, the rate is for information. */
export function applyTax(order: Order | null, tax: TaxCalculatedData, rounding: Rounding): Decision<OrderEvent> {
  if (order === null) throw new Error(`tax came for order ${tax.orderId}, which is not there`);
  if (order.cancelledAt !== undefined) return [];
  // Computed from what has been edited since, so that the tax of the newer version is on its way.
  if (tax.orderVersion < order.taxableVersion || tax.orderVersion < (order.taxedVersion ?? 0)) return [];
  if (tax.orderVersion === order.taxedVersion && isApplied(order, tax, rounding)) return [];
  const { lines, shipments, payments: taxedPayments, taxRate, totals } = taxedOrder(order, tax, rounding);
  // Once opened, a payment keeps its amount: what an edit leaves due is settled by further documents.
  const amounts = coveredAmounts(taxedPayments, totals, order.currency);
  const payments: RequestedPayment[] = taxedPayments.map((payment, index) => ({ ...payment, amount: amounts[index] ?? '0' }));
  return [
    OrderPriced({
      orderId: order.orderId,
      number: order.number,
      storeId: order.storeId,
      currency: order.currency,
      taxedVersion: tax.orderVersion,
      taxRate,
      lines: newTaxes(order.lines, lines),
      shipments: newTaxes(order.shipments, shipments),
      payments,
      totals,
      taxDocument: summaryOf(tax),
      ...(order.customer === undefined ? {} : { customer: order.customer }),
      ...(order.addresses.billing === undefined ? {} : { billing: order.addresses.billing }),
      ...(order.refundDue && { refund: order.refundDue }),
    }),
  ];
}

/** A provider outside may say another amount of the same version later, as after an estimate. */
function isApplied(order: Order, tax: TaxCalculatedData, rounding: Rounding): boolean {
  const { lines, shipments, payments, taxRate } = taxedOrder(order, tax, rounding);
  const known = order.documents.find(({ type, id }) => type === 'tax' && id === tax.taxDocumentId);
  const taxes = [newTaxes(order.lines, lines), newTaxes(order.shipments, shipments), newTaxes(order.payments, payments)];
  return taxRate === order.taxRate && taxes.flat().length === 0 && isDeepStrictEqual(known, summaryOf(tax));
}

function summaryOf({ taxDocumentId, number, status, totalTax, currency }: TaxCalculatedData): DocumentSummary {
  return { type: 'tax', id: taxDocumentId, number, status, amount: totalTax, currency };
}

/** The order with these taxes in the place of those that it has. */
export function taxedOrder(order: Order, tax: TaxAmounts, rounding: Rounding): Order {
  const lines = withTax(order.lines, tax.lines);
  const shipments = withTax(order.shipments, tax.shipments);
  // Those that were added later cost nothing, and nobody has taxed them.
  const payments = order.payments.flatMap((payment) => (payment.addedAt === undefined ? withTax([payment], tax.payments) : [payment]));
  const taxRate = tax.orderTaxRate;
  return {
    ...order,
    lines,
    shipments,
    payments,
    taxRate,
    totals: orderTotals({ ...order, lines, shipments, payments, taxRate }, rounding),
  };
}

/** The taxes that are not what they were. */
function newTaxes(before: readonly TaxedLine[], after: readonly TaxedLine[]): TaxedLine[] {
  return after
    .filter(({ taxRate, taxTotal }, index) => taxRate !== before[index]?.taxRate || taxTotal !== before[index]?.taxTotal)
    .map(({ id, taxRate, taxTotal }) => ({ id, taxRate, taxTotal }));
}

function withTax<Item extends { readonly id: string }>(items: readonly Item[], taxes: readonly TaxDocumentLine[]): Item[] {
  const byId = new Map(taxes.map((line) => [line.id, line]));
  return items.map((item) => {
    const line = byId.get(item.id);
    if (!line) throw new Error(`the tax document has no line for ${item.id}`);
    return { ...item, taxRate: line.rate, taxTotal: owedOf(line) };
  });
}

/** What came back stays in the sale, and is owed no more. */
function owedOf({ tax, returned }: TaxDocumentLine): string {
  return returned ? exactly(Decimal(tax).minus(returned.tax)) : tax;
}
