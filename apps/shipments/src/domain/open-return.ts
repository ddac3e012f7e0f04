import { type RequestedReturn, ReturnRequested } from '#contracts/events/return.js';
import type { Decision } from '#contracts/refusals.js';
import type { Return, ReturnEvent } from './return.js';

/** A return that its order has taken gets its document; opened again, it stays as it is. */
export function openReturn(existing: Return | null, number: string, requested: RequestedReturn): Decision<ReturnEvent> {
  return existing ? [] : [ReturnRequested({ ...requested, number, status: 'Requested' })];
}
