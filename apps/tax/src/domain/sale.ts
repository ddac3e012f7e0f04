import type { QuoteTax, TaxBuyer } from '#contracts/commands/quote-tax.js';
import type { TaxSale } from '#contracts/events/tax-transaction.js';
import type { PlacedOrder } from '#contracts/order.js';
import type { EditableDetails } from '#contracts/order-details.js';
import type { Address } from '#contracts/parties.js';
import { taxableOfOrder, taxableOfQuote } from './taxable.js';

type Details = Pick<EditableDetails, 'addresses' | 'customer' | 'attributes'>;

/** What a provider outside has to know of an order as it was placed. */
export function saleOfOrder(order: PlacedOrder, home: string): TaxSale {
  return withDetails({ ...copied(taxableOfOrder(order, home)), date: order.placedAt.slice(0, 10) }, order, home);
}

/** The same for somebody else, or elsewhere. */
export function withDetails(sale: Omit<TaxSale, 'address' | 'buyer'>, { addresses, customer, attributes }: Details, home: string): TaxSale {
  const { address: _, buyer: __, ...rest } = sale as TaxSale;
  const { shipping } = addresses;
  return {
    ...rest,
    country: shipping?.country ?? home,
    ...(shipping && { address: placeOf(shipping) }),
    buyer: buyerOf(customer?.id, attributes),
  };
}

/** What is asked about, as if it were sold on this day. */
export function saleOfQuote(request: QuoteTax, home: string, date: string): TaxSale {
  const { address, buyer } = request;
  const country = address?.country ?? request.country ?? home;
  return {
    ...copied(taxableOfQuote(request, home)),
    country,
    ...(address && { address: placeOf(address) }),
    ...(buyer && { buyer }),
    date,
  };
}

/** Of an order's custom fields, those that matter to tax. */
function buyerOf(customerId: string | undefined, attributes: Details['attributes']): TaxBuyer {
  const fields = { exemptionNumber: 'taxExemptionNumber', useCode: 'taxUseCode', taxNumber: 'taxNumber' };
  const said = Object.entries(fields).flatMap(([field, name]) => {
    const text = Object.hasOwn(attributes, name) ? String(attributes[name]).trim().slice(0, 25) : '';
    return text === '' ? [] : [[field, text]];
  });
  return { ...(customerId === undefined ? {} : { customerId }), ...Object.fromEntries(said) };
}

/** Nobody's name leaves the house with it. */
function placeOf({ country, line1, line2, city, region, postalCode }: Address): Address {
  const place = { country, line1, line2, city, region, postalCode };
  return Object.fromEntries(Object.entries(place).filter(([, text]) => text !== undefined)) as unknown as Address;
}

function copied<Parts extends { lines: readonly unknown[]; shipments: readonly unknown[]; payments: readonly unknown[] }>(taxable: Parts) {
  const { lines, shipments, payments } = taxable;
  return { ...taxable, lines: [...lines], shipments: [...shipments], payments: [...payments] } as unknown as TaxSale;
}
