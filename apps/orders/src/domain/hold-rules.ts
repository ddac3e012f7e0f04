import { type Blockable, blockable, type Hold, type HoldType } from '#contracts/holds.js';
import { Decimal } from '#contracts/money.js';
import type { PlacedOrder } from '#contracts/order.js';

/** When a store holds an order by itself: all conditions that are named must hold. */
export interface HoldRule {
  readonly type: HoldType;
  readonly reason: string;
  readonly blocks?: readonly Blockable[];
  /** By currency: the total before tax is this or more. */
  readonly amountFrom?: Readonly<Record<string, string>>;
  readonly countries?: readonly string[];
  readonly repeatedWithinMinutes?: number;
  readonly incompleteAddress?: boolean;
}

/** An order's content as far as rules look at it. */
export type RuledOrder = Pick<PlacedOrder, 'currency' | 'totals' | 'addresses' | 'placedAt'>;

/** The holds that a store's rules place with an order. `repeatedAfter`: minutes since the same customer ordered the same, if they did. */
export function ruledHolds(order: RuledOrder, rules: readonly HoldRule[], repeatedAfter: number | undefined): Hold[] {
  return rules
    .filter((rule) => applies(rule, order, repeatedAfter))
    .map(({ type, reason, blocks = blockable }, index) => ({
      id: `rule-${index + 1}`,
      type,
      reason,
      blocks: [...blocks],
      placedAt: order.placedAt,
      placedBy: 'service:orders',
    }));
}

function applies(rule: HoldRule, { currency, totals, addresses }: RuledOrder, repeatedAfter: number | undefined): boolean {
  const { shipping } = addresses;
  const { amountFrom, countries, repeatedWithinMinutes, incompleteAddress } = rule;
  if (amountFrom && !(Object.hasOwn(amountFrom, currency) && Decimal(totals.total).gte(amountFrom[currency] as string))) return false;
  if (countries && !(shipping && countries.includes(shipping.country))) return false;
  if (repeatedWithinMinutes !== undefined && !(repeatedAfter !== undefined && repeatedAfter <= repeatedWithinMinutes)) return false;
  if (incompleteAddress && shipping?.name && shipping.line1 && shipping.city && shipping.postalCode) return false;
  return true;
}
