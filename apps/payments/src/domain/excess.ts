import { type ExcessRefund, spreadExcess } from '#contracts/excess-refunds.js';
import { refundable } from './money-moves.js';
import type { Payment } from './payment.js';

/** How what was taken too much is given back over the payments of one currency: from the one that was captured last, or first. */
export function excessRefunds(payments: readonly Payment[], due: string, from: 'last' | 'first'): ExcessRefund[] {
  const taken = payments.map((payment) => {
    const { paymentId, currency } = payment;
    return { paymentId, currency, left: refundable(payment), capturedAt: lastCapture(payment) };
  });
  return spreadExcess(taken, due, from);
}

function lastCapture({ captures = [] }: Payment): string {
  return (
    captures
      .map(({ at = '' }) => at)
      .sort()
      .at(-1) ?? ''
  );
}
