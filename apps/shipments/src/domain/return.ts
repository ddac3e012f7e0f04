import type { NewEvent } from '#contracts/define-event.js';
import type { ReturnContent } from '#contracts/events/return.js';

/** A return, as its last event left it. */
export type Return = Readonly<ReturnContent>;

export type ReturnEvent =
  | NewEvent<'return.requested', ReturnContent>
  | NewEvent<'return.approved', ReturnContent>
  | NewEvent<'return.refused', ReturnContent>
  | NewEvent<'return.received', ReturnContent>
  | NewEvent<'return.cancelled', ReturnContent>;

/** Every event carries the whole document after it. */
export function evolve(_return: Return | null, event: ReturnEvent): Return {
  return event.data;
}
