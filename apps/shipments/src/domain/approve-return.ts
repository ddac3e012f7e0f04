import type { ApproveReturn } from '#contracts/commands/return-goods.js';
import { ReturnApproved } from '#contracts/events/return.js';
import { Decimal } from '#contracts/money.js';
import { type Decision, type Refusal, refuse } from '#contracts/refusals.js';
import type { Return, ReturnEvent } from './return.js';

/** The customer may send it back; approved again for the same fee, it stays as it is. */
export function approveReturn(existing: Return | null, { restockingFee }: ApproveReturn, approvedAt: string): Decision<ReturnEvent> {
  if (!existing) return noSuchReturn();
  if (existing.status === 'Approved') return approvedAgain(existing, restockingFee);
  const closed = closedObstacle(existing);
  if (closed) return closed;
  return [ReturnApproved({ ...existing, status: 'Approved', approvedAt, ...(restockingFee !== undefined && { restockingFee }) })];
}

/** Another fee than the customer was told is said when it is received. */
function approvedAgain({ approvedAt, ...known }: Return, restockingFee: string | undefined): Decision<ReturnEvent> {
  if (restockingFee === undefined || Decimal(restockingFee).eq(known.restockingFee ?? 0)) return [];
  return refuse('return-closed', `it was approved at ${approvedAt}; say another fee when it is received`, 'restockingFee');
}

/** What stands against doing anything more with a return. */
export function closedObstacle({ status, receipt, released }: Return): Refusal | undefined {
  if (receipt) return refuse('return-closed', `it was received at ${receipt.at}`);
  return released && refuse('return-closed', `it was ${status.toLowerCase()} at ${released.at}`);
}

export function noSuchReturn(): Refusal {
  return refuse('not-found', 'there is no such return');
}
