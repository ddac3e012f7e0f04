import Big from 'big.js';
import { rowAmount, sumOf, writtenAmount } from './invoice-amount.js';
import { countryCode } from './invoice-country.js';
import type { Invoice, InvoiceRow } from './invoice-file.js';

/** Why rows do not become part of an order; samples/README.md explains each. */
export type LeftOutReason =
  | 'credit note'
  | 'bad-debt adjustment'
  | 'stock write-off'
  | 'free of charge'
  | 'nothing sold'
  | 'unknown country'
  | 'negative line in a sale';

/** Rows of one invoice that are not placed, with what they come to in GBP, signed and exact. */
export interface LeftOut {
  readonly invoiceNo: string;
  readonly reason: LeftOutReason;
  /** Whether this is the whole invoice, or some rows of one that is placed. */
  readonly whole: boolean;
  readonly rows: number;
  readonly sum: string;
}

/** The body of `POST /v1/orders` as this conversion fills it. */
export interface InvoiceOrder {
  readonly storeId: 'uk';
  readonly currency: 'GBP';
  readonly externalId: string;
  readonly customer?: { readonly id: string };
  readonly addresses: { readonly shipping: { readonly country: string } };
  readonly lines: readonly InvoiceOrderLine[];
  readonly discount?: string;
  readonly shipments?: readonly InvoiceShipment[];
  readonly payments?: readonly { readonly gateway: 'manual' }[];
  readonly attributes: Readonly<Record<'source' | 'invoiceDate' | 'invoiceCountry', string>>;
}

interface InvoiceOrderLine {
  readonly sku: string;
  readonly name: string;
  readonly quantity: number;
  readonly price: string;
}

interface InvoiceShipment {
  readonly method: 'standard';
  readonly price: string;
  readonly items: readonly { readonly line: number; readonly quantity: number }[];
}

/** What became of one invoice: `sum` is the order's amount before tax, and with the sums left out it is the sum of all rows. */
export interface ConvertedInvoice {
  readonly invoiceNo: string;
  readonly order?: { readonly idempotencyKey: string; readonly sum: string; readonly body: InvoiceOrder };
  readonly leftOut: readonly LeftOut[];
}

const shippingCodes = new Set(['POST', 'DOT', 'C2']);
const isShippingCharge = (row: InvoiceRow) => shippingCodes.has(row.stockCode);
const isSale = (row: InvoiceRow) => row.quantity > 0 && rowAmount(row).gt('0');
const isNegative = (row: InvoiceRow) => row.quantity <= 0 || rowAmount(row).lt('0');
const isDiscount = (row: InvoiceRow) => row.stockCode === 'D' && rowAmount(row).lt('0');

/** Turns an invoice into an order to place, or says why it is left out. No amount is lost or rounded on the way. */
export function convertInvoice(invoice: Invoice): ConvertedInvoice {
  const reason = reasonToLeaveOut(invoice);
  if (reason) return { invoiceNo: invoice.invoiceNo, leftOut: [leftOut(invoice, reason, invoice.rows)] };

  const discounts = invoice.rows.filter(isDiscount);
  const negative = invoice.rows.filter((row) => isNegative(row) && !isDiscount(row));
  const charged = invoice.rows.filter((row) => !isNegative(row));
  const goods = charged.filter((row) => !isShippingCharge(row));
  // An order needs a line, so postage that was sold alone is the line.
  const lines = goods.length > 0 ? goods : charged;
  const shippingCharges = goods.length > 0 ? charged.filter(isShippingCharge) : [];

  return {
    invoiceNo: invoice.invoiceNo,
    order: {
      idempotencyKey: `online-retail-${invoice.invoiceNo}`,
      sum: writtenAmount(sumOf([...charged, ...discounts].map(rowAmount))),
      body: orderBody(invoice, lines, shippingCharges, discounts),
    },
    leftOut: negative.length > 0 ? [leftOut(invoice, 'negative line in a sale', negative)] : [],
  };
}

function reasonToLeaveOut({ invoiceNo, rows }: Invoice): LeftOutReason | undefined {
  if (invoiceNo.startsWith('C')) return 'credit note';
  if (invoiceNo.startsWith('A')) return 'bad-debt adjustment';
  if (!rows.some(isSale)) {
    const free = rows.every((row) => rowAmount(row).eq('0'));
    if (free && rows.every((row) => row.quantity < 0)) return 'stock write-off';
    return free && rows.every((row) => row.quantity > 0) ? 'free of charge' : 'nothing sold';
  }
  return countryCode(firstOf(rows).country) ? undefined : 'unknown country';
}

function orderBody(invoice: Invoice, lines: InvoiceRow[], shippingCharges: InvoiceRow[], discounts: InvoiceRow[]): InvoiceOrder {
  const { customerId, country, invoiceDate } = firstOf(invoice.rows);
  const customer = customerId.replace(/\.0$/, '');
  return {
    storeId: 'uk',
    currency: 'GBP',
    externalId: invoice.invoiceNo,
    ...(customer !== '' && { customer: { id: `c-${customer}` } }),
    addresses: { shipping: { country: countryCode(country) as string } },
    lines: lines.map((row) => ({
      sku: row.stockCode,
      name: row.description || row.stockCode,
      quantity: row.quantity,
      price: writtenAmount(Big(row.unitPrice)),
    })),
    ...(discounts.length > 0 && { discount: writtenAmount(sumOf(discounts.map(rowAmount)).neg()) }),
    ...(shippingCharges.length > 0 && { shipments: [shipmentOfEverything(lines, shippingCharges)] }),
    // Guests pay explicitly and account holders by the store's default, so that a replay goes both ways.
    ...(customer === '' && { payments: [{ gateway: 'manual' as const }] }),
    attributes: { source: 'online-retail', invoiceDate, invoiceCountry: country },
  };
}

function shipmentOfEverything(lines: InvoiceRow[], shippingCharges: InvoiceRow[]): InvoiceShipment {
  return {
    method: 'standard',
    price: writtenAmount(sumOf(shippingCharges.map(rowAmount))),
    items: lines.map((row, line) => ({ line, quantity: row.quantity })),
  };
}

function leftOut(invoice: Invoice, reason: LeftOutReason, rows: readonly InvoiceRow[]): LeftOut {
  return {
    invoiceNo: invoice.invoiceNo,
    reason,
    whole: rows === invoice.rows,
    rows: rows.length,
    sum: writtenAmount(sumOf(rows.map(rowAmount))),
  };
}

function firstOf(rows: readonly InvoiceRow[]): InvoiceRow {
  const [first] = rows;
  if (!first) throw new Error('an invoice without rows');
  return first;
}
