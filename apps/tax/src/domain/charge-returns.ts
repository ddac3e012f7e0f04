import type { TaxAmounts, TaxDocumentLine } from '#contracts/events/tax.js';
import { type ReturnedPart, type TaxReturn, type TaxSale, taxedKinds } from '#contracts/events/tax-transaction.js';
import { Decimal, exactly, minorUnit, roundTo, sum, zero } from '#contracts/money.js';
import { least, netsOf, partsOf, refundedAhead } from './given-back.js';
import { asPriced, beforeTax } from './included-tax.js';
import { keptNets, partKey, partOfKey } from './nets.js';
import type { KnownReturn, TaxTransaction } from './tax-transaction.js';

type SaleWithReturns = Pick<TaxTransaction, 'sale' | 'returns'>;

/** What is left of each part of a sale: `net` as of a ReturnedPart. */
type Left = Map<string, { readonly net: Decimal; readonly tax: Decimal }>;

/**
 * Each return with the tax that goes back with it: the share of the sale's, as it was charged. By what the returns before it left, so that several parts end
 * on the whole to the cent and never go over. Those whose tax was found before keep it.
 */
export function chargedReturns(transaction: SaleWithReturns, amounts: TaxAmounts): KnownReturn[] {
  const left: Left = new Map(
    taxedKinds.flatMap((kind) =>
      amounts[kind].map((line) => [partKey({ kind, id: line.id }), { net: asPriced(line, amounts), tax: Decimal(line.tax) }]),
    ),
  );
  return (transaction.returns ?? []).map((each) => {
    if (each.isRevoked) return each;
    const charged = each.isCharged ? each : { ...each, parts: chargedParts(each, left, transaction) };
    for (const part of charged.parts) take(left, part);
    return charged;
  });
}

/** What returns tell of each part, with the tax that they tell. */
export function toldParts(returns: readonly KnownReturn[] = []): ReturnedPart[] {
  const told = Map.groupBy(
    returns.filter((each) => !each.isRevoked && each.isCharged).flatMap(({ parts }) => parts),
    partKey,
  );
  return [...told].map(([key, parts]) => ({ ...partOfKey(key), net: exactly(netIn(parts)), tax: exactly(taxIn(parts)) }));
}

/** What of the sale is no part of the order any more, with its tax; `charged` has the tax of every return. */
export function withReturned(amounts: TaxAmounts, sale: TaxSale, charged: readonly KnownReturn[]): TaxAmounts {
  if (!sale.returned) return amounts;
  const counted = charged.filter(({ isRevoked }) => !isRevoked);
  const [cameBack, refunded] = [Map.groupBy(partsOf(counted, 'return'), partKey), Map.groupBy(partsOf(counted, 'refund'), partKey)];
  const stays = netsOf(sale.returned);
  const ahead = refundedAhead({ sale, returns: charged });
  const returnedOf = (key: string, line: TaxDocumentLine) => {
    const net = stays.get(key);
    if (!net) return {};
    // Nothing is owed of what is gone.
    if (net.eq(asPriced(line, amounts))) return { returned: { taxable: line.taxable, tax: line.tax } };
    const [own, others] = [cameBack.get(key) ?? [], refunded.get(key) ?? []];
    // Of what refunds told first, the part that the order is less by since.
    const taken = netIn(others).minus(ahead.get(key)?.net ?? zero);
    const tax = netIn(others).eq(zero) ? zero : roundTo(taxIn(others).times(taken).div(netIn(others)), sale.currency);
    const part = { net: exactly(net), tax: exactly(taxIn(own).plus(tax)) };
    return { returned: { taxable: exactly(beforeTax(part, amounts)), tax: part.tax } };
  };
  const of = (kind: (typeof taxedKinds)[number]): TaxDocumentLine[] =>
    amounts[kind].map((line) => ({ ...line, ...returnedOf(partKey({ kind, id: line.id }), line) }));
  return { ...amounts, lines: of('lines'), shipments: of('shipments'), payments: of('payments') };
}

function chargedParts({ parts, allowance }: TaxReturn, left: Left, transaction: SaleWithReturns): ReturnedPart[] {
  if (allowance !== undefined) return sharedAllowance(Decimal(allowance), left, transaction);
  return parts.flatMap((part) => {
    const whole = left.get(partKey(part)) ?? { net: zero, tax: zero };
    const net = least(Decimal(part.net), whole.net);
    return net.gt(zero) ? [{ ...part, net: exactly(net), tax: exactly(shareOf(whole, net, transaction.sale.currency)) }] : [];
  });
}

/** Of all that the order has and no refund gave back, by what it comes to with its tax; never more than that. */
function sharedAllowance(asked: Decimal, left: Left, transaction: SaleWithReturns): ReturnedPart[] {
  const { currency, pricesIncludeTax } = transaction.sale;
  const [kept, ahead] = [keptNets(transaction.sale), refundedAhead(transaction)];
  const parts = [...left].map(([key, whole]) => {
    const net = least(whole.net, (kept.get(key) ?? zero).minus(ahead.get(key)?.net ?? zero));
    const tax = net.gt(zero) ? shareOf(whole, net, currency) : zero;
    return { key, net, tax, paid: pricesIncludeTax ? net : net.plus(tax) };
  });
  const all = sum(parts.map(({ paid }) => paid));
  if (all.lte(zero)) return [];
  const amount = least(asked, all);
  const unit = Decimal('1').div(Decimal('10').pow(minorUnit(currency)));
  const [grosses, taxes] = [new Cumulative(currency), new Cumulative(currency)];
  return parts.flatMap(({ key, net, tax, paid }) => {
    if (net.lte(zero)) return [];
    const gross = grosses.next(amount.times(paid).div(all));
    const share = taxes.next(tax.times(gross).div(paid));
    // No tax is left of what has no net any more.
    const own = gross.minus(share).eq(net) && share.lt(tax) ? share.plus(unit) : share;
    return gross.gt(zero) ? [{ ...partOfKey(key), net: exactly(pricesIncludeTax ? gross : gross.minus(own)), tax: exactly(own) }] : [];
  });
}

/** Amounts one after the other, each to where the rounded sum up to it is. */
class Cumulative {
  #exact = zero;
  #rounded = zero;

  constructor(private readonly currency: string) {}

  next(amount: Decimal): Decimal {
    this.#exact = this.#exact.plus(amount);
    const before = this.#rounded;
    this.#rounded = roundTo(this.#exact.round(20), this.currency);
    return this.#rounded.minus(before);
  }
}

function shareOf(whole: { readonly net: Decimal; readonly tax: Decimal }, net: Decimal, currency: string): Decimal {
  return net.eq(whole.net) ? whole.tax : roundTo(whole.tax.times(net).div(whole.net), currency);
}

function take(left: Left, part: ReturnedPart): void {
  const before = left.get(partKey(part)) ?? { net: zero, tax: zero };
  left.set(partKey(part), { net: before.net.minus(part.net), tax: before.tax.minus(part.tax ?? '0') });
}

function netIn(parts: readonly ReturnedPart[]): Decimal {
  return sum(parts.map(({ net }) => Decimal(net)));
}

function taxIn(parts: readonly ReturnedPart[]): Decimal {
  return sum(parts.map(({ tax = '0' }) => Decimal(tax)));
}
