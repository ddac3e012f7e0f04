import { createHash } from 'node:crypto';
import type { TaxDelivery } from '#contracts/commands/quote-tax.js';
import type { TaxSale } from '#contracts/events/tax-transaction.js';
import type { Address } from '#contracts/parties.js';
import type { AvataxPolicy } from '#platform/store-tax.js';
import { type ReturnToTell, TaxRefused } from '../tax-provider.js';
import { chargedLine, type SaleLine, saleLines } from './sale-lines.js';

const FREIGHT = 'FR020100';

/** What is asked of AvaTax, by names and days as they go over the wire. */
export interface SaleModel {
  readonly type: 'SalesOrder' | 'SalesInvoice' | 'ReturnInvoice';
  readonly code?: string;
  readonly commit?: boolean;
  readonly referenceCode: string;
  readonly [field: string]: unknown;
}

/** A sale as AvaTax takes it. `referenceCode` tells what was sent, so that it is known again when it is read back. Throws TaxRefused. */
export function saleModel(sale: TaxSale, policy: AvataxPolicy, companyCode: string, lineLimit: number): SaleModel {
  const { buyer = {} } = sale;
  const lines = saleLines(sale);
  if (lines.length > lineLimit)
    throw new TaxRefused(`${lines.length} lines are more than the ${lineLimit} that a document may have`, 'lines');
  const content = {
    companyCode,
    date: sale.date,
    customerCode: (buyer.customerId ?? 'guest').slice(0, 50),
    currencyCode: sale.currency,
    ...(buyer.exemptionNumber !== undefined && { exemptionNo: buyer.exemptionNumber }),
    ...(buyer.useCode !== undefined && { entityUseCode: buyer.useCode }),
    ...(buyer.taxNumber !== undefined && { businessIdentificationNo: buyer.taxNumber }),
    addresses: placesOf(undefined, sale, policy),
    lines: lines.map((line) => lineModel(line, sale, policy)),
  };
  return { type: 'SalesOrder', ...content, referenceCode: checksum(content) };
}

/**
 * What is given back of a sale, as AvaTax takes it: of the day on which it is, with the rates of the day of the sale, and on each line the tax that was charged.
 * Known again by what is given back alone, since the order may have moved since. Throws TaxRefused.
 */
export function returnModel(returned: ReturnToTell, policy: AvataxPolicy, companyCode: string, lineLimit: number): SaleModel {
  const { code, saleCode, date, parts, sale } = returned;
  const reason = `given back of ${saleCode}`;
  const { lines: _, ...head } = saleModel(sale, policy, companyCode, lineLimit);
  return {
    ...head,
    ...{ type: 'ReturnInvoice', code, commit: true, date, referenceCode: checksum({ saleCode, date, parts }) },
    taxOverride: { type: 'TaxDate', taxDate: sale.date, reason },
    lines: parts.map((each, index) => {
      const part = sale[each.kind].find(({ id }) => id === each.id) ?? { id: each.id, amount: '0' };
      const line = lineModel({ number: String(index + 1), ...chargedLine(each, part, sale) }, sale, policy);
      const { amount, taxOverride } = line;
      return {
        ...line,
        amount: -amount,
        ref1: saleCode,
        taxOverride: { ...taxOverride, taxAmount: -(taxOverride?.taxAmount ?? 0), reason },
      };
    }),
  };
}

function checksum(content: object): string {
  return createHash('sha256').update(JSON.stringify(content)).digest('hex').slice(0, 32);
}

interface LineModel {
  readonly number: string;
  readonly quantity: number;
  readonly amount: number;
  readonly taxIncluded?: true;
  readonly taxOverride?: { readonly type: 'TaxAmount'; readonly taxAmount: number; readonly reason: string };
}

function lineModel(line: SaleLine, sale: TaxSale, policy: AvataxPolicy): LineModel {
  const { number, kind, part, quantity, delivery, net, includesTax, tax } = line;
  const amount = Number(net.toFixed(2));
  if (!net.eq(amount.toFixed(2))) throw new TaxRefused(`the amount ${net.toFixed(2)} is too large`, kind);
  const own = { lines: part.taxCode, shipments: part.taxCode ?? policy.freightTaxCode ?? FREIGHT, payments: policy.paymentTaxCode };
  const taxCode = own[kind]?.slice(0, 25);
  return {
    ...{ number, quantity: quantity || 1, amount },
    ...(includesTax && { taxIncluded: true }),
    ...(taxCode !== undefined && { taxCode }),
    ...(part.sku !== undefined && { itemCode: part.sku.slice(0, 50) }),
    ...(tax && { taxOverride: { type: 'TaxAmount', taxAmount: Number(tax.toFixed(2)), reason: 'given back as it was charged' } }),
    ...(delivery && { addresses: placesOf(delivery, sale, policy) }),
  };
}

/** Whence and whither; those of a line take the place of all that the document has, so that both are named. */
function placesOf(delivery: TaxDelivery | undefined, { address, country }: TaxSale, { centres = [], shipFrom }: AvataxPolicy): object {
  const centre = centres.find(({ id }) => id === delivery?.from);
  return { shipFrom: place(centre?.address ?? shipFrom), shipTo: place(delivery?.to ?? address ?? { country }) };
}

/** Where it is, and nothing of who is there. */
function place({ line1, line2, city, region, postalCode, country }: Address): object {
  const limits = { line1: 50, line2: 100, city: 50, region: 100, postalCode: 11, country: 2 };
  const given = Object.entries({ line1, line2, city, region, postalCode, country }).filter(([, text]) => text);
  return Object.fromEntries(given.map(([name, text]) => [name, text?.slice(0, limits[name as keyof typeof limits])]));
}
