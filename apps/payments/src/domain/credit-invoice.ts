import type { DraftInvoice } from '#contracts/commands/invoice-order.js';
import type { InvoiceItem } from '#contracts/invoice.js';
import { Decimal } from '#contracts/money.js';
import { type Refusal, refuse } from '#contracts/refusals.js';
import type { Rounding } from '#contracts/tax-rounding.js';
import type { Invoice } from './invoice.js';
import { type Counted, countedItems, isNothing, keyOf, minus, pieces, share } from './invoice-items.js';
import { totalsLeft, totalsOf } from './invoice-totals.js';
import type { Drafted } from './invoiced.js';

/** What a credit note takes back of an invoice: chosen pieces, or all that is left of it. `invoices` are the order's that count. */
export function creditOf({ invoiceId, lines }: DraftInvoice, invoices: readonly Invoice[], rounding: Rounding): Drafted | Refusal {
  const invoice = invoices.find((each) => each.invoiceId === invoiceId && each.kind === 'invoice');
  if (!invoice) return refuse('not-found', 'the order has no such invoice that counts', 'invoiceId');
  if (invoice.status === 'Draft') return refuse('invoice-not-issued', 'void the draft instead', 'invoiceId');
  const before = invoices.filter((each) => each.creditedInvoiceId === invoiceId);
  const [credited, everything] = [countedItems(before), countedItems(invoices)];
  const left = invoice.items.map((item) => creditable(item, credited.get(keyOf(item)) ?? [], everything.get(keyOf(item)) ?? []));
  const items: InvoiceItem[] = [];
  for (const [index, { lineId, quantity }] of (lines ?? []).entries()) {
    const found = left.find(({ item }) => item.part === 'line' && item.id === lineId);
    if (!found) return refuse('line-not-found', `the invoice has no line "${lineId}"`, `lines[${index}].lineId`);
    if (items.some(({ id }) => id === lineId)) return refuse('invalid-input', 'a line may be named once', `lines[${index}].lineId`);
    if (quantity > found.most) {
      return refuse('quantity-above-creditable', `${found.most} of it are left to be taken back`, `lines[${index}].quantity`);
    }
    items.push(share(found.item, quantity, invoice.currency, found.rest));
  }
  if (!lines) items.push(...left.flatMap((each) => allOf(each, invoice.currency)));
  if (items.length === 0) return refuse('nothing-to-credit', 'all of the invoice is taken back', 'invoiceId');
  const totals = creditTotals(invoice, items, before, rounding);
  const { total: open } = totalsLeft(invoice.totals, sumsOf(before), invoice.currency);
  // Pieces are given back at their own price, and the invoice may have a discount on the whole.
  if (Decimal(totals.total).gt(open)) return refuse('credit-exceeds-invoice', `${open} of the invoice is not given back yet`, 'lines');
  return { kind: 'credit-note', credited: invoice, items, totals };
}

interface Creditable {
  readonly item: InvoiceItem;
  /** What no credit note of this invoice has taken. */
  readonly rest: InvoiceItem;
  /** Pieces that can be taken back: some may have been by what the order has less of. */
  readonly most: number;
}

function creditable(item: InvoiceItem, credited: readonly Counted[], everything: readonly Counted[]): Creditable {
  const rest = minus(item, credited.map(turned));
  return { item, rest, most: Math.max(0, Math.min(rest.quantity, pieces(everything))) };
}

function allOf({ item, rest, most }: Creditable, currency: string): InvoiceItem[] {
  if (item.quantity > 0) return most > 0 ? [share(item, most, currency, rest)] : [];
  return isNothing(rest) ? [] : [rest];
}

/** By themselves, or where nothing is left of the invoice after them, what is left of its totals. */
function creditTotals(invoice: Invoice, items: readonly InvoiceItem[], before: readonly Invoice[], rounding: Rounding) {
  const counted = countedItems(before);
  const isWhole = invoice.items.every((item) => {
    const added = items.find((each) => keyOf(each) === keyOf(item));
    const taken = (counted.get(keyOf(item)) ?? []).map(turned);
    return isNothing(minus(item, added ? [...taken, { item: added, sign: 1, isRefund: true }] : taken));
  });
  if (!isWhole) return totalsOf(items, invoice.currency, { ...rounding, pricesIncludeTax: invoice.pricesIncludeTax ?? false });
  return totalsLeft(invoice.totals, sumsOf(before), invoice.currency);
}

function sumsOf(credits: readonly Invoice[]) {
  return credits.map(({ totals }) => ({ totals, sign: 1 as const }));
}

/** As what it takes of the invoice, rather than off the order. */
function turned({ item, isRefund }: Counted): Counted {
  return { item, sign: 1, isRefund };
}
