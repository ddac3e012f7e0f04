import type { Gateway } from '#contracts/commands/place-order.js';
import { type DueCapture, OrderCaptureDue } from '#contracts/events/order.js';
import { amountIn, Decimal, sum, zero } from '#contracts/money.js';
import { type Decision, isRefusal } from '#contracts/refusals.js';
import { goneQuantities } from './claim-shipment.js';
import { blockingHolds } from './holds.js';
import { afterEvents, type Order, type OrderEvent } from './order.js';
import { totalIn } from './totals.js';

/** When a store wants its money without anybody asking: when a gateway has promised it, or when the first shipment leaves. */
export type CaptureRule = 'authorization' | 'sending';

// Where people say that money came, nobody can take it.
const BY_HAND: Gateway = 'manual';

/** A decision, and with it that payments are to be captured, where it brings that about: once for each, and never while a hold is against it. */
export function withCapturesDue(
  order: Order | null,
  version: number,
  decision: Decision<OrderEvent>,
  rule: CaptureRule | undefined,
  now: string,
): Decision<OrderEvent> {
  if (rule === undefined || isRefusal(decision) || decision.length === 0) return decision;
  const after = afterEvents(order, version, decision);
  const payments = capturesDue(after, rule, now);
  return payments.length === 0 ? decision : [...decision, OrderCaptureDue({ orderId: after.orderId, payments })];
}

function capturesDue(order: Order, rule: CaptureRule, now: string): DueCapture[] {
  if (order.cancelledAt !== undefined || (rule === 'sending' && goneQuantities(order).size === 0)) return [];
  if (blockingHolds(order, 'capture', now, new Set(order.lines.map(({ id }) => id))).length > 0) return [];
  const gatewayOf = new Map(order.payments.map(({ id, gateway }) => [id, gateway]));
  const left = new Map<string, Decimal>();
  const captures: DueCapture[] = [];
  for (const { id, currency, status, amount, captured = '0' } of order.documents.filter(({ type }) => type === 'payment')) {
    if (status !== 'Authorized' || gatewayOf.get(id) === BY_HAND || order.capturesAsked?.includes(id)) continue;
    const due = left.get(currency) ?? notTaken(order, currency);
    const open = Decimal(amount).minus(captured);
    const taken = open.gt(due) ? due : open;
    left.set(currency, due.minus(taken));
    if (taken.gt(zero)) captures.push({ id, amount: amountIn(taken, currency) });
  }
  return captures;
}

/** What is due in a currency, less what was taken and what others were asked to take. */
function notTaken(order: Order, currency: string): Decimal {
  const payments = order.documents.filter((document) => document.type === 'payment' && document.currency === currency);
  const taken = payments.map(({ id, status, amount, captured = '0', refunded = '0' }) => {
    const isAsked = status === 'Authorized' && order.capturesAsked?.includes(id);
    return Decimal(isAsked ? amount : captured).minus(refunded);
  });
  return Decimal(totalIn(currency, order.totals, order.currency)).minus(sum(taken));
}
