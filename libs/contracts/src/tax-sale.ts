import type { TaxBuyer, TaxDelivery } from './commands/quote-tax.js';
import { isWithdrawn, type RequestedShipment } from './order.js';
import type { EditableDetails } from './order-details.js';
import type { Address } from './parties.js';

/** Who buys, by the order's customer and those of its custom fields that matter to tax. */
export function buyerOf({ customer, attributes }: Pick<EditableDetails, 'customer' | 'attributes'>): TaxBuyer {
  const fields = { exemptionNumber: 'taxExemptionNumber', useCode: 'taxUseCode', taxNumber: 'taxNumber' };
  const said = Object.entries(fields).flatMap(([field, name]) => {
    const text = Object.hasOwn(attributes, name) ? String(attributes[name]).trim().slice(0, 25) : '';
    return text === '' ? [] : [[field, text]];
  });
  return { ...(customer && { customerId: customer.id }), ...Object.fromEntries(said) };
}

/** Where it is, and nobody's name: that need not leave the house for a tax. */
export function placeOf({ country, line1, line2, city, region, postalCode }: Address): Address {
  const place = { country, line1, line2, city, region, postalCode };
  return Object.fromEntries(Object.entries(place).filter(([, text]) => text !== undefined)) as unknown as Address;
}

/** What comes from a centre that is named, or is picked up somewhere. */
export function deliveriesOf(shipments: readonly RequestedShipment[]): TaxDelivery[] {
  return shipments
    .filter((shipment) => !isWithdrawn(shipment))
    .map(({ id, fulfilmentCentre: from, pickupLocation, items }) => {
      const to = pickupLocation?.address;
      return { id, ...(from !== undefined && { from }), ...(to && { to: placeOf(to) }), items };
    })
    .filter(({ from, to }) => from !== undefined || to);
}
