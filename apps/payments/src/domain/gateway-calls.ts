import {
  GatewayCallDeclined,
  GatewayCallRequested,
  GatewayCallUnsettled,
  PaymentAuthorized,
  PaymentCaptured,
  PaymentDeclined,
  type PaymentMovedData,
  PaymentRefunded,
  PaymentVoided,
  RefundFailed,
} from '#contracts/events/payment.js';
import type { GatewayCall, GatewayTransaction } from '#contracts/gateway-call.js';
import { amountIn, Decimal, zero } from '#contracts/money.js';
import { type Decision, isRefusal, type Refusal, refuse } from '#contracts/refusals.js';
import type { CallToMake, GatewayAnswer, LocalProvider, PaymentProvider } from '../providers/provider.js';
import { isCapturing, type Wanted } from './money-moves.js';
import { type Payment, type PaymentEvent, whyRefunded } from './payment.js';

/** The head of a call. `inHandUntil`: when others may make it, since who stores it has had the time to. */
export type CallHead = Pick<GatewayCall, 'id' | 'idempotencyKey' | 'addresses'> & { readonly at: string; readonly inHandUntil: string };

/** What came of one try of a call; without an answer, nobody knows whether the gateway has acted. `retryAt`: when to ask again, if need be. */
export interface Attempt {
  readonly id: string;
  /** How often the gateway had been asked before it. */
  readonly tried: number;
  readonly answer?: GatewayAnswer;
  /** What went wrong instead of an answer. */
  readonly failure?: string;
  readonly at: string;
  readonly retryAt: string;
}

/**
 * A call to the gateway begins: its request and key are stored before the gateway hears of it. Where nobody is to be asked, its outcome
 * is stored instead. Refused where the gateway could never do it.
 */
export function startCall(
  payment: Payment,
  wanted: Wanted | Refusal,
  head: CallHead,
  provider: PaymentProvider | LocalProvider,
): Decision<PaymentEvent> {
  if (isRefusal(wanted) || isKnown(payment, head.id)) return isRefusal(wanted) ? wanted : [];
  const { token: _, ...what } = wanted;
  const takesAll = !provider.capabilities.severalCaptures;
  if (what.type === 'capture' && takesAll && isCapturing(payment)) return refuse('call-in-flight', 'another capture is on its way');
  const isLast = what.isLast || takesAll;
  const call = { ...head, ...what, ...(what.type === 'capture' ? { isLast } : {}) };
  const toMake = callToMake(payment, { ...wanted, ...call }, head.id);
  if ('answer' in provider) {
    const exchange = transactionOf(
      { ...call, request: `${call.type} ${call.amount} ${payment.currency}` },
      1,
      provider.answer(toMake),
      head,
    );
    return outcome(payment, call, exchange);
  }
  const obstacle = provider.obstacle(toMake);
  if (obstacle) return obstacle;
  const { at: requestedAt, inHandUntil: nextAt, ...rest } = call;
  const { paymentId, orderId } = payment;
  return [GatewayCallRequested({ paymentId, orderId, call: { ...rest, request: provider.prepare(toMake), requestedAt, nextAt } })];
}

/** What an open call came to, once: for one that is not open any more, an answer is nothing new. */
export function settleCall(payment: Payment | null, callId: string, attempt: Attempt): Decision<PaymentEvent> {
  if (payment === null) throw new Error('a gateway answered for a payment that is not there');
  const call = payment.openCalls?.find(({ id }) => id === callId);
  if (!call) return [];
  const exchange = transactionOf(call, attempt.tried + 1, attempt.answer, attempt);
  if (attempt.answer && attempt.answer.status !== 'pending') return outcome(payment, call, exchange, attempt.answer.authorizedUntil);
  // Several replicas may have asked at once: that nobody knows yet is told once.
  if (call.attempts > attempt.tried) return [];
  const { paymentId, orderId } = payment;
  return [GatewayCallUnsettled({ paymentId, orderId, transaction: exchange, nextAt: attempt.retryAt })];
}

/** A refund that had succeeded has come back. Told again, it is nothing new. */
export function failRefund(payment: Payment | null, refundId: string, attempt: Attempt): Decision<PaymentEvent> {
  if (payment === null) throw new Error('a gateway answered for a payment that is not there');
  const refund = payment.refunds?.find(({ id, status }) => id === refundId && status === 'Processed');
  const done = payment.transactions.find(({ callId, status }) => callId === refundId && status === 'succeeded');
  if (!refund || !done) return [];
  const refunded = amountIn(Decimal(payment.refundedAmount).minus(refund.amount), payment.currency);
  const transaction = transactionOf(done, attempt.tried + 1, attempt.answer, attempt);
  const status = statusOf(payment.authorizedAmount, payment.capturedAmount, refunded);
  return [RefundFailed({ ...factsOf(payment), refunded, status, transaction })];
}

/** What of a payment a provider needs to know. */
export function callToMake(
  payment: Payment,
  { type, amount, isLast, token, reasonCode, destination }: Omit<Wanted, 'reason'>,
  id: string,
): CallToMake {
  const { paymentId, orderId, orderNumber, storeId, currency, payer, gatewayReference } = payment;
  return {
    ...{ id, type, amount, currency, paymentId, orderId, orderNumber, storeId },
    ...(payer === undefined ? {} : { payerId: payer.id }),
    ...(gatewayReference === undefined || destination ? {} : { paymentReference: gatewayReference }),
    ...(destination && { destination }),
    ...(isLast === undefined ? {} : { isLast }),
    ...(token === undefined ? {} : { token }),
    ...(reasonCode === undefined ? {} : { reasonCode }),
    ...(type === 'void' && Decimal(payment.capturedAmount).gt(zero) ? { isPartlyCaptured: true } : {}),
  };
}

/** Whether a call was begun before: a repeat that comes when its request's key is forgotten moves nothing again. */
function isKnown({ openCalls = [], transactions }: Payment, callId: string): boolean {
  return openCalls.some(({ id }) => id === callId) || transactions.some((transaction) => transaction.callId === callId);
}

type Settling = Pick<
  GatewayCall,
  'id' | 'type' | 'amount' | 'isLast' | 'reasonCode' | 'reason' | 'destination' | 'lines' | 'allowance' | 'turn'
>;

function outcome(payment: Payment, call: Settling, transaction: GatewayTransaction, authorizedUntil?: string): readonly PaymentEvent[] {
  const { number, paymentId, orderId, gateway, currency, amount, capturedAmount: captured, refundedAmount: refunded } = payment;
  const settled = { paymentId, number, orderId, gateway, currency, amount, transaction };
  if (call.type === 'authorization') {
    if (transaction.status === 'declined') return [PaymentDeclined(settled)];
    return [PaymentAuthorized({ ...settled, ...(authorizedUntil && { authorizedUntil }) })];
  }
  const unmoved = { ...factsOf(payment), transaction };
  if (transaction.status === 'declined') return [GatewayCallDeclined(unmoved)];
  const plus = (sum: string) => amountIn(Decimal(sum).plus(call.amount), currency);
  const done = { id: call.id, amount: call.amount, at: transaction.processedAt };
  if (call.type === 'capture') {
    const sum = plus(captured);
    const authorized = call.isLast ? sum : payment.authorizedAmount;
    return [PaymentCaptured({ ...unmoved, authorized, captured: sum, status: statusOf(authorized, sum, refunded), capture: done })];
  }
  if (call.type === 'void') return [PaymentVoided({ ...unmoved, authorized: captured, status: statusOf(captured, captured, refunded) })];
  const refund = { ...done, ...whyRefunded(call), ...(call.turn === undefined ? {} : { turn: call.turn }) };
  const status = statusOf(payment.authorizedAmount, captured, plus(refunded));
  return [PaymentRefunded({ ...unmoved, refunded: plus(refunded), status, refund })];
}

type Asked = Pick<GatewayCall, 'type' | 'amount' | 'idempotencyKey' | 'request' | 'addresses'> &
  ({ readonly id: string } | { readonly callId: string });

function transactionOf(
  call: Asked,
  attempts: number,
  answer: Omit<GatewayAnswer, 'authorizedUntil'> | undefined,
  { id, at, failure = 'no answer' }: Pick<Attempt, 'id' | 'at' | 'failure'>,
): GatewayTransaction {
  const { type, amount, idempotencyKey, request, addresses } = call;
  return {
    id,
    callId: 'callId' in call ? call.callId : call.id,
    ...{ type, status: answer?.status ?? 'unanswered', amount, idempotencyKey, request },
    response: answer?.response ?? failure,
    responseCode: answer?.responseCode ?? 'unanswered',
    ...(addresses === undefined ? {} : { addresses }),
    ...(answer?.reference === undefined ? {} : { reference: answer.reference }),
    ...{ attempts, processedAt: at },
  };
}

/** While some of the promise is left to take, a payment stays authorized, whatever was given back. */
function statusOf(
  authorized: string,
  captured: string,
  refunded: string,
): 'Authorized' | 'Voided' | 'Paid' | 'PartiallyRefunded' | 'Refunded' {
  if (Decimal(captured).lt(authorized)) return 'Authorized';
  if (Decimal(captured).eq(zero)) return 'Voided';
  if (Decimal(refunded).eq(zero)) return 'Paid';
  return Decimal(refunded).eq(captured) ? 'Refunded' : 'PartiallyRefunded';
}

/** The payment as it is, for an event that changes some of it. */
function factsOf(payment: Payment) {
  const { paymentId, number, orderId, gateway, currency, amount, status, authorizedAmount, capturedAmount, refundedAmount } = payment;
  const isMoving = {
    status: status as PaymentMovedData['status'],
    authorized: authorizedAmount,
    captured: capturedAmount,
    refunded: refundedAmount,
  };
  return { paymentId, number, orderId, gateway, currency, amount, ...isMoving };
}
