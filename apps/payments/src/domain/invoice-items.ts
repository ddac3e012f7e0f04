import type { InvoiceItem, InvoiceKind } from '#contracts/invoice.js';
import { Decimal, exactly, roundTo, sum, zero } from '#contracts/money.js';
import type { Invoice } from './invoice.js';

export const itemAmounts = ['listTotal', 'discountTotal', 'fee', 'taxTotal'] as const;

// Of tax, which is not rounded by part; the last part takes what this leaves.
export const TAX_DECIMALS = 8;

/** An item with what it counts for: a credit note takes away. */
export interface Counted {
  readonly item: InvoiceItem;
  readonly sign: 1 | -1;
  /** It gives back what the order still says, rather than follow a change of it. */
  readonly isRefund: boolean;
}

export const keyOf = ({ part, id }: Pick<InvoiceItem, 'part' | 'id'>) => `${part} ${id}`;

export const signOf = (kind: InvoiceKind): 1 | -1 => (kind === 'invoice' ? 1 : -1);

/** All items of invoices, by the part of the order that they are of. */
export function countedItems(invoices: readonly Invoice[]): Map<string, Counted[]> {
  const all = invoices.flatMap(({ kind, source, items }) =>
    items.map((item): Counted => ({ item, sign: signOf(kind), isRefund: kind === 'credit-note' && source === 'invoice' })),
  );
  return Map.groupBy(all, ({ item }) => keyOf(item));
}

export function pieces(counted: readonly Counted[]): number {
  return counted.reduce((total, { item, sign }) => total + sign * item.quantity, 0);
}

/** So many pieces of a part, out of `left` of which the amounts are not taken yet: never more than is left, and with the last piece all of it. */
export function share(whole: InvoiceItem, quantity: number, currency: string, left: InvoiceItem = whole): InvoiceItem {
  if (quantity === left.quantity) return left;
  const of = (amount: string) => Decimal(amount).times(String(quantity)).div(String(whole.quantity));
  const atMost = (amount: Decimal, most: string) => exactly(amount.abs().gt(Decimal(most).abs()) ? Decimal(most) : amount);
  return {
    ...left,
    quantity,
    listTotal: exactly(Decimal(whole.price).times(String(quantity))),
    discountTotal: atMost(roundTo(of(whole.discountTotal), currency), left.discountTotal),
    fee: atMost(roundTo(of(whole.fee), currency), left.fee),
    taxTotal: atMost(of(whole.taxTotal).round(TAX_DECIMALS), left.taxTotal),
  };
}

/** The part less what was taken of it. */
export function minus(part: InvoiceItem, taken: readonly Counted[]): InvoiceItem {
  const amounts = itemAmounts.map((name) => [name, exactly(Decimal(part[name]).minus(signedSum(taken, name)))]);
  return { ...part, quantity: part.quantity - pieces(taken), ...Object.fromEntries(amounts) };
}

/** The item with every amount and the pieces turned round. */
export function negated(item: InvoiceItem): InvoiceItem {
  const amounts = itemAmounts.map((name) => [name, exactly(zero.minus(item[name]))]);
  return { ...item, quantity: 0 - item.quantity, ...Object.fromEntries(amounts) };
}

export function isNothing(item: InvoiceItem): boolean {
  return item.quantity === 0 && itemAmounts.every((name) => Decimal(item[name]).eq(zero));
}

/** Nothing of a part, at what it costs. */
export function noneOf(item: InvoiceItem): InvoiceItem {
  return { ...item, quantity: 0, listTotal: '0', discountTotal: '0', fee: '0', taxTotal: '0' };
}

function signedSum(counted: readonly Counted[], name: (typeof itemAmounts)[number]): Decimal {
  return sum(counted.map(({ item, sign }) => Decimal(item[name]).times(String(sign))));
}
