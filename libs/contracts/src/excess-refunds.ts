import { amountIn, type Decimal, sum, zero } from './money.js';

/** What was taken by a payment and could still go back. */
export interface TakenMoney {
  readonly paymentId: string;
  readonly currency: string;
  readonly left: Decimal;
  /** When money was last taken, RFC 3339; empty where that is not known. */
  readonly capturedAt: string;
}

/** What of a payment is to go back. */
export interface ExcessRefund {
  readonly paymentId: string;
  readonly amount: string;
}

/** How what was taken beyond what is due goes back over payments of one currency: from the one that was captured last, or first. */
export function spreadExcess(payments: readonly TakenMoney[], due: string, from: 'last' | 'first'): ExcessRefund[] {
  const taken = payments.filter(({ left }) => left.gt(zero)).sort((one, other) => (one.capturedAt < other.capturedAt ? -1 : 1));
  let excess = sum(taken.map(({ left }) => left)).minus(due);
  const refunds: ExcessRefund[] = [];
  for (const { paymentId, currency, left } of from === 'first' ? taken : taken.toReversed()) {
    if (excess.lte(zero)) break;
    const back = left.gt(excess) ? excess : left;
    excess = excess.minus(back);
    refunds.push({ paymentId, amount: amountIn(back, currency) });
  }
  return refunds;
}
