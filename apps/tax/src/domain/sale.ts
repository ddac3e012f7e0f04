import type { QuoteTax } from '#contracts/commands/quote-tax.js';
import type { TaxSale } from '#contracts/events/tax-transaction.js';
import type { PlacedOrder } from '#contracts/order.js';
import type { EditableDetails } from '#contracts/order-details.js';
import { buyerOf, placeOf } from '#contracts/tax-sale.js';
import { type Home, taxableOfOrder, taxableOfQuote } from './taxable.js';

type Details = Pick<EditableDetails, 'addresses' | 'customer' | 'attributes'>;

/** What a provider outside has to know of an order as it was placed. */
export function saleOfOrder(order: PlacedOrder, home: string): TaxSale {
  return withDetails({ ...copied(taxableOfOrder(order, home)), date: order.placedAt.slice(0, 10) }, order, home);
}

/** The same for somebody else, or elsewhere. */
export function withDetails(sale: Omit<TaxSale, 'address' | 'buyer'>, details: Details, home: string): TaxSale {
  const { address: _, buyer: __, ...rest } = sale as TaxSale;
  const { shipping } = details.addresses;
  return {
    ...rest,
    country: shipping?.country ?? home,
    ...(shipping && { address: placeOf(shipping) }),
    buyer: buyerOf(details),
  };
}

/** What is asked about, as if it were sold on this day. */
export function saleOfQuote(request: QuoteTax, home: Home, date: string): TaxSale {
  const { address, buyer } = request;
  const country = address?.country ?? request.country ?? home.country;
  return {
    ...copied(taxableOfQuote(request, home)),
    country,
    ...(address && { address: placeOf(address) }),
    ...(buyer && { buyer }),
    date,
  };
}

function copied<Parts extends { lines: readonly unknown[]; shipments: readonly unknown[]; payments: readonly unknown[] }>(taxable: Parts) {
  const { lines, shipments, payments } = taxable;
  return { ...taxable, lines: [...lines], shipments: [...shipments], payments: [...payments] } as unknown as TaxSale;
}
