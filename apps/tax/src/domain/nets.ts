import { isDeepStrictEqual } from 'node:util';
import { type ReturnedPart, type TaxedKind, type TaxSale, taxedKinds } from '#contracts/events/tax-transaction.js';
import { Decimal, exactly, roundTo, sum, zero } from '#contracts/money.js';
import { sharedOut } from './shared-out.js';

/** One name for a line, shipment or payment among all that is taxed of an order. */
export function partKey({ kind, id }: Pick<ReturnedPart, 'kind' | 'id'>): string {
  return `${kind}/${id}`;
}

export function partOfKey(key: string): Pick<ReturnedPart, 'kind' | 'id'> {
  const at = key.indexOf('/');
  return { kind: key.slice(0, at) as TaxedKind, id: key.slice(at + 1) };
}

/** What each line comes to, to the minor unit, with its share of the order's discount taken off; together exactly what all of them come to. */
export function netAmounts({ lines, discount, currency }: TaxSale): Decimal[] {
  const amounts = lines.map(({ amount }) => Decimal(amount));
  return sharedOut(roundTo(sum(amounts).minus(discount), currency), amounts, currency);
}

/** What each part of the order comes to before tax, to the minor unit, with its share of the order's discount taken off. */
export function keptNets(sale: TaxSale): Map<string, Decimal> {
  const nets = netAmounts(sale);
  return new Map(
    taxedKinds.flatMap((kind) =>
      sale[kind].map(({ id, amount }, index) => {
        const net = kind === 'lines' ? nets[index] : roundTo(Decimal(amount), sale.currency);
        return [partKey({ kind, id }), net ?? zero] as const;
      }),
    ),
  );
}

/** Whether a provider would be told the same of both, since what the order is less by stays in its sale. */
export function isSameSale(one: TaxSale, other: TaxSale): boolean {
  return isDeepStrictEqual(toldOf(one), toldOf(other));
}

function toldOf(sale: TaxSale) {
  const { discount: _, taxRate: __, lines: ___, shipments: ____, payments: _____, returned = [], ...rest } = sale;
  const nets = keptNets(sale);
  for (const part of returned) nets.set(partKey(part), (nets.get(partKey(part)) ?? zero).plus(part.net));
  const parts = taxedKinds.flatMap((kind) =>
    sale[kind].map(({ id, taxCode, sku }) => [
      partKey({ kind, id }),
      { net: exactly(nets.get(partKey({ kind, id })) ?? zero), taxCode, sku },
    ]),
  );
  return { ...rest, parts: Object.fromEntries(parts.filter(([, part]) => (part as { net: string }).net !== '0')) };
}
