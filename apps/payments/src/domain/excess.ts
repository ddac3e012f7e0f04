import { amountIn, sum, zero } from '#contracts/money.js';
import { refundable } from './money-moves.js';
import type { Payment } from './payment.js';

/** What of a payment is to go back. */
export interface ExcessRefund {
  readonly paymentId: string;
  readonly amount: string;
}

/** How what was taken too much is given back over the payments of one currency: from the one that was captured last, or first. */
export function excessRefunds(payments: readonly Payment[], due: string, from: 'last' | 'first'): ExcessRefund[] {
  const taken = payments
    .filter((payment) => refundable(payment).gt(zero))
    .sort((one, other) => (lastCapture(one) < lastCapture(other) ? -1 : 1));
  let excess = sum(taken.map(refundable)).minus(due);
  const refunds: ExcessRefund[] = [];
  for (const payment of from === 'first' ? taken : taken.toReversed()) {
    if (excess.lte(zero)) break;
    const back = refundable(payment).gt(excess) ? excess : refundable(payment);
    excess = excess.minus(back);
    refunds.push({ paymentId: payment.paymentId, amount: amountIn(back, payment.currency) });
  }
  return refunds;
}

function lastCapture({ captures = [] }: Payment): string {
  return (
    captures
      .map(({ at = '' }) => at)
      .sort()
      .at(-1) ?? ''
  );
}
