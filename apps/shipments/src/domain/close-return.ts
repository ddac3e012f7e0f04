import { ReturnCancelled, ReturnReceived, ReturnRefused } from '#contracts/events/return.js';
import { type Decision, type Refusal, refuse } from '#contracts/refusals.js';
import type { OrderReturn, ReturnClosing } from '#contracts/returns.js';
import { closedObstacle } from './approve-return.js';
import type { Return, ReturnEvent } from './return.js';

/** What stands against receiving a return, as far as it knows itself; its order has the last word. */
export function receivingObstacle(existing: Return): Refusal | undefined {
  if (existing.status === 'Requested') return refuse('return-not-approved', 'approve it first, or refuse it');
  return closedObstacle(existing);
}

/** What stands against refusing a return, or cancelling it, as far as it knows itself. */
export function releasingObstacle(existing: Return, outcome: ReturnClosing): Refusal | undefined {
  if (outcome === 'Refused' && existing.status === 'Approved')
    return refuse('return-closed', `it was approved at ${existing.approvedAt}; cancel it instead`);
  return closedObstacle(existing);
}

/** How a return ended, as its order says. */
export type Closing = Pick<OrderReturn, 'id' | 'receipt' | 'released'>;

/** A return follows what its order says became of it, whatever it was until then; told again, it stays as it is. */
export function closeReturn(existing: Return | null, { id, receipt, released }: Closing): Decision<ReturnEvent> {
  if (!existing) throw new Error(`return ${id} is over and was never there`);
  if (existing.receipt || existing.released) return [];
  if (receipt) {
    const { restockingFee, refund } = receipt;
    const settled = { ...(restockingFee !== undefined && { restockingFee }), ...(refund && { refund }) };
    return [ReturnReceived({ ...existing, ...settled, status: 'Received', receipt })];
  }
  if (!released) return [];
  const close = released.outcome === 'Refused' ? ReturnRefused : ReturnCancelled;
  return [close({ ...existing, status: released.outcome, released })];
}
