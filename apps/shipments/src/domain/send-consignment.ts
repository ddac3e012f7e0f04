import { isDeepStrictEqual } from 'node:util';
import type { Obstacle } from '#contracts/consignment.js';
import { ConsignmentDelivered, ConsignmentSending, ConsignmentSent } from '#contracts/events/consignment.js';
import { type Decision, refuse } from '#contracts/refusals.js';
import type { Tracking } from '#contracts/shipping.js';
import type { Consignment, ConsignmentEvent } from './consignment.js';
import { notSent, openObstacle } from './consignment-parts.js';

/** Whether it was sent, or is being sent, just like this, so that there is nothing to ask for. */
export function isSentSo({ status, tracking }: Consignment, asked: Tracking | undefined): boolean {
  return ['Sending', 'Sent', 'Delivered'].includes(status) && isDeepStrictEqual(tracking, asked);
}

/** It is to leave the house; the orders of its parts have the last word. */
export function beginSending(consignment: Consignment, tracking: Tracking | undefined): Decision<ConsignmentEvent> {
  if (isSentSo(consignment, tracking)) return [];
  const obstacle = openObstacle(consignment);
  if (obstacle) return obstacle;
  const { consignmentId, number, status } = consignment;
  if (status === 'Joining') return refuse('consignment-sending', 'its shipments have not all joined; read it again in a moment');
  return [ConsignmentSending({ consignmentId, number, ...(tracking && { tracking }) })];
}

/** All its parts are claimed by this attempt, so it has left the house. Late, it changes nothing. */
export function sendConsignment(consignment: Consignment, attempt: number, sentAt: string): Decision<ConsignmentEvent> {
  if (!isBySending(consignment, attempt)) return [];
  const { consignmentId, number, tracking } = consignment;
  return [ConsignmentSent({ consignmentId, number, sentAt, ...(tracking && { tracking }) })];
}

/** Something stands against this attempt, so nothing of it leaves the house. Late, it changes nothing. */
export function stopSending(consignment: Consignment, attempt: number, obstacle: Obstacle): Decision<ConsignmentEvent> {
  return isBySending(consignment, attempt) ? [notSent(consignment, obstacle)] : [];
}

/** Whether it is just being sent, by this attempt. */
export function isBySending({ status, attempt }: Consignment, asked: number): boolean {
  return status === 'Sending' && attempt === asked;
}

/** It has reached whom it was sent to; told again, it stays as it is. */
export function deliverConsignment(consignment: Consignment, deliveredAt: Date, now: Date): Decision<ConsignmentEvent> {
  const { consignmentId, number, status, sentAt } = consignment;
  if (status === 'Delivered') return [];
  if (status !== 'Sent' || sentAt === undefined) return refuse('not-sent', `it is ${status}`);
  if (deliveredAt > now) return refuse('invalid-input', 'it cannot have arrived yet', 'deliveredAt');
  if (deliveredAt < new Date(sentAt)) return refuse('invalid-input', `it was sent at ${sentAt}`, 'deliveredAt');
  return [ConsignmentDelivered({ consignmentId, number, deliveredAt: deliveredAt.toISOString() })];
}
