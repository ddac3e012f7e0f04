import type { TaxableAmount, TaxDelivery } from '#contracts/commands/quote-tax.js';
import type { ReturnedPart, TaxedKind, TaxSale } from '#contracts/events/tax-transaction.js';
import { Decimal, roundTo, sum, zero } from '#contracts/money.js';
import { beforeTax } from '../../domain/included-tax.js';
import { netAmounts } from '../../domain/nets.js';
import { sharedOut } from '../../domain/shared-out.js';

/** A sale as a provider is told of it: what was given back keeps the tax that it was given back with, whatever becomes of the rest. */
export type SaleToTell = TaxSale & { readonly asCharged?: readonly ReturnedPart[] };

/** A line of a document at the provider, and the part of the order that it stands for. */
export interface SaleLine {
  /** Unique in the document: that of the line, from 1. */
  readonly number: string;
  readonly kind: TaxedKind;
  readonly part: TaxableAmount;
  /** Pieces, of a line. */
  readonly quantity?: number;
  /** By which it comes or goes another way than the rest. */
  readonly delivery?: TaxDelivery;
  /** As it is told: to the minor unit, with its share of the order's discount taken off; before tax, unless `includesTax`. */
  readonly net: Decimal;
  readonly includesTax?: true;
  /** In the place of what would be calculated; on top. */
  readonly tax?: Decimal;
}

/** All lines of the order, by delivery, what was given back and stays in the sale among them, and those shipments and payments that cost something. */
export function saleLines(sale: SaleToTell): SaleLine[] {
  const nets = netAmounts(sale);
  const { deliveries = [], currency } = sale;
  const goods = sale.lines.flatMap((part, index) =>
    goodsLines(part, (nets[index] ?? zero).plus(besides(sale, 'lines', part)), deliveries, currency),
  );
  const others = (['shipments', 'payments'] as const).flatMap((kind) =>
    sale[kind]
      .map((part) => ({
        kind,
        part,
        net: roundTo(Decimal(part.amount), currency).plus(besides(sale, kind, part)),
        ...deliveryFor(sale, kind, part.id),
      }))
      .filter(({ net }) => !net.eq(zero)),
  );
  const priced = [...goods, ...others].map((line) => ({ ...line, ...(sale.pricesIncludeTax && { includesTax: true as const }) }));
  return [...priced, ...linesAsCharged(sale)].map((line, index) => ({ number: String(index + 1), ...line }));
}

/** What of the part is told beside what the order has of it: what was given back, but for what has a line of its own. */
function besides({ returned = [], asCharged = [] }: SaleToTell, kind: TaxedKind, { id }: TaxableAmount): Decimal {
  const netIn = (parts: readonly ReturnedPart[]) =>
    sum(parts.filter((part) => part.kind === kind && part.id === id).map(({ net }) => Decimal(net)));
  return netIn(returned).minus(netIn(asCharged));
}

function linesAsCharged(sale: SaleToTell): Omit<SaleLine, 'number'>[] {
  return (sale.asCharged ?? []).flatMap((returned) => {
    const part = sale[returned.kind].find(({ id }) => id === returned.id);
    return part ? [chargedLine(returned, part, sale)] : [];
  });
}

/** What was given back, with exactly the tax that it was given back with. */
export function chargedLine(returned: ReturnedPart, part: TaxableAmount, sale: TaxSale): Omit<SaleLine, 'number'> {
  const { kind, id, tax = '0' } = returned;
  return { kind, part, ...deliveryFor(sale, kind, id), net: beforeTax(returned, sale), tax: Decimal(tax) };
}

/** The pieces of a line by the deliveries that they are in, and what is in none; what it comes to is shared out by pieces. */
function goodsLines(part: TaxableAmount, net: Decimal, deliveries: readonly TaxDelivery[], currency: string): Omit<SaleLine, 'number'>[] {
  const pieces = part.quantity ?? 1;
  let left = pieces;
  const taken = deliveries.flatMap((delivery) => {
    const { quantity: wanted = 0 } = delivery.items.find(({ lineId }) => lineId === part.id) ?? {};
    const quantity = Math.min(wanted, left);
    left -= quantity;
    return quantity > 0 ? [{ quantity, delivery }] : [];
  });
  const all = left > 0 || taken.length === 0 ? [...taken, { quantity: left, delivery: undefined }] : taken;
  const weights = all.map(({ quantity }) => Decimal(String(quantity)));
  const shares = all.length > 1 ? sharedOut(net, weights, currency) : [net];
  return all.map(({ quantity, delivery }, index) => ({
    kind: 'lines' as const,
    part,
    ...(part.quantity !== undefined && { quantity }),
    ...deliveryOf(delivery),
    net: shares[index] ?? zero,
  }));
}

/** The first delivery that a part is in, if any. */
function deliveryFor({ deliveries = [] }: TaxSale, kind: TaxedKind, id: string): { readonly delivery?: TaxDelivery } {
  const isIn = (delivery: TaxDelivery) => (kind === 'lines' ? delivery.items.some(({ lineId }) => lineId === id) : delivery.id === id);
  return deliveryOf(deliveries.find(isIn));
}

function deliveryOf(delivery: TaxDelivery | undefined): { readonly delivery?: TaxDelivery } {
  return delivery ? { delivery } : {};
}
