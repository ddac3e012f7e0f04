import { IsArray, IsString } from 'class-validator';
import { IsAmount, IsCurrencyCode, IsId, IsList, IsOneOf, IsPart, IsTime, keywords, Optional } from './fields.js';
import { OrderBalance, OrderTax, OrderTotals } from './order.js';

/** Most orders of which another service asks at once. */
export const MAX_BALANCES = 200;

/** Of which orders another service wants to know what is due. */
export class AskBalances {
  @IsArray()
  @IsString({ each: true })
  @keywords({
    items: { type: 'string', pattern: '^[\\x21-\\x7e]{1,128}$' },
    minItems: 1,
    maxItems: MAX_BALANCES,
    'x-expected': `must be 1 to ${MAX_BALANCES} ids of orders`,
  })
  ids!: string[];
}

/** What an order says of its money. */
export class BalancedOrder {
  @IsId() id!: string;
  @IsCurrencyCode() currency!: string;
  @IsPart(() => OrderTax) tax!: OrderTax;
  @IsPart(() => OrderTotals) totals!: OrderTotals;
  @Optional() @IsTime() cancelledAt?: string;
  @IsPart(() => OrderBalance) balance!: OrderBalance;
}

/** Ways in which the money of an order does not agree with what is due for it, or nobody knows yet whether it does. */
export const discrepancyNames = [
  'order-missing',
  'tax-pending',
  'captured-more-than-due',
  'captured-less-than-due',
  'authorized-more-than-due',
  'invoiced-differs-from-due',
  'order-summary-outdated',
  'refund-open',
  'call-open',
] as const;
export type DiscrepancyName = (typeof discrepancyNames)[number];

/** One thing that does not agree. */
export class Discrepancy {
  @IsOneOf(discrepancyNames) name!: DiscrepancyName;
  @Optional() @IsCurrencyCode() currency?: string;
  /** How much is too much, or missing; what is invoiced too much is above zero, too little below. */
  @Optional() @IsAmount() by?: string;
}

/** What the order's own summary says, less what was given back. */
export class SummedByOrder {
  @IsAmount() authorized!: string;
  @IsAmount() captured!: string;
}

/** The money of an order in one currency. */
export class ReconciledSums {
  @IsCurrencyCode() currency!: string;
  /** The order's total, or nothing of a cancelled order; absent where there is no such order. */
  @Optional() @IsAmount() due?: string;
  /** By issued invoices, less credit notes. */
  @IsAmount() invoiced!: string;
  /** By the payments themselves: promised, what was taken included. */
  @IsAmount() authorized!: string;
  @IsAmount() captured!: string;
  @IsAmount() refunded!: string;
  @Optional() @IsPart(() => SummedByOrder) order?: SummedByOrder;
}

/** An order whose money was compared with what is due. */
export class ReconciledOrder {
  @IsId() orderId!: string;
  @IsId() orderNumber!: string;
  @IsId() storeId!: string;
  /** When its first payment was opened. */
  @IsTime() openedAt!: string;
  @IsList(() => ReconciledSums, 1) sums!: ReconciledSums[];
  /** Empty where all agrees. */
  @IsList(() => Discrepancy) discrepancies!: Discrepancy[];
}
