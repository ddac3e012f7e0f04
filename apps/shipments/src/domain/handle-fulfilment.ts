import type { AcceptFulfilment } from '#contracts/commands/fulfil-order.js';
import {
  FulfilmentAccepted,
  FulfilmentHeld,
  FulfilmentRejected,
  FulfilmentReleased,
  FulfilmentScheduled,
} from '#contracts/events/fulfilment.js';
import { MAX_REJECTIONS } from '#contracts/fulfilment-order.js';
import { type Decision, type Refusal, refuse } from '#contracts/refusals.js';
import { contentOf, type FulfilmentEvent, type FulfilmentOrder, isOpen, unreserved, withLines } from './fulfilment-order.js';

/** Its location will ship it; accepted again, it stays as it is. */
export function acceptFulfilment(order: FulfilmentOrder, { externalId }: AcceptFulfilment): Decision<FulfilmentEvent> {
  const obstacle = overObstacle(order) ?? placeObstacle(order);
  if (obstacle) return obstacle;
  if (order.status === 'Accepted' && (externalId === undefined || externalId === order.externalId)) return [];
  return [FulfilmentAccepted({ ...contentOf(order), status: 'Accepted', ...(externalId !== undefined && { externalId }) })];
}

/** Its location will not ship it, and has nothing of it reserved any more. Rejected again before it has another location, it stays as it is. */
export function rejectFulfilment(order: FulfilmentOrder, reason: string, now: Date): Decision<FulfilmentEvent> {
  if (order.status === 'Rejected') return [];
  const obstacle = overObstacle(order) ?? placeObstacle(order);
  if (obstacle) return obstacle;
  const { location, externalId: _, ...content } = withLines(contentOf(order), order.lines.map(unreserved));
  const rejection = { location: location as string, reason, rejectedAt: now.toISOString() };
  return [FulfilmentRejected({ ...content, status: 'Rejected', rejections: [...order.rejections, rejection].slice(-MAX_REJECTIONS) })];
}

/** It must not leave; held again, it stays as it is. */
export function holdFulfilment(order: FulfilmentOrder, reason: string): Decision<FulfilmentEvent> {
  if (order.status === 'Held') return [];
  const over = overObstacle(order);
  if (over) return over;
  return [FulfilmentHeld({ ...contentOf(order), status: 'Held', hold: { reason, before: order.status } })];
}

/** It is what it was before it was held; one that is not held stays as it is. */
export function releaseFulfilment(order: FulfilmentOrder): Decision<FulfilmentEvent> {
  if (!order.hold) return [];
  const { hold, ...content } = contentOf(order);
  return [FulfilmentReleased({ ...content, status: order.hold.before })];
}

/** It must not leave before; told again, it stays as it is. */
export function scheduleFulfilment(order: FulfilmentOrder, moment: string): Decision<FulfilmentEvent> {
  const over = overObstacle(order);
  if (over) return over;
  const scheduledFor = new Date(moment).toISOString();
  if (order.scheduledFor === scheduledFor) return [];
  return [FulfilmentScheduled({ ...contentOf(order), status: order.status === 'Open' ? 'Scheduled' : order.status, scheduledFor })];
}

/** What stands against whatever is done with it: it is sent or cancelled, or held. */
export function overObstacle(order: FulfilmentOrder): Refusal | undefined {
  if (!isOpen(order)) return refuse('fulfilment-over', `it is ${order.status}`);
  return order.hold && refuse('held', `it is held: ${order.hold.reason}`);
}

/** What stands against sending its shipment. `withoutStock`: it leaves although not all of it is reserved. */
export function leavingObstacle(order: FulfilmentOrder, withoutStock: boolean, now: Date): Refusal | undefined {
  if (!isOpen(order)) return undefined;
  if (order.hold) return refuse('held', `fulfilment order ${order.number} is held: ${order.hold.reason}`);
  if (order.scheduledFor !== undefined && new Date(order.scheduledFor) > now) {
    return refuse('not-due', `fulfilment order ${order.number} is not to leave before ${order.scheduledFor}`);
  }
  const missing = order.lines.filter(({ quantity, reserved }) => reserved < quantity);
  if (missing.length === 0 || withoutStock) return undefined;
  const named = missing.map(({ orderId, lineId, quantity, reserved, expectedOn }) => ({
    ...{ orderId, lineId, quantity, reserved },
    ...(expectedOn !== undefined && { expectedOn }),
  }));
  const texts = missing.map(({ lineId, quantity, reserved }) => `line ${lineId}: ${reserved} of ${quantity} are reserved`);
  return { ...refuse('backordered', texts.slice(0, 10).join('; ')), more: { lines: named } };
}

function placeObstacle({ location }: FulfilmentOrder): Refusal | undefined {
  return location === undefined ? refuse('not-routed', 'no location ships it yet') : undefined;
}
