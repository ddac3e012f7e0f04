import { isDeepStrictEqual } from 'node:util';
import type { TaxAmounts } from '#contracts/events/tax.js';
import {
  type SettledReturn,
  type TaxCall,
  type TaxReturn,
  type TaxSale,
  type TaxStage,
  TaxTransactionCharged,
  TaxTransactionDelayed,
  type TaxTransactionDelayedData,
  TaxTransactionRequested,
  TaxTransactionResumed,
  TaxTransactionSettled,
  TaxTransactionSubmitted,
} from '#contracts/events/tax-transaction.js';
import type { Decision } from '#contracts/refusals.js';
import { chargedReturns } from './charge-returns.js';
import { isRevocable } from './given-back.js';
import { isSameSale } from './nets.js';
import { evolve, isOpen, type TaxTransaction, type TaxTransactionEvent } from './tax-transaction.js';

/** What an order asks for: another sale, or another stage of the same. */
export interface Wish {
  readonly orderVersion: number;
  readonly sale?: TaxSale;
  readonly stage: TaxStage;
  readonly why?: string;
  /** The order waits for an answer, even if what is asked is the same. */
  readonly isTold?: boolean;
  /** What came back or was given back of the sale, which is told apart. */
  readonly returned?: TaxReturn;
  /** The return whose refund came back. */
  readonly revokes?: string;
}

type Head = Pick<TaxTransaction, 'taxTransactionId' | 'orderId' | 'orderNumber' | 'storeId' | 'taxNumber'>;

const steps: readonly TaxStage[] = ['estimated', 'saved', 'committed', 'voided'];

/**
 * The provider is to know of this. A stage never goes back, and what is voided stays so. Whoever has the transaction in hand goes on with it;
 * otherwise whoever stores this has.
 */
export function requestTax(
  before: TaxTransaction | null,
  head: Head,
  wish: Wish,
  call: TaxCall,
  now: string,
): Decision<TaxTransactionEvent> {
  if (before?.stage === 'voided') return [];
  const stage = before && steps.indexOf(wish.stage) < steps.indexOf(before.stage) ? before.stage : wish.stage;
  const { sale, orderVersion, why, isTold } = wish;
  const isSame = before && !isTold && before.stage === stage && (!sale || isDeepStrictEqual(sale, before.sale));
  const ofReturns = returnsWished(before, wish);
  if (before && ((isSame && !ofReturns) || before.orderVersion > orderVersion)) return [];
  const inHand = before?.call && before.call.inHandUntil > now ? before.call : call;
  return [
    TaxTransactionRequested({
      ...head,
      taxNumber: before?.taxNumber ?? head.taxNumber,
      orderVersion: sale || !before ? orderVersion : before.orderVersion,
      saleVersion: before && (!sale || isSameSale(sale, before.sale)) ? before.saleVersion : orderVersion,
      stage,
      ...(sale && { sale }),
      ...ofReturns,
      ...(why !== undefined && { why }),
      call: inHand,
    }),
  ];
}

/**
 * The provider is told again, whatever it was known to know. `commits`: of what the store's policy has not committed yet, too. Whoever has the
 * transaction in hand goes on with it.
 */
export function submitTax(
  before: TaxTransaction | null,
  commits: boolean,
  why: string,
  call: TaxCall,
  now: string,
): Decision<TaxTransactionEvent> {
  if (!before || obstacleToSubmitting(before, commits)) return [];
  const stage = stageIfSubmitted(before, commits);
  const isInHand = before.call !== undefined && before.call.inHandUntil > now;
  if (isInHand && stage === before.stage) return [];
  return [TaxTransactionSubmitted({ ...part(before), stage, why, call: isInHand ? (before.call as TaxCall) : call })];
}

/** Why there is nothing that the provider could be told, for people. */
export function obstacleToSubmitting(transaction: TaxTransaction, commits: boolean): string | undefined {
  const { stage, mayBeRecorded } = transaction;
  if (stage === 'voided' && !mayBeRecorded) return 'it was cancelled before anything of it was recorded';
  const isAskedOnly = stageIfSubmitted(transaction, commits) === 'estimated' && !isOpen(transaction);
  return isAskedOnly ? 'by the policy of its store it is not recorded yet; "commit": true does it' : undefined;
}

function stageIfSubmitted({ stage }: TaxTransaction, commits: boolean): TaxStage {
  return commits && stage !== 'voided' ? 'committed' : stage;
}

/** What is new of them; a refund is revoked only as long as nothing of what it gave back has come back since. */
function returnsWished(before: TaxTransaction | null, { returned, revokes }: Wish): Pick<Wish, 'returned' | 'revokes'> | undefined {
  const known = before?.returns?.find(({ id }) => id === (returned?.id ?? revokes));
  if (returned) return known ? undefined : { returned };
  return before && known && revokes !== undefined && !known.isRevoked && isRevocable(before, known) ? { revokes } : undefined;
}

/** The tax that goes back with a return is found, before the provider hears of it. Of whoever has lost it to another, nothing counts. */
export function chargeReturn(
  before: TaxTransaction | null,
  callId: string,
  id: string,
  amounts: TaxAmounts,
): Decision<TaxTransactionEvent> {
  if (before?.call?.id !== callId) return [];
  const charged = chargedReturns(before, amounts).find((each) => each.id === id);
  return charged && !charged.isCharged && !charged.isRevoked
    ? [TaxTransactionCharged({ ...part(before), returnId: id, parts: charged.parts })]
    : [];
}

/** Somebody else goes on with what is due. */
export function resumeTax(before: TaxTransaction | null, call: TaxCall, now: string): Decision<TaxTransactionEvent> {
  if (!before?.dueAt || before.dueAt > now) return [];
  return [TaxTransactionResumed({ ...part(before), call })];
}

/**
 * What nobody knows the outcome of stays open, and what was refused too; what was wished meanwhile waits for none of that. Of whoever has lost it
 * to another, nothing counts.
 */
export function delayTax(
  before: TaxTransaction | null,
  callId: string,
  told: Pick<TaxTransaction, 'orderVersion' | 'stage' | 'returns'>,
  { reason, isRefused, tries, nextAt }: Pick<TaxTransactionDelayedData, 'reason' | 'isRefused' | 'tries' | 'nextAt'>,
  now: string,
): Decision<TaxTransactionEvent> {
  if (before?.call?.id !== callId) return [];
  const isNewer =
    before.orderVersion !== told.orderVersion || before.stage !== told.stage || before.returns?.length !== told.returns?.length;
  return [TaxTransactionDelayed({ ...part(before), reason, isRefused, tries, nextAt: isNewer ? now : nextAt })];
}

/** The provider knows so much of the sale, and of a return; `next` is for what is left, or was asked for meanwhile. */
export function settleTax(
  before: TaxTransaction | null,
  callId: string,
  { orderVersion, stage }: Pick<TaxTransaction, 'orderVersion' | 'stage'>,
  next: TaxCall,
  returned?: SettledReturn,
): Decision<TaxTransactionEvent> {
  if (before?.call?.id !== callId) return [];
  const settled = TaxTransactionSettled({ ...part(before), orderVersion, stage, ...(returned && { returned }) });
  return isOpen(evolve(before, settled)) ? [{ ...settled, data: { ...settled.data, call: next } }] : [settled];
}

function part({ taxTransactionId, orderId }: TaxTransaction) {
  return { taxTransactionId, orderId };
}
