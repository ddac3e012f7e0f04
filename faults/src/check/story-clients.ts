import type { Answer, OrderRecord } from '../load/client-record.js';
import type { StoryLine } from './story-line.js';

/** Each request for an order and its answer. */
export function clientLines({ attempts, unanswered, beganAt }: OrderRecord): StoryLine[] {
  const lines = attempts.flatMap(({ id, purpose, gateway, at, wait, answer }): StoryLine[] => [
    { at, who: 'client', text: `request ${id}: ${purpose} at ${gateway}${wait === undefined ? '' : `, wait=${wait}`}` },
    ...(answer ? [{ at: answer.at, who: 'client', text: `request ${id}: ${described(answer)}` }] : []),
  ]);
  if (unanswered)
    lines.push({ at: attempts.at(-1)?.answer?.at ?? beganAt, who: 'client', text: 'gave up: nobody knows whether it is placed' });
  return lines;
}

function described({ status, orderId, number, replayed, settled, problem, detail }: Answer): string {
  if (status === undefined) return `no answer: ${detail}`;
  const parts = [problem, detail, orderId && `order ${number} (${orderId})`, replayed && 'a repeat', settled && 'settled'];
  return `answered ${[status, ...parts.filter(Boolean)].join(', ')}`;
}
