import type { InvoicedQuantity } from '#contracts/commands/invoice-order.js';
import type { InvoiceItem, InvoiceKind, InvoiceTotals } from '#contracts/invoice.js';
import { Decimal, zero } from '#contracts/money.js';
import { type Refusal, refuse } from '#contracts/refusals.js';
import type { Rounding } from '#contracts/tax-rounding.js';
import type { Invoice } from './invoice.js';
import { type Counted, countedItems, isNothing, keyOf, minus, negated, noneOf, pieces, share, signOf } from './invoice-items.js';
import { type InvoicedOrder, partsOf, wholeTotals } from './invoice-parts.js';
import { negatedTotals, totalsLeft, totalsOf } from './invoice-totals.js';

/** Items of a document, and what they come to. */
interface Invoiced {
  readonly items: InvoiceItem[];
  readonly totals: InvoiceTotals;
}

/** What a draft is to hold; of a credit note, with what it takes back. */
export interface Drafted extends Invoiced {
  readonly kind: InvoiceKind;
  readonly credited?: Invoice;
}

/** Everything of which pieces are left to be invoiced. */
export function theRest(order: InvoicedOrder, currency: string, invoices: readonly Invoice[], rounding: Rounding): Invoiced | Refusal {
  const counted = countedIn(currency, invoices);
  const items = partsOf(order, currency, rounding).flatMap((part) => {
    const taken = of(counted, part);
    const quantity = invoiceable(part, taken);
    return quantity > 0 ? [take(part, taken, quantity, currency)] : [];
  });
  if (items.length === 0) return refuse('nothing-to-invoice', `nothing of the order in ${currency} is left to be invoiced`);
  return { items, totals: sums(items, order, currency, invoices, rounding) };
}

/** So many pieces of these lines, without the price of any shipment. */
export function chosenLines(
  lines: readonly InvoicedQuantity[],
  order: InvoicedOrder,
  currency: string,
  invoices: readonly Invoice[],
  rounding: Rounding,
): Invoiced | Refusal {
  const counted = countedIn(currency, invoices);
  const parts = new Map(partsOf(order, currency, rounding).map((part) => [keyOf(part), part]));
  const items: InvoiceItem[] = [];
  for (const [index, { lineId, quantity }] of lines.entries()) {
    const part = parts.get(keyOf({ part: 'line', id: lineId }));
    if (!part) return refuse('line-not-found', `the order has no line "${lineId}"`, `lines[${index}].lineId`);
    if (items.some(({ id }) => id === lineId)) return refuse('invalid-input', 'a line may be named once', `lines[${index}].lineId`);
    const taken = of(counted, part);
    const left = invoiceable(part, taken);
    if (quantity > left) return refuse('quantity-above-invoiceable', `${left} of it are left to be invoiced`, `lines[${index}].quantity`);
    items.push(take(part, taken, quantity, currency));
  }
  return { items, totals: sums(items, order, currency, invoices, rounding) };
}

/** What a shipment holds, as far as it is not invoiced yet, with the shipment's price. */
export function shipmentContent(
  shipmentId: string,
  order: InvoicedOrder,
  currency: string,
  invoices: readonly Invoice[],
  rounding: Rounding,
): Invoiced | Refusal {
  const shipment = order.shipments.find(({ id }) => id === shipmentId);
  if (!shipment) return refuse('shipment-not-found', `the order has no shipment "${shipmentId}"`, 'shipmentId');
  const counted = countedIn(currency, invoices);
  const held = new Map(shipment.items.map(({ lineId, quantity }) => [keyOf({ part: 'line', id: lineId }), quantity]));
  held.set(keyOf({ part: 'shipment', id: shipmentId }), 1);
  const items = partsOf(order, currency, rounding).flatMap((part) => {
    const taken = of(counted, part);
    const quantity = Math.min(held.get(keyOf(part)) ?? 0, invoiceable(part, taken));
    return quantity > 0 ? [take(part, taken, quantity, currency)] : [];
  });
  if (items.length === 0) return refuse('nothing-to-invoice', 'all that the shipment holds is invoiced', 'shipmentId');
  return { items, totals: sums(items, order, currency, invoices, rounding) };
}

/** What is due now less what was invoiced: an invoice of what is more, or a credit note of what is less. What was given back by a credit note of an invoice stays given back. */
export function difference(
  order: InvoicedOrder,
  currency: string,
  invoices: readonly Invoice[],
  rounding: Rounding,
  asked: InvoiceKind = 'invoice',
): Drafted | Refusal {
  const counted = countedIn(currency, invoices);
  const parts = partsOf(order, currency, rounding);
  const known = new Set(parts.map(keyOf));
  const gone = [...counted].filter(([key]) => !known.has(key)).map(([, taken]) => noneOf((taken.at(-1) as Counted).item));
  const items = [...parts, ...gone].map((part) => partDifference(part, of(counted, part), currency)).filter((item) => !isNothing(item));
  if (items.length === 0) {
    return refuse(asked === 'invoice' ? 'nothing-to-invoice' : 'nothing-to-credit', 'what is due is what was invoiced');
  }
  const totals = sums(items, order, currency, invoices, rounding);
  if (Decimal(totals.total).eq(zero)) return { items, totals, kind: asked };
  if (Decimal(totals.total).gt(zero)) return { items, totals, kind: 'invoice' };
  return { items: items.map(negated), totals: negatedTotals(totals, currency), kind: 'credit-note' };
}

/** What of a part is not invoiced by what the order says now, or is too much. */
function partDifference(part: InvoiceItem, taken: readonly Counted[], currency: string): InvoiceItem {
  const refunded = -pieces(taken.filter(({ isRefund }) => isRefund));
  const invoiced = pieces(taken.filter(({ isRefund }) => !isRefund));
  // What the order has less of by now is given back for that; the rest of what was given back stays so.
  const givenBack = Math.max(0, refunded - Math.max(0, invoiced - part.quantity));
  return minus(givenBack === 0 ? part : share(part, part.quantity - givenBack, currency), taken);
}

/** Pieces that no invoice holds; what a credit note of an invoice gave back is not invoiced again. */
function invoiceable(part: InvoiceItem, taken: readonly Counted[]): number {
  return part.quantity - pieces(taken.filter(({ isRefund }) => !isRefund));
}

/** The last pieces take what the others left of the amounts, if those were at the same price. */
function take(part: InvoiceItem, taken: readonly Counted[], quantity: number, currency: string): InvoiceItem {
  const before = taken.filter(({ isRefund }) => !isRefund);
  const isSame = ({ item }: Counted) => ['price', 'discount', 'taxRate'].every((name) => item[name as 'price'] === part[name as 'price']);
  return share(part, quantity, currency, before.every(isSame) ? minus(part, before) : part);
}

/** Rounded by themselves, or where nothing is left after them, what the documents before leave of the order's totals. */
function sums(
  items: readonly InvoiceItem[],
  order: InvoicedOrder,
  currency: string,
  invoices: readonly Invoice[],
  rounding: Rounding,
): InvoiceTotals {
  const counted = countedIn(currency, invoices);
  const added = new Map(items.map((item) => [keyOf(item), item]));
  const parts = partsOf(order, currency, rounding);
  const all = new Map([
    ...[...counted].map(([key, [first]]) => [key, noneOf((first as Counted).item)] as const),
    ...parts.map((part) => [keyOf(part), part] as const),
  ]);
  const isComplete = [...all].every(([key, part]) => {
    const item = added.get(key);
    const taken = [...of(counted, part), ...(item ? [{ item, sign: 1 as const, isRefund: false }] : [])];
    return isNothing(minus(part, taken));
  });
  if (!isComplete) return totalsOf(items, currency, rounding);
  const before = inCurrency(currency, invoices).map(({ totals, kind }) => ({ totals, sign: signOf(kind) }));
  return totalsLeft(wholeTotals(order, currency), before, currency);
}

function inCurrency(currency: string, invoices: readonly Invoice[]): Invoice[] {
  return invoices.filter((invoice) => invoice.currency === currency);
}

function countedIn(currency: string, invoices: readonly Invoice[]): Map<string, Counted[]> {
  return countedItems(inCurrency(currency, invoices));
}

function of(counted: ReadonlyMap<string, Counted[]>, part: InvoiceItem): readonly Counted[] {
  return counted.get(keyOf(part)) ?? [];
}
