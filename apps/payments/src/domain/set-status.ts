import { PaymentStatusSet } from '#contracts/events/payment.js';
import { type Decision, refuse } from '#contracts/refusals.js';
import { type StatusPolicy, transitionObstacle } from '#contracts/statuses.js';
import type { Payment, PaymentEvent } from './payment.js';

/** What people call a payment, beside what its money says; called so again, it stays as it is. */
export function setStatus(payment: Payment, status: string, policy: StatusPolicy | undefined): Decision<PaymentEvent> {
  if (!policy) return refuse('unknown-status', 'the store has no statuses of payments (`paymentStatuses`)', 'status');
  const { paymentId, number, orderId, storeStatus } = payment;
  if (storeStatus === status) return [];
  const obstacle =
    storeStatus === undefined
      ? transitionObstacle('', status, { statuses: policy.statuses }, 'status')
      : transitionObstacle(storeStatus, status, policy, 'status');
  return obstacle ?? [PaymentStatusSet({ paymentId, number, orderId, storeStatus: status })];
}
