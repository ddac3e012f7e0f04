import type { QuoteTax, TaxDelivery } from '#contracts/commands/quote-tax.js';
import type { OrderEditedData } from '#contracts/events/order.js';
import type { TaxDocumentLine } from '#contracts/events/tax.js';
import type { TaxSale } from '#contracts/events/tax-transaction.js';
import { Decimal, exactly } from '#contracts/money.js';
import type { PlacedOrder, RequestedShipment } from '#contracts/order.js';
import type { OrderLine } from '#contracts/order-line.js';
import { deliveriesOf } from '#contracts/tax-sale.js';
import type { Taxable } from '../providers/tax-provider.js';
import { asPriced } from './included-tax.js';
import type { TaxDocument } from './tax-document.js';

/** What a store says of quotes that do not. */
export interface Home {
  readonly country: string;
  readonly tax: Pick<TaxSale, 'pricesIncludeTax'>;
}

/** What is taxed of an order as it was placed; `home` is the store's country, for an order without a shipping address. */
export function taxableOfOrder(order: PlacedOrder, home: string): Taxable {
  return {
    currency: order.currency,
    country: order.addresses.shipping?.country ?? home,
    discount: order.discount,
    taxRate: order.taxRate,
    ...(order.pricesIncludeTax && { pricesIncludeTax: true }),
    lines: order.lines.map(taxableOfLine),
    shipments: order.shipments.map(taxableOfShipment),
    payments: order.payments.map(({ id, currency, price, discount, taxRate }) => ({
      ...partOf(id, currency),
      amount: exactly(Decimal(price).minus(discount)),
      taxRate,
    })),
    ...someOf(deliveriesOf(order.shipments)),
  };
}

/** What is taxed after an edit: as it was, with what the edit changed. */
export function taxableAfterEdit<Before extends Taxable>(before: Before, edit: OrderEditedData): Before {
  const removed = new Set(edit.removedLines.map(({ id }) => id));
  const changed = new Set(edit.shipments.map(({ id }) => id));
  const { deliveries = [], ...rest } = before;
  const untouched = deliveries.filter(({ id }) => !changed.has(id));
  return {
    ...(rest as Before),
    discount: edit.discount,
    taxRate: edit.taxRate,
    lines: replaced(before.lines, edit.lines.map(taxableOfLine)).filter(({ id }) => !removed.has(id)),
    shipments: replaced(before.shipments, edit.shipments.map(taxableOfShipment)),
    ...someOf([...untouched, ...deliveriesOf(edit.shipments)]),
  };
}

/** What was taxed, with the rates that were found. */
export function taxableOfDocument(document: TaxDocument): Taxable {
  const taxable = (line: TaxDocumentLine) => ({
    ...partOf(line.id, line.currency),
    amount: exactly(asPriced(line, document)),
    taxRate: line.rate,
    ...(line.taxCode === undefined ? {} : { taxCode: line.taxCode }),
  });
  return {
    currency: document.currency,
    country: document.country,
    discount: document.orderDiscount,
    taxRate: document.orderTaxRate,
    ...(document.pricesIncludeTax && { pricesIncludeTax: true }),
    lines: document.lines.map(taxable),
    shipments: document.shipments.map(taxable),
    payments: document.payments.map(taxable),
  };
}

/** What is asked about; in `home`, and with tax in its amounts, where it does not say otherwise. */
export function taxableOfQuote({ currency, country, discount = '0', taxRate = '0', ...amounts }: QuoteTax, home: Home): Taxable {
  const includesTax = amounts.pricesIncludeTax ?? home.tax.pricesIncludeTax;
  return {
    currency,
    country: country ?? home.country,
    discount,
    taxRate,
    ...(includesTax && { pricesIncludeTax: true }),
    lines: amounts.lines,
    shipments: amounts.shipments ?? [],
    payments: amounts.payments ?? [],
    ...someOf(amounts.deliveries),
  };
}

function taxableOfLine({ id, sku, quantity, extendedPrice, taxCode, taxRate }: OrderLine) {
  return { id, amount: extendedPrice, taxRate, sku, quantity, ...(taxCode === undefined ? {} : { taxCode }) };
}

function someOf(deliveries: readonly TaxDelivery[] = []): { readonly deliveries?: TaxDelivery[] } {
  return deliveries.length > 0 ? { deliveries: [...deliveries] } : {};
}

/** Named only where it is not that of the whole. */
function partOf(id: string, currency: string | undefined) {
  return { id, ...(currency === undefined ? {} : { currency }) };
}

function taxableOfShipment({ id, currency, price, fee, discount, taxRate }: RequestedShipment) {
  return { ...partOf(id, currency), amount: exactly(Decimal(price).plus(fee).minus(discount)), taxRate };
}

function replaced<Item extends { readonly id: string }>(items: readonly Item[], changed: readonly Item[]): Item[] {
  const byId = new Map([...items, ...changed].map((item) => [item.id, item]));
  return [...byId.values()];
}
