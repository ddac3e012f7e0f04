import type { Decimal } from '#contracts/money.js';

/** AvaTax writes amounts as JSON's numbers. No arithmetic is done in them. */
export function inJson(amount: Decimal | undefined): number {
  return amount ? Number(amount.toFixed()) : 0;
}
