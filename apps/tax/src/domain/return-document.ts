import type { TaxAmounts, TaxDetail, TaxDocumentLine, TaxReturnedData } from '#contracts/events/tax.js';
import type { ReturnedPart, TaxedKind, TaxReturn } from '#contracts/events/tax-transaction.js';
import { amountIn, Decimal, exactly, roundTo, sum, zero } from '#contracts/money.js';
import { beforeTax } from './included-tax.js';
import { sharedOut } from './shared-out.js';
import type { TaxReturnDocument } from './tax-return.js';
import type { TaxTransaction } from './tax-transaction.js';

type Sold = Pick<TaxTransaction, 'orderId' | 'storeId' | 'taxNumber'>;

/** The tax document of a return: the parts of the sale that it gives back, below zero. `before` are the others of the order, whose details are taken off first. */
export function returnDocument(
  { id, number, code, date, parts }: TaxReturn,
  { orderId, storeId, taxNumber: saleNumber }: Sold,
  sale: TaxAmounts,
  before: readonly TaxReturnDocument[],
): TaxReturnedData {
  const others = before.filter(({ taxDocumentId, status }) => taxDocumentId !== id && status === 'Committed');
  const linesOf = (kind: TaxedKind) =>
    parts
      .filter((part) => part.kind === kind)
      .map((part) =>
        returnedLine(
          part,
          sale,
          others.flatMap((other) => other[kind]),
        ),
      );
  return {
    ...{ taxDocumentId: id, number, code, orderId, storeId, documentType: 'ReturnInvoice', status: 'Committed' },
    ...{ provider: sale.provider, saleNumber, date, currency: sale.currency },
    ...{ lines: linesOf('lines'), shipments: linesOf('shipments'), payments: linesOf('payments') },
    totalTax: amountIn(sum(parts.map(({ tax = '0' }) => zero.minus(tax))), sale.currency),
  };
}

function returnedLine(part: ReturnedPart, sale: TaxAmounts, others: readonly TaxDocumentLine[]): TaxDocumentLine {
  const { kind, id, tax = '0' } = part;
  const taxable = beforeTax(part, sale);
  const sold = sale[kind].find((line) => line.id === id);
  const { rate = '0', taxCode, details = [] } = sold ?? {};
  const earlier = others.filter((line) => line.id === id).flatMap((line) => line.details ?? []);
  const own = sharedDetails(details, earlier, Decimal(tax), { net: taxable, of: Decimal(sold?.taxable ?? taxable) }, sale.currency);
  return {
    ...{ id, taxable: negative(taxable), rate, tax: negative(tax) },
    ...(taxCode !== undefined && { taxCode }),
    ...(own.length > 0 && { details: own }),
  };
}

/** The tax by jurisdiction, of what earlier returns left of each: together exactly the tax, and the last return takes all that is left. */
function sharedDetails(
  sold: readonly TaxDetail[],
  earlier: readonly TaxDetail[],
  tax: Decimal,
  part: { readonly net: Decimal; readonly of: Decimal },
  currency: string,
): TaxDetail[] {
  const jurisdictions = [...Map.groupBy(sold, nameOf)].map(([name, [first, ...more]]) => {
    const all = [first as TaxDetail, ...more];
    const given = sum(earlier.filter((detail) => nameOf(detail) === name).map(({ amount }) => Decimal(amount)));
    const left = sum(all.map(({ amount }) => Decimal(amount))).plus(given);
    const taxable = roundTo(
      sum(all.map((detail) => Decimal(detail.taxable)))
        .times(part.net)
        .div(part.of),
      currency,
    );
    return { first: first as TaxDetail, left: left.lt(zero) ? zero : left, taxable };
  });
  const weights = jurisdictions.map(({ left }) => left);
  const all = sum(weights);
  if (all.lt(tax) || all.eq(zero)) return [];
  const amounts = sharedOut(tax, weights, currency);
  return jurisdictions.map(({ first, taxable }, index) => ({
    ...first,
    taxable: negative(taxable),
    amount: negative(amounts[index] ?? zero),
  }));
}

function nameOf({ jurisdiction, type, tax }: TaxDetail): string {
  return JSON.stringify([jurisdiction, type, tax]);
}

function negative(amount: string | Decimal): string {
  return exactly(zero.minus(amount));
}
