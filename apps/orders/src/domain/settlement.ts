import { amountIn, Decimal, zero } from '#contracts/money.js';
import type { OrderBalance } from '#contracts/order.js';
import type { Order } from './order.js';
import { standsFor } from './roll-up.js';

/** What an edit leaves to settle: of each payment, by how much its promise is too large; and what no payment covers. */
export interface Settlement {
  readonly before: OrderBalance;
  readonly after: OrderBalance;
  readonly payments: readonly { readonly id: string; readonly number: string; readonly authorized: string; readonly change: string }[];
  /** To be authorized beside the payments that there are. */
  readonly additional: string;
}

/** What is then to settle; the last payment gives back first. */
export function settlementOf(before: Order, after: Order): Settlement {
  const text = (amount: Decimal) => amountIn(amount, after.currency);
  const difference = Decimal(after.balance.difference);
  const payments = after.documents.filter(
    (document) => document.type === 'payment' && document.currency === after.currency && standsFor(document).gt(zero),
  );
  let excess = difference.lt(zero) ? zero.minus(difference) : zero;
  const changes = payments.toReversed().map((payment) => {
    const amount = standsFor(payment);
    const back = excess.gt(amount) ? amount : excess;
    excess = excess.minus(back);
    const { id, number } = payment;
    return { id, number, authorized: text(amount), change: text(zero.minus(back)) };
  });
  return {
    before: before.balance,
    after: after.balance,
    payments: changes.toReversed(),
    additional: text(difference.gt(zero) ? difference : zero),
  };
}
