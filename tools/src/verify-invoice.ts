import { countryCode } from './invoice-country.js';
import type { Invoice, InvoiceRow } from './invoice-file.js';
import { Exact } from './verify-exact.js';

/** What an invoice of the file must have become. */
export interface ExpectedOrder {
  readonly invoiceNo: string;
  readonly customerId: string | undefined;
  readonly country: string;
  readonly lines: readonly { readonly sku: string; readonly quantity: number; readonly price: string }[];
  /** Price of the shipment with everything. */
  readonly shippingPrice: string;
  readonly discount: string;
  /** How many there are of them; one unless told. What the first costs is what all do. */
  readonly shipments?: number;
}

const POSTAGE = ['POST', 'DOT', 'C2'];

/**
 * The order that an invoice must have become, by the rules of samples/README.md; undefined when none.
 * Says the same as the conversion in other words: what that one gets wrong would else be expected here too.
 */
export function expectedOrder({ invoiceNo, rows }: Invoice): ExpectedOrder | undefined {
  const [first] = rows;
  const sold = rows.filter((row) => row.quantity > 0 && !row.unitPrice.startsWith('-'));
  const country = first && countryCode(first.country);
  if (!first || !country || !/^\d/.test(invoiceNo) || sold.every((row) => isZero(row.unitPrice))) return undefined;
  const goods = sold.filter((row) => !POSTAGE.includes(row.stockCode));
  const postage = goods.length === 0 ? [] : sold.filter((row) => POSTAGE.includes(row.stockCode));
  const discounts = rows.filter((row) => row.stockCode === 'D' && row.quantity < 0 !== row.unitPrice.startsWith('-'));
  return {
    invoiceNo,
    customerId: first.customerId === '' ? undefined : `c-${first.customerId.split('.')[0]}`,
    country,
    lines: (goods.length === 0 ? sold : goods).map((row) => ({ sku: row.stockCode, quantity: row.quantity, price: row.unitPrice })),
    shippingPrice: amountOf(postage).toString(),
    discount: Exact.zero.minus(amountOf(discounts)).toString(),
  };
}

const amountOf = (rows: readonly InvoiceRow[]) =>
  Exact.sum(rows.map((row) => Exact.of(row.unitPrice).times(Exact.of(String(row.quantity)))));
const isZero = (amount: string) => /^-?0+(\.0+)?$/.test(amount);
