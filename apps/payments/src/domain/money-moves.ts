import type { CapturePayment, RefundDestination, RefundPayment, RefundReason } from '#contracts/commands/move-money.js';
import { decimalsObstacle } from '#contracts/decimals-obstacle.js';
import type { CallType } from '#contracts/gateway-call.js';
import { amountIn, Decimal, sum, zero } from '#contracts/money.js';
import type { RefundedLine } from '#contracts/refunded-line.js';
import { type Refusal, refuse } from '#contracts/refusals.js';
import type { Payment } from './payment.js';

/** What is to be asked of the gateway, before anything is stored of it. */
export interface Wanted {
  readonly type: CallType;
  readonly amount: string;
  readonly isLast?: boolean;
  readonly token?: string;
  readonly reasonCode?: RefundReason;
  readonly reason?: string;
  /** Of a refund that does not go back to where the money was taken from. */
  readonly destination?: Exclude<RefundDestination, 'original'>;
  /** Of a refund by amount, for goods that are kept. */
  readonly allowance?: boolean;
  /** Of a refund by lines. */
  readonly lines?: RefundedLine[];
  readonly turn?: number;
}

/** What could still be captured: promised, not taken, and not on its way to be. */
export function capturable(payment: Payment): Decimal {
  return Decimal(payment.authorizedAmount).minus(payment.capturedAmount).minus(onItsWay(payment, 'capture'));
}

/** What could still go back: taken, not given back, and not on its way. */
export function refundable(payment: Payment): Decimal {
  return Decimal(payment.capturedAmount).minus(payment.refundedAmount).minus(onItsWay(payment, 'refund'));
}

/** Asks once more for a promise that was declined, with other means. */
export function authorizationWanted({ status, amount, closing }: Payment, token: string | undefined): Wanted | Refusal {
  if (closing !== undefined) return refuse('order-cancelled', closing.reason);
  if (status !== 'Declined') return refuse('not-declined', `the payment is ${status}`);
  return { type: 'authorization', amount, ...(token === undefined ? {} : { token }) };
}

/** Takes money of what was promised, never more than that. `amount` left out is all that is left. */
export function captureWanted(payment: Payment, { amount: asked }: CapturePayment): Wanted | Refusal {
  const obstacle = notAuthorized(payment);
  if (obstacle) return obstacle;
  const left = capturable(payment);
  const amount = checked(payment, asked, left, 'capture-exceeds-authorized');
  return typeof amount === 'string' ? { type: 'capture', amount, isLast: left.eq(amount) && !isCapturing(payment) } : amount;
}

/** Gives money back that was taken, never more than that. `amount` left out is all that was not given back yet. */
export function refundWanted(
  payment: Payment,
  { amount: asked, allowance, reasonCode, reason, destination }: RefundPayment,
): Wanted | Refusal {
  const amount = checked(payment, asked, refundable(payment), 'refund-exceeds-captured');
  if (typeof amount !== 'string') return amount;
  const toCredit = destination === 'credit';
  if (toCredit && !payment.payer)
    return refuse('payer-not-known', 'store credit is of a customer, and the order names none', 'destination');
  return {
    ...{ type: 'refund', amount, reasonCode },
    ...(reason === undefined ? {} : { reason }),
    ...(toCredit && { destination }),
    ...(allowance && { allowance }),
  };
}

/** Gives back what was promised and not taken; or calls off what the gateway waits for the shopper to promise. */
export function voidWanted(payment: Payment): Wanted | Refusal {
  if (isAwaited(payment)) return { type: 'void', amount: payment.amount };
  const obstacle = notAuthorized(payment);
  if (obstacle) return obstacle;
  if (isCapturing(payment)) return refuse('call-in-flight', 'a capture is on its way; try again when it is settled');
  return { type: 'void', amount: amountIn(capturable(payment), payment.currency) };
}

/** Whether all that is open is that the gateway waits, mostly for the shopper. */
export function isAwaited({ openCalls = [] }: Payment): boolean {
  return openCalls.length === 1 && openCalls[0]?.type === 'authorization' && openCalls[0].reference !== undefined;
}

export function isCapturing(payment: Payment): boolean {
  return onItsWay(payment, 'capture').gt(zero);
}

function notAuthorized(payment: Payment): Refusal | undefined {
  if (payment.status !== 'Authorized') return refuse('not-authorized', `the payment is ${payment.status}`);
  const isVoiding = payment.openCalls?.some(({ type }) => type === 'void');
  return isVoiding ? refuse('call-in-flight', 'it is being voided; try again when that is settled') : undefined;
}

function onItsWay({ openCalls = [] }: Payment, type: 'capture' | 'refund'): Decimal {
  return sum(openCalls.filter((call) => call.type === type).map(({ amount }) => Decimal(amount)));
}

type Excess = 'capture-exceeds-authorized' | 'refund-exceeds-captured';

/** The amount that is to move, or what stands against it. */
function checked({ currency }: Payment, asked: string | undefined, left: Decimal, code: Excess): string | Refusal {
  const amount = asked === undefined ? left : Decimal(asked);
  const obstacle = decimalsObstacle(amount, currency);
  if (obstacle) return obstacle;
  if (amount.lte(left) && amount.gt(zero)) return amountIn(amount, currency);
  const rest = amountIn(left, currency);
  return { ...refuse(code, `${rest} ${currency} is left`, 'amount'), more: { left: rest } };
}
