import { PaymentDeclined, PaymentOpened, type PaymentOpenedData } from '#contracts/events/payment.js';
import { type Decision, isRefusal, type Refusal } from '#contracts/refusals.js';
import type { LocalProvider, PaymentProvider } from '../providers/provider.js';
import { type CallHead, startCall } from './gateway-calls.js';
import { evolve, type Payment, type PaymentEvent } from './payment.js';

/** A payment is opened, and with it the call for its authorization begins. Where the gateway could never authorize it, it is declined. */
export function openPayment(
  payment: Payment | null,
  opening: PaymentOpenedData,
  token: string | undefined,
  head: CallHead,
  provider: PaymentProvider | LocalProvider,
): Decision<PaymentEvent> {
  if (payment !== null) return [];
  const opened = PaymentOpened(opening);
  const wanted = { type: 'authorization' as const, amount: opening.amount, ...(token === undefined ? {} : { token }) };
  const call = startCall(evolve(null, opened), wanted, head, provider);
  return [opened, ...(isRefusal(call) ? [declined(opening, head, call)] : call)];
}

/** Nobody was asked, and the log says why. */
function declined(opening: PaymentOpenedData, { id, idempotencyKey, at }: CallHead, obstacle: Refusal): PaymentEvent {
  const { paymentId, number, orderId, gateway, currency, amount } = opening;
  const transaction = {
    ...{ id, callId: id, type: 'authorization' as const, status: 'declined' as const, amount, idempotencyKey },
    ...{ request: `authorization ${amount} ${currency}`, response: obstacle.detail, responseCode: obstacle.refused },
    ...{ attempts: 1, processedAt: at },
  };
  return PaymentDeclined({ paymentId, number, orderId, gateway, currency, amount, transaction });
}
