import type { NewEvent } from '#contracts/define-event.js';
import {
  type AuthorizationSettledData,
  GatewayCallDeclined,
  GatewayCallRequested,
  type GatewayCallRequestedData,
  GatewayCallUnsettled,
  type GatewayCallUnsettledData,
  PaymentAuthorized,
  type PaymentAuthorizedData,
  PaymentCaptured,
  type PaymentCapturedData,
  PaymentClosing,
  type PaymentClosingData,
  PaymentDeclined,
  PaymentExpired,
  PaymentExpiring,
  type PaymentExpiryData,
  type PaymentMovedData,
  PaymentOpened,
  type PaymentOpenedData,
  PaymentRefunded,
  type PaymentRefundedData,
  PaymentStatusSet,
  type PaymentStatusSetData,
  PaymentVoided,
  type Refund,
  RefundFailed,
} from '#contracts/events/payment.js';
import type { GatewayCall, GatewayTransaction } from '#contracts/gateway-call.js';
import type { CaptureDocument, PaymentState, RefundDocument } from '#contracts/payment-summary.js';

/** A call of which the gateway has not said for sure what became of it. */
export interface OpenCall extends GatewayCall {
  /** How often the gateway was asked. */
  readonly attempts: number;
  /** The gateway's own id of its effect, once it has told one. */
  readonly reference?: string;
}

/** Why nothing is to be paid any more, and whether what was taken stays. */
export type Closing = Pick<PaymentClosingData, 'reason' | 'keepsCaptured'>;

/** A payment's state, with the whole log of what was exchanged with its gateway. */
export interface Payment extends PaymentOpenedData {
  readonly status: PaymentState;
  /** What people call it, beside what its money says. */
  readonly storeStatus?: string;
  readonly authorizedAmount: string;
  readonly capturedAmount: string;
  readonly refundedAmount: string;
  readonly captures?: readonly CaptureDocument[];
  readonly refunds?: readonly RefundDocument[];
  /** The gateway's own id of what it authorized, or is about to. */
  readonly gatewayReference?: string;
  readonly authorizedUntil?: string;
  /** Whether it was told that its promise ends, or that it has. */
  readonly expiry?: 'told' | 'over';
  readonly openCalls?: readonly OpenCall[];
  /** When the next of them is due; what the reconciler looks for. */
  readonly callDueAt?: string;
  /** Why nothing is to be paid any more, while calls are open or after it was declined. */
  readonly closing?: Closing;
  /** The turns of its refunds by lines, of which no other payment of the order has any. */
  readonly lineTurns?: readonly number[];
  readonly transactions: readonly GatewayTransaction[];
}

export type PaymentEvent =
  | NewEvent<'payment.opened', PaymentOpenedData>
  | NewEvent<'gateway-call.requested', GatewayCallRequestedData>
  | NewEvent<'gateway-call.unsettled', GatewayCallUnsettledData>
  | NewEvent<'gateway-call.declined', PaymentMovedData>
  | NewEvent<'payment.authorized', PaymentAuthorizedData>
  | NewEvent<'payment.declined', AuthorizationSettledData>
  | NewEvent<'payment.captured', PaymentCapturedData>
  | NewEvent<'payment.refunded', PaymentRefundedData>
  | NewEvent<'payment.voided', PaymentMovedData>
  | NewEvent<'refund.failed', PaymentMovedData>
  | NewEvent<'payment.closing', PaymentClosingData>
  | NewEvent<'payment.status-set', PaymentStatusSetData>
  | NewEvent<'payment.expiring', PaymentExpiryData>
  | NewEvent<'payment.expired', PaymentExpiryData>;

/** The next state; no rule, clock or I/O. */
export function evolve(payment: Payment | null, event: PaymentEvent): Payment {
  if (event.type === PaymentOpened.type) {
    return { ...event.data, status: 'Pending', authorizedAmount: '0', capturedAmount: '0', refundedAmount: '0', transactions: [] };
  }
  if (!payment) throw new Error('the first event of a payment is payment.opened');
  switch (event.type) {
    case GatewayCallRequested.type:
      return withCall(payment, event.data.call);
    case GatewayCallUnsettled.type:
      return unsettled(payment, event.data);
    case PaymentAuthorized.type: {
      const { amount, authorizedUntil } = event.data;
      return {
        ...settled(payment, event.data),
        status: 'Authorized',
        authorizedAmount: amount,
        ...(authorizedUntil && { authorizedUntil }),
      };
    }
    case PaymentDeclined.type:
      return { ...settled(payment, event.data), status: 'Declined' };
    case PaymentCaptured.type: {
      const { capture } = event.data;
      const after = moved(payment, event.data);
      return { ...after, captures: withNewest(after.captures, { ...capture, status: 'Processed' }) };
    }
    case PaymentRefunded.type: {
      const { turn, ...refund } = event.data.refund;
      const after = moved(payment, event.data);
      return withTurn({ ...after, refunds: withNewest(after.refunds, { ...refund, status: 'Processed' }) }, turn);
    }
    case PaymentVoided.type:
      return calledOff(moved(payment, event.data));
    case GatewayCallDeclined.type:
    case RefundFailed.type:
      return rejected(moved(payment, event.data), event.data.transaction);
    case PaymentStatusSet.type:
      return { ...payment, storeStatus: event.data.storeStatus };
    case PaymentExpiring.type:
      return { ...payment, expiry: 'told' };
    case PaymentExpired.type:
      return { ...payment, expiry: 'over' };
    case PaymentClosing.type:
      return { ...payment, closing: closingOf(event.data) };
  }
}

function withCall(payment: Payment, call: GatewayCall): Payment {
  const { id, type, amount, turn } = call;
  const next = due({ ...payment, openCalls: [...(payment.openCalls ?? []), { ...call, attempts: 0 }] });
  if (type === 'authorization') return { ...next, status: 'Pending' };
  if (type === 'capture') return { ...next, captures: withNewest(payment.captures, { id, amount, status: 'Pending' }) };
  if (type === 'void') return next;
  const refund = { id, amount, status: 'Pending' as const, ...whyRefunded(call) };
  return withTurn({ ...next, refunds: withNewest(payment.refunds, refund) }, turn);
}

/** Why a refund is made, where its money goes, and for what. */
export function whyRefunded({ reasonCode = 'other', reason, destination, lines, allowance }: Partial<Refund>) {
  return {
    reasonCode,
    ...(reason === undefined ? {} : { reason }),
    ...(destination && { destination }),
    ...(lines && { lines }),
    ...(allowance && { allowance }),
  };
}

function withTurn(payment: Payment, turn: number | undefined): Payment {
  const { lineTurns = [] } = payment;
  return turn === undefined || lineTurns.includes(turn) ? payment : { ...payment, lineTurns: [...lineTurns, turn] };
}

/** With one exchange more in the log, and what the gateway called its effect. */
function logged(payment: Payment, transaction: GatewayTransaction): Payment {
  const { type, reference } = transaction;
  const next = { ...payment, transactions: [...payment.transactions, transaction] };
  return type === 'authorization' && reference !== undefined ? { ...next, gatewayReference: reference } : next;
}

function unsettled(payment: Payment, { transaction, nextAt }: GatewayCallUnsettledData): Payment {
  const { callId, attempts, reference } = transaction;
  const openCalls = payment.openCalls?.map((call) =>
    call.id === callId ? { ...call, attempts, nextAt, ...(reference === undefined ? {} : { reference }) } : call,
  );
  return due({ ...logged(payment, transaction), ...(openCalls && { openCalls }) });
}

function settled(payment: Payment, { transaction }: AuthorizationSettledData): Payment {
  const openCalls = payment.openCalls?.filter(({ id }) => id !== transaction.callId);
  return due({ ...logged(payment, transaction), ...(openCalls && { openCalls }) });
}

function moved(payment: Payment, data: PaymentMovedData): Payment {
  const { status, authorized, captured, refunded } = data;
  return { ...settled(payment, data), status, authorizedAmount: authorized, capturedAmount: captured, refundedAmount: refunded };
}

function closingOf({ reason, keepsCaptured }: Closing): Closing {
  return { reason, ...(keepsCaptured && { keepsCaptured }) };
}

/** Nobody waits any more for a promise that was called off. */
function calledOff(payment: Payment): Payment {
  const openCalls = payment.openCalls?.filter(({ type }) => type !== 'authorization');
  return openCalls ? due({ ...payment, openCalls }) : payment;
}

/** A closing that the gateway refuses to help with ends here, unless another call is open: a person has to look at it. */
function rejected({ closing, ...payment }: Payment, { callId, responseCode }: GatewayTransaction): Payment {
  const reject = <Document extends CaptureDocument>(documents: readonly Document[]) =>
    documents.map((each) => (each.id === callId ? { ...each, status: 'Rejected' as const, rejectCode: responseCode } : each));
  const { captures, refunds } = payment;
  const stays = closing !== undefined && payment.openCalls ? { closing } : {};
  return { ...payment, ...stays, ...(captures && { captures: reject(captures) }), ...(refunds && { refunds: reject(refunds) }) };
}

/** Without open calls, nothing of them is kept, so that the index of those that have some stays small. */
function due({ openCalls = [], callDueAt: _, ...payment }: Payment): Payment {
  const first = openCalls.map(({ nextAt }) => nextAt).sort()[0];
  return first === undefined ? payment : { ...payment, openCalls, callDueAt: first };
}

/** The newest in the place of the one with its id, or at the end. */
function withNewest<Document extends { readonly id: string }>(documents: readonly Document[] = [], newest: Document): readonly Document[] {
  const known = documents.some(({ id }) => id === newest.id);
  return known ? documents.map((each) => (each.id === newest.id ? { ...each, ...newest } : each)) : [...documents, newest];
}
