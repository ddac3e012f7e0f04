import type { TaxableAmount } from '#contracts/commands/quote-tax.js';
import { discountRate } from '#contracts/discount-rate.js';
import { type TaxAmounts, TaxCalculated, type TaxDocumentLine } from '#contracts/events/tax.js';
import { amountIn, Decimal, exactly, roundTo, sum } from '#contracts/money.js';
import type { Decision } from '#contracts/refusals.js';
import { modeIn, type Rounding, taxOfDiscount, taxOn } from '#contracts/tax-rounding.js';
import type { RateProvider, Taxable } from '../providers/tax-provider.js';
import { asPriced } from './included-tax.js';
import type { TaxDocument, TaxEvent } from './tax-document.js';

/** The tax document's own facts, taken before the decision. */
export interface TaxDocumentHead {
  readonly taxDocumentId: string;
  readonly number: string;
  readonly orderId: string;
  readonly storeId: string;
  readonly orderVersion: number;
}

/** The tax of an order is computed and recorded. A newer version of the order is never overwritten by an older one, nor a cancelled document revived. */
export function calculateTax(
  document: TaxDocument | null,
  head: TaxDocumentHead,
  taxable: Taxable,
  provider: RateProvider,
  rounding: Rounding,
): Decision<TaxEvent> {
  if (document && (document.orderVersion >= head.orderVersion || document.status === 'Cancelled')) return [];
  const tax = taxAmounts(taxable, provider, rounding);
  return [TaxCalculated({ ...head, number: document?.number ?? head.number, documentType: 'SalesInvoice', status: 'Saved', ...tax })];
}

/** The tax on every line, shipment and payment, rounded each or only in sum, as the store does it. */
export function taxAmounts(taxable: Taxable, provider: RateProvider, rounding: Rounding): TaxAmounts {
  const taxed = (amount: TaxableAmount): TaxDocumentLine => {
    const rate = provider.rateOf(taxable, amount);
    const { id, amount: priced, currency, taxCode } = amount;
    const tax = taxOn(Decimal(priced), rate, currency ?? taxable.currency, rounding);
    const before = rounding.pricesIncludeTax ? Decimal(priced).minus(tax) : Decimal(priced);
    const more = { ...(currency === undefined ? {} : { currency }), ...(taxCode === undefined ? {} : { taxCode }) };
    return { id, taxable: exactly(before), rate, tax: exactly(tax), ...more };
  };
  const lines = taxable.lines.map(taxed);
  const shipments = taxable.shipments.map(taxed);
  const payments = taxable.payments.map(taxed);
  const orderTaxRate =
    provider.name === 'rates'
      ? taxable.taxRate
      : discountRate(
          lines.map((line) => ({ amount: exactly(asPriced(line, rounding)), rate: line.rate })),
          rounding.pricesIncludeTax,
        );
  const all = Map.groupBy([...lines, ...shipments, ...payments], ({ currency }) => currency ?? taxable.currency);
  const taxesIn = (currency: string) => sum((all.get(currency) ?? []).map(({ tax }) => Decimal(tax)));
  const rounded = (tax: Decimal, currency: string) => amountIn(roundTo(tax, currency, modeIn(currency, rounding)), currency);
  const taxes = taxesIn(taxable.currency);
  const others = [...all.keys()].filter((currency) => currency !== taxable.currency).sort();
  const orderDiscountTax = taxOfDiscount(taxable.discount, orderTaxRate, taxes, taxable.currency, rounding);
  return {
    provider: provider.name,
    currency: taxable.currency,
    country: taxable.country,
    orderDiscount: taxable.discount,
    orderTaxRate,
    orderDiscountTax: exactly(orderDiscountTax),
    ...(rounding.pricesIncludeTax && { pricesIncludeTax: true }),
    lines,
    shipments,
    payments,
    totalTax: rounded(taxes.minus(orderDiscountTax), taxable.currency),
    ...(others.length > 0 && { otherTaxes: others.map((currency) => ({ currency, totalTax: rounded(taxesIn(currency), currency) })) }),
  };
}
