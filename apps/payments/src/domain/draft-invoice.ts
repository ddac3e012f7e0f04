import type { DraftInvoice } from '#contracts/commands/invoice-order.js';
import { InvoiceDrafted } from '#contracts/events/invoice.js';
import type { InvoiceContent, InvoiceKind, InvoiceTotals, LegalEntity } from '#contracts/invoice.js';
import { Decimal, zero } from '#contracts/money.js';
import { type Decision, isRefusal, type Refusal, refuse } from '#contracts/refusals.js';
import type { Rounding } from '#contracts/tax-rounding.js';
import { creditOf } from './credit-invoice.js';
import { type Invoice, type InvoiceEvent, live } from './invoice.js';
import type { InvoicedOrder } from './invoice-parts.js';
import { taxesOf } from './invoice-totals.js';
import { chosenLines, type Drafted, difference, shipmentContent, theRest } from './invoiced.js';

/** What the service knows, and the decision needs. */
export interface Drafting {
  readonly invoiceId: string;
  readonly turn: number;
  readonly seller: LegalEntity;
  /** The country of delivery of an order that says none. */
  readonly country: string;
  /** How the store computes the amounts of the order. */
  readonly rounding: Rounding;
  /** See `Taxing`: so it is where the store's tax is computed outside. */
  readonly discountInLines: boolean;
}

/** A draft of what `command` names of an order, of which `invoices` are there already, the void ones among them. A repeat changes nothing. */
export function draftInvoice(
  existing: Invoice | null,
  { invoiceId, turn, seller, country, rounding, discountInLines }: Drafting,
  command: DraftInvoice,
  order: InvoicedOrder,
  invoices: readonly Invoice[],
): Decision<InvoiceEvent> {
  if (existing) return [];
  if (order.tax.status !== 'calculated' && order.cancelledAt === undefined) {
    return refuse('tax-not-calculated', 'the tax of the order is being computed; try again in a moment');
  }
  const currency = command.currency ?? order.currency;
  const invoiced = contentOf(command, order, currency, live(invoices), rounding);
  if (isRefusal(invoiced)) return invoiced;
  const { kind, items, totals, credited } = invoiced;
  if (command.kind !== undefined && command.kind !== kind) return wrongKind(kind, totals);
  if (Decimal(totals.total).lt(zero)) return refuse('total-below-zero', `it would come to ${totals.total} ${currency}`);
  const shipping = order.addresses.shipping;
  const { pricesIncludeTax = false } = credited ?? rounding;
  const taxes = taxesOf(items, shipping?.country ?? country, totals, currency, { pricesIncludeTax, discountInLines });
  const content: InvoiceContent = {
    ...{ invoiceId, kind, status: 'Draft' as const, number: `${order.number}-D${turn}` },
    ...{ orderId: order.id, orderNumber: order.number, storeId: order.storeId, source: command.from },
    ...(command.shipmentId === undefined ? {} : { shipmentId: command.shipmentId }),
    ...(credited && { creditedInvoiceId: credited.invoiceId, creditedNumber: credited.number }),
    seller,
    ...present({ customer: order.customer, organisation: order.organisation }),
    ...present({ billing: order.addresses.billing, shipping }),
    ...present({ purchaseOrderNumber: order.purchaseOrderNumber, language: order.language }),
    ...{ currency, ...(pricesIncludeTax && { pricesIncludeTax }), items, taxes, totals },
    ...present({ note: command.note, dueDate: command.dueDate }),
    ...{ payments: [], paidAmount: '0', turns: [turn] },
  };
  return [InvoiceDrafted(content)];
}

function contentOf(
  command: DraftInvoice,
  order: InvoicedOrder,
  currency: string,
  invoices: readonly Invoice[],
  rounding: Rounding,
): Drafted | Refusal {
  const misplaced = fieldObstacle(command);
  if (misplaced) return misplaced;
  if (command.from === 'invoice') return creditOf(command, invoices, rounding);
  if (command.from === 'difference') return difference(order, currency, invoices, rounding, command.kind);
  if (order.cancelledAt !== undefined) return refuse('order-cancelled', `it was cancelled at ${order.cancelledAt}`);
  const wanted =
    command.from === 'lines'
      ? chosenLines(command.lines ?? [], order, currency, invoices, rounding)
      : command.from === 'shipment'
        ? shipmentContent(command.shipmentId ?? '', order, currency, invoices, rounding)
        : theRest(order, currency, invoices, rounding);
  return isRefusal(wanted) ? wanted : { ...wanted, kind: 'invoice' };
}

const fieldsOf = {
  order: ['currency'],
  difference: ['currency'],
  lines: ['lines'],
  shipment: ['shipmentId'],
  invoice: ['invoiceId', 'lines'],
} as const;
const needed = { order: undefined, difference: undefined, lines: 'lines', shipment: 'shipmentId', invoice: 'invoiceId' } as const;

/** What must, and what must not, stand beside `from`. */
function fieldObstacle(command: DraftInvoice): Refusal | undefined {
  const missing = needed[command.from];
  if (missing && command[missing] === undefined) return refuse('invalid-input', `is needed with "${command.from}"`, missing);
  const allowed: readonly string[] = fieldsOf[command.from];
  const other = (['lines', 'shipmentId', 'invoiceId', 'currency'] as const).find(
    (name) => command[name] !== undefined && !allowed.includes(name),
  );
  return other && refuse('invalid-input', `does not go with "${command.from}"`, other);
}

function wrongKind(kind: InvoiceKind, { total }: InvoiceTotals): Refusal {
  if (kind === 'invoice') return refuse('nothing-to-credit', `${total} is still to be invoiced`, 'kind');
  return refuse('nothing-to-invoice', `${total} is to be taken back: that is a credit note`, 'kind');
}

/** Without the fields that are not there. */
function present<Fields extends object>(fields: Fields): { [Name in keyof Fields]?: NonNullable<Fields[Name]> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as never;
}
