import type { CallType } from '#contracts/gateway-call.js';
import { Decimal, sum, zero } from '#contracts/money.js';
import type { GatewayAnswer } from '../provider.js';
import type { Behaviour } from './behaviour.js';

export type Outcome = Pick<GatewayAnswer, 'status' | 'responseCode'>;

/** A call that the sandbox has carried out or declined, once. */
export interface SandboxAct {
  readonly key: string;
  readonly callId: string;
  readonly type: CallType;
  readonly amount: string;
  /** As it came: the same key with another request is an error. */
  readonly request: string;
  readonly reference: string;
  /** As it was answered at once, and is on every repeat. */
  readonly outcome: Outcome;
  /** What it comes to when it is asked about. */
  readonly later?: Outcome;
  readonly isLater?: boolean;
  readonly at: string;
  readonly authorizedUntil?: string;
}

/** What the sandbox knows of one authorization and of all that followed from it; `_id` is its reference. */
export interface SandboxPayment {
  readonly _id: string;
  readonly version: number;
  readonly paymentId: string;
  readonly currency: string;
  /** What its authorization came with; it tells what becomes of the calls after it. */
  readonly token?: string;
  readonly acts: readonly SandboxAct[];
}

/** What is true of an act now. */
export function outcomeNow({ outcome, later, isLater }: SandboxAct): Outcome {
  return isLater && later ? later : outcome;
}

/** How a call ends: against it stand the amounts that there are, then what the sandbox was told to do. */
export function decideOutcome(
  payment: SandboxPayment | null,
  call: Pick<SandboxAct, 'type' | 'amount'>,
  behaviour: Behaviour | undefined,
  now: string,
): Pick<SandboxAct, 'outcome' | 'later'> {
  const obstacle = obstacleTo(payment, call, now);
  if (obstacle !== undefined) return { outcome: declined(obstacle) };
  switch (behaviour) {
    case 'decline':
      return { outcome: declined('sandbox_decline') };
    case 'pending':
      return { outcome: pending, later: approved };
    case 'pending-decline':
      return { outcome: pending, later: declined('sandbox_decline') };
    case 'fails-later':
      return { outcome: approved, later: declined('refund_failed') };
    default:
      return { outcome: approved };
  }
}

const approved: Outcome = { status: 'succeeded', responseCode: 'approved' };
const pending: Outcome = { status: 'pending', responseCode: 'in_process' };

function declined(responseCode: string): Outcome {
  return { status: 'declined', responseCode };
}

function obstacleTo(
  payment: SandboxPayment | null,
  { type, amount }: Pick<SandboxAct, 'type' | 'amount'>,
  now: string,
): string | undefined {
  if (type === 'authorization') return undefined;
  const authorization = payment?.acts.find((act) => act.type === 'authorization');
  if (!payment || !authorization || outcomeNow(authorization).status !== 'succeeded') return 'not_authorized';
  const captured = total(payment, 'capture');
  if (type === 'refund') return captured.minus(total(payment, 'refund')).lt(amount) ? 'exceeds_captured' : undefined;
  const left = Decimal(authorization.amount).minus(captured).minus(total(payment, 'void'));
  if (left.lt(amount) || left.eq(zero)) return 'exceeds_authorized';
  return type === 'capture' && (authorization.authorizedUntil ?? now) < now ? 'authorization_expired' : undefined;
}

/** What moved by one type of call, or is about to. */
function total({ acts }: SandboxPayment, type: CallType): Decimal {
  const moved = acts.filter((act) => act.type === type && outcomeNow(act).status !== 'declined');
  return sum(moved.map(({ amount }) => Decimal(amount)));
}
