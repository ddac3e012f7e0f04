import { GatewayCallDeclined, PaymentClosing } from '#contracts/events/payment.js';
import { zero } from '#contracts/money.js';
import { type Decision, isRefusal } from '#contracts/refusals.js';
import type { LocalProvider, PaymentProvider } from '../providers/provider.js';
import { type Attempt, type CallHead, settleCall, startCall } from './gateway-calls.js';
import { capturable, isAwaited, refundable, refundWanted, voidWanted } from './money-moves.js';
import { type Closing, evolve, type Payment, type PaymentEvent } from './payment.js';

/** Of the calls by which a payment is closed. */
export interface ClosingHeads {
  readonly voiding: CallHead;
  readonly refunding: CallHead;
}

/** Nothing is to be paid any more: what was promised and, unless it says otherwise, what was taken go back, as soon as no call is open. Closed again, it stays as it is. */
export function closePayment(
  payment: Payment | null,
  closing: Closing,
  heads: ClosingHeads,
  provider: PaymentProvider | LocalProvider,
): Decision<PaymentEvent> {
  if (payment === null) throw new Error('a payment is closed that is not there');
  const events: PaymentEvent[] = [];
  let state = payment;
  while (!state.openCalls || isAwaited(state)) {
    const step = giveBack(state, closing, heads, provider);
    if (isRefusal(step)) return step;
    if (step.length === 0) break;
    events.push(...step);
    state = step.reduce<Payment>(evolve, state);
  }
  // The rest follows when the gateway has answered; and what it declined is not asked for again.
  const isUnfinished = state.openCalls || state.status === 'Declined';
  return isUnfinished && state.closing === undefined ? [closingOf(payment, closing), ...events] : events;
}

/** What an open call came to; and if nothing is to be paid any more, what follows from it, by the payment's own provider. */
export function settleAndClose(
  payment: Payment | null,
  callId: string,
  attempt: Attempt,
  heads: ClosingHeads,
  provider: PaymentProvider | LocalProvider,
): Decision<PaymentEvent> {
  const settled = settleCall(payment, callId, attempt);
  if (isRefusal(settled) || settled.length === 0) return settled;
  const after = settled.reduce<Payment | null>(evolve, payment) as Payment;
  if (after.closing === undefined) return settled;
  // What it would not do once, it would not do again; once the shopper's bank has decided, it may.
  if (settled.some(({ type }) => type === GatewayCallDeclined.type)) return settled;
  const next = closePayment(after, after.closing, heads, provider);
  return isRefusal(next) ? settled : [...settled, ...next];
}

function giveBack(
  payment: Payment,
  { reason, keepsCaptured }: Closing,
  { voiding, refunding }: ClosingHeads,
  provider: PaymentProvider | LocalProvider,
): Decision<PaymentEvent> {
  if (isAwaited(payment) || (payment.status === 'Authorized' && capturable(payment).gt(zero)))
    return startCall(payment, voidWanted(payment), voiding, provider);
  if (keepsCaptured || refundable(payment).eq(zero)) return [];
  return startCall(payment, refundWanted(payment, { reasonCode: 'requested-by-customer', reason }), refunding, provider);
}

function closingOf({ paymentId, orderId }: Payment, closing: Closing): PaymentEvent {
  return PaymentClosing({ paymentId, orderId, ...closing });
}
