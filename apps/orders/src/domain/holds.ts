import type { PlaceHold } from '#contracts/commands/hold-order.js';
import { OrderHoldPlaced, OrderHoldReleased } from '#contracts/events/order.js';
import { type Blockable, blockable, type Hold } from '#contracts/holds.js';
import { MAX_HOLDS } from '#contracts/order.js';
import { type Decision, type Refusal, refuse } from '#contracts/refusals.js';
import type { Order, OrderEvent } from './order.js';

/** A hold's own facts, taken before the decision. */
export type HoldHead = Pick<Hold, 'id' | 'placedAt' | 'placedBy'>;

/** An order, or one of its lines, is held; any number of holds may lie on it, each released by itself. */
export function placeHold(order: Order, head: HoldHead, { blocks = [...blockable], ...asked }: PlaceHold): Decision<OrderEvent> {
  const { orderId, number, storeId } = order;
  if (order.cancelledAt !== undefined) return refuse('order-cancelled', `it was cancelled at ${order.cancelledAt}`);
  if (order.holds.length >= MAX_HOLDS) return refuse('too-many-holds', `at most ${MAX_HOLDS}; release those that are over`);
  if (asked.until !== undefined && Date.parse(asked.until) <= Date.parse(head.placedAt)) {
    return refuse('invalid-input', 'must be in the future', 'until');
  }
  if (asked.lineId !== undefined && !order.lines.some(({ id }) => id === asked.lineId)) {
    return refuse('line-not-found', `there is no line "${asked.lineId}"`, 'lineId');
  }
  return [OrderHoldPlaced({ orderId, number, storeId, hold: { ...head, ...asked, blocks } })];
}

/** One hold is released; the others stay. */
export function releaseHold(order: Order, holdId: string, reason: string): Decision<OrderEvent> {
  const hold = order.holds.find(({ id }) => id === holdId);
  if (!hold) return refuse('hold-not-found', 'it was released, or never placed');
  const { orderId, number, storeId } = order;
  return [OrderHoldReleased({ orderId, number, storeId, hold, reason })];
}

/** The holds that block something at a moment: those on the order, and those on any of the lines. */
export function blockingHolds(order: Pick<Order, 'holds'>, what: Blockable, now: string, lineIds: ReadonlySet<string>): Hold[] {
  return order.holds.filter(
    ({ blocks, until, lineId }) =>
      blocks.includes(what) &&
      (until === undefined || Date.parse(until) > Date.parse(now)) &&
      (lineId === undefined || lineIds.has(lineId)),
  );
}

/** The refusal of what holds block. */
export function heldBy(holds: readonly Hold[]): Refusal | undefined {
  const [first] = holds;
  if (!first) return undefined;
  const where = first.lineId === undefined ? 'the order' : `line ${first.lineId}`;
  return { ...refuse('held', `${where} is held (${first.type}): ${first.reason}`), more: { holds } };
}
