import { Decimal, exactly, sum } from '#contracts/money.js';
import type { AppliedDiscount } from '#contracts/order-line.js';
import { type Refusal, refuse } from '#contracts/refusals.js';

/** The discount that was asked for: given, or the sum of its parts, which must not differ. */
export function discountOf(asked: { discount?: string; discounts?: readonly AppliedDiscount[] }, path: string): string | Refusal {
  const { discount, discounts } = asked;
  if (!discounts) return discount ?? '0';
  const parts = sum(discounts.map(({ amount }) => Decimal(amount)));
  if (discount !== undefined && !parts.eq(discount)) {
    return refuse('discounts-mismatch', `its parts come to ${exactly(parts)}, not ${discount}`, path);
  }
  if (parts.gt('999999999999.9999')) return refuse('amount-too-large', `its parts come to ${exactly(parts)}`, path);
  return exactly(parts);
}
