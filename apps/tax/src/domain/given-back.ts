import type { OrderEditedData } from '#contracts/events/order.js';
import type { ReturnedPart, TaxReturn, TaxSale } from '#contracts/events/tax-transaction.js';
import { Decimal, exactly, roundTo, sum, zero } from '#contracts/money.js';
import type { RefundedLine } from '#contracts/refunded-line.js';
import { keptNets, partKey, partOfKey } from './nets.js';
import type { KnownReturn, TaxTransaction } from './tax-transaction.js';
import { taxableAfterEdit } from './taxable.js';

type SaleWithReturns = Pick<TaxTransaction, 'sale' | 'returns'>;

/** An amount of one part that refunds gave back while the order still has it. */
interface Ahead {
  readonly net: Decimal;
  readonly gross: Decimal;
}

/**
 * The sale after an edit, and what of it came back. What an order is less by is taken from what refunds gave back before: that is told already. Of the rest,
 * what came back with a return stays in a sale that is reported, and is told apart; otherwise the sale itself is less. Rule:
 * docs/adr/0020-returns-are-told-apart-from-their-sale.md.
 */
export function editedSale(
  before: SaleWithReturns & Pick<TaxTransaction, 'stage'>,
  edit: OrderEditedData,
): { sale: TaxSale; cameBack: ReturnedPart[] } {
  const { returned: _, ...edited } = taxableAfterEdit(before.sale, edit);
  const [was, is] = [keptNets(before.sale), keptNets(edited)];
  const ahead = refundedAhead(before);
  const stays = netsOf(before.sale.returned);
  const cameBack: ReturnedPart[] = [];
  for (const [key, net] of was) {
    const less = net.minus(is.get(key) ?? zero);
    if (less.lte(zero)) continue;
    const told = least(less, ahead.get(key)?.net ?? zero);
    const apart = edit.received && before.stage === 'committed' ? less.minus(told) : zero;
    if (apart.gt(zero)) cameBack.push({ ...partOfKey(key), net: exactly(apart) });
    stays.set(key, (stays.get(key) ?? zero).plus(told).plus(apart));
  }
  const returned = [...stays].filter(([, net]) => net.gt(zero)).map(([key, net]) => ({ ...partOfKey(key), net: exactly(net) }));
  const gone = before.sale.lines.filter(({ id }) => !edited.lines.some((line) => line.id === id));
  const kept = gone.filter(({ id }) => returned.some((part) => part.kind === 'lines' && part.id === id));
  const lines = [...edited.lines, ...kept.map((line) => ({ ...line, amount: '0' }))];
  return { sale: { ...edited, lines, ...(returned.length > 0 && { returned }) }, cameBack };
}

/** What a refund by lines gives back of the sale: never more than the order has of it and no refund gave back before. */
export function refundedParts(before: SaleWithReturns, lines: readonly RefundedLine[]): ReturnedPart[] {
  const { sale } = before;
  const [kept, ahead] = [keptNets(sale), refundedAhead(before)];
  return lines.flatMap(({ lineId, listTotal, discountTotal }) => {
    const part = { kind: 'lines' as const, id: lineId };
    const line = sale.lines.find(({ id }) => id === lineId);
    const gross = Decimal(listTotal).minus(discountTotal);
    if (!line || gross.lte(zero)) return [];
    const told = ahead.get(partKey(part)) ?? { net: zero, gross: zero };
    const left = { net: (kept.get(partKey(part)) ?? zero).minus(told.net), gross: Decimal(line.amount).minus(told.gross) };
    // By what is left, so that the last of several refunds takes all that the others left.
    const net = gross.gte(left.gross) ? left.net : roundTo(left.net.times(gross).div(left.gross), sale.currency);
    return net.gt(zero) ? [{ ...part, net: exactly(least(net, left.net)), gross: exactly(gross) }] : [];
  });
}

/** What refunds gave back of each part that the order still has. */
export function refundedAhead({ sale, returns = [] }: SaleWithReturns): Map<string, Ahead> {
  const counted = returns.filter(({ isRevoked }) => !isRevoked);
  const refunded = Map.groupBy(partsOf(counted, 'refund'), partKey);
  const [cameBack, stays] = [netsOf(partsOf(counted, 'return')), netsOf(sale.returned)];
  return new Map(
    [...refunded].map(([key, parts]) => {
      const net = sum(parts.map((part) => Decimal(part.net)));
      const taken = (stays.get(key) ?? zero).minus(cameBack.get(key) ?? zero);
      const gross = sum(parts.map((part) => Decimal(part.gross ?? part.net)));
      const left = net.minus(taken);
      return [key, { net: left, gross: net.eq(zero) ? zero : gross.times(left).div(net) }];
    }),
  );
}

/** Whether a refund may be taken back: unless the order is less by it since, so that what it told has become what came back. */
export function isRevocable(before: SaleWithReturns, { parts }: TaxReturn): boolean {
  const ahead = refundedAhead(before);
  return parts.every((part) => (ahead.get(partKey(part))?.net ?? zero).gte(part.net));
}

export function netsOf(parts: readonly ReturnedPart[] = []): Map<string, Decimal> {
  const nets = new Map<string, Decimal>();
  for (const part of parts) nets.set(partKey(part), (nets.get(partKey(part)) ?? zero).plus(part.net));
  return nets;
}

export function partsOf(returns: readonly KnownReturn[], cause: TaxReturn['cause']): ReturnedPart[] {
  return returns.filter((each) => each.cause === cause).flatMap(({ parts }) => parts);
}

export function least(one: Decimal, other: Decimal): Decimal {
  return one.gt(other) ? other : one;
}
