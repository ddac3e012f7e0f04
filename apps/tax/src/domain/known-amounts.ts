import type { TaxAmounts, TaxDocumentLine } from '#contracts/events/tax.js';
import type { TaxedKind, TaxSale } from '#contracts/events/tax-transaction.js';

/** What the provider said of the sale, for an order that has changed since without changing that. What is new of it costs nothing. */
export function knownAmounts({ provider, currency, country, ...document }: TaxAmounts, sale: TaxSale): TaxAmounts {
  const of = (kind: TaxedKind): TaxDocumentLine[] => {
    const known = new Map(document[kind].map(({ returned: _, ...line }) => [line.id, line]));
    return sale[kind].map(
      ({ id, taxCode }) => known.get(id) ?? { id, taxable: '0', rate: '0', tax: '0', ...(taxCode !== undefined && { taxCode }) },
    );
  };
  const { orderTaxRate, orderDiscountTax, totalTax } = document;
  return {
    ...{ provider, currency, country, orderDiscount: sale.discount, orderTaxRate, orderDiscountTax },
    ...(sale.pricesIncludeTax && { pricesIncludeTax: true }),
    ...{ lines: of('lines'), shipments: of('shipments'), payments: of('payments'), totalTax },
  };
}
