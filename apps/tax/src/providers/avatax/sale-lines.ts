import type { TaxableAmount } from '#contracts/commands/quote-tax.js';
import type { ReturnedPart, TaxSale } from '#contracts/events/tax-transaction.js';
import { Decimal, roundTo, sum, zero } from '#contracts/money.js';

/** A sale as a provider is told of it: what was given back keeps the tax that it was given back with, whatever becomes of the rest. */
export type SaleToTell = TaxSale & { readonly asCharged?: readonly ReturnedPart[] };

/** A line of a document at the provider, and the part of the order that it stands for. */
export interface SaleLine {
  /** Unique in the document: that of the line, from 1. */
  readonly number: string;
  readonly kind: 'lines' | 'shipments' | 'payments';
  readonly part: TaxableAmount;
  /** To the minor unit, with its share of the order's discount taken off. */
  readonly net: Decimal;
  /** In the place of what would be calculated. */
  readonly tax?: Decimal;
}

/** All lines of the order, what was given back and stays in the sale among them, and those shipments and payments that cost something. */
export function saleLines(sale: SaleToTell): SaleLine[] {
  const nets = netAmounts(sale);
  const goods = sale.lines.map((part, index) => ({
    kind: 'lines' as const,
    part,
    net: (nets[index] ?? zero).plus(besides(sale, 'lines', part)),
  }));
  const others = (['shipments', 'payments'] as const).flatMap((kind) =>
    sale[kind]
      .map((part) => ({ kind, part, net: roundTo(Decimal(part.amount), sale.currency).plus(besides(sale, kind, part)) }))
      .filter(({ net }) => !net.eq(zero)),
  );
  return [...goods, ...others, ...linesAsCharged(sale)].map((line, index) => ({ number: String(index + 1), ...line }));
}

/** What of the part is told beside what the order has of it: what was given back, but for what has a line of its own. */
function besides({ returned = [], asCharged = [] }: SaleToTell, kind: SaleLine['kind'], { id }: TaxableAmount): Decimal {
  const netIn = (parts: readonly ReturnedPart[]) =>
    sum(parts.filter((part) => part.kind === kind && part.id === id).map(({ net }) => Decimal(net)));
  return netIn(returned).minus(netIn(asCharged));
}

function linesAsCharged(sale: SaleToTell): Omit<SaleLine, 'number'>[] {
  return (sale.asCharged ?? []).flatMap(({ kind, id, net, tax = '0' }) => {
    const part = sale[kind].find((each) => each.id === id);
    return part ? [{ kind, part, net: Decimal(net), tax: Decimal(tax) }] : [];
  });
}

/**
 * What each line comes to with its share of the discount taken off, to the minor unit; together exactly what all of them come to: each ends
 * where the rounded sum up to it does.
 */
export function netAmounts({ lines, discount, currency }: TaxSale): Decimal[] {
  const gross = sum(lines.map(({ amount }) => Decimal(amount)));
  if (gross.eq(zero)) return lines.map(() => zero);
  const net = roundTo(gross.minus(discount), currency);
  let upTo = zero;
  let before = zero;
  return lines.map(({ amount }) => {
    upTo = upTo.plus(amount);
    const after = roundTo(net.times(upTo).div(gross), currency);
    const share = after.minus(before);
    before = after;
    return share;
  });
}
