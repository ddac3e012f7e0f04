import type { TaxDocumentLine } from '#contracts/events/tax.js';
import type { ReturnedPart, TaxSale } from '#contracts/events/tax-transaction.js';
import { Decimal } from '#contracts/money.js';

type Pricing = Pick<TaxSale, 'pricesIncludeTax'>;

/** What of a part that goes back is before tax, by how the amounts of its sale are. */
export function beforeTax({ net, tax = '0' }: Pick<ReturnedPart, 'net' | 'tax'>, { pricesIncludeTax }: Pricing): Decimal {
  return pricesIncludeTax ? Decimal(net).minus(tax) : Decimal(net);
}

/** What a line of a tax document comes to as its order has it: with its tax, where prices include it. */
export function asPriced({ taxable, tax }: Pick<TaxDocumentLine, 'taxable' | 'tax'>, { pricesIncludeTax }: Pricing): Decimal {
  return pricesIncludeTax ? Decimal(taxable).plus(tax) : Decimal(taxable);
}
