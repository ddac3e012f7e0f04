import type { NewEvent } from '#contracts/define-event.js';
import {
  type TaxCall,
  type TaxSale,
  type TaxStage,
  TaxTransactionDelayed,
  type TaxTransactionDelayedData,
  TaxTransactionRequested,
  type TaxTransactionRequestedData,
  TaxTransactionResumed,
  type TaxTransactionResumedData,
  TaxTransactionSettled,
  type TaxTransactionSettledData,
  TaxTransactionSubmitted,
  type TaxTransactionSubmittedData,
} from '#contracts/events/tax-transaction.js';

/** What a provider outside is to know of an order, and what it is known to know. One an order, so that its calls have an order too. */
export interface TaxTransaction {
  readonly taxTransactionId: string;
  readonly orderId: string;
  readonly orderNumber: string;
  readonly storeId: string;
  /** Of the tax document. */
  readonly taxNumber: string;
  readonly orderVersion: number;
  readonly stage: TaxStage;
  readonly sale: TaxSale;
  readonly why?: string;
  /** What the provider knows for certain. */
  readonly settled?: Known;
  /** Something may be recorded: what it is, is asked before anything is sent. */
  readonly mayBeRecorded: boolean;
  readonly call?: TaxCall;
  /** Since the provider has last answered. */
  readonly tries: number;
  readonly delay?: string;
  /** When anybody may go on with it; absent where nothing is left to do, so that its index stays small. */
  readonly dueAt?: string;
}

interface Known {
  readonly orderVersion: number;
  readonly stage: TaxStage;
}

export type TaxTransactionEvent =
  | NewEvent<'tax-transaction.requested', TaxTransactionRequestedData>
  | NewEvent<'tax-transaction.resumed', TaxTransactionResumedData>
  | NewEvent<'tax-transaction.submitted', TaxTransactionSubmittedData>
  | NewEvent<'tax-transaction.delayed', TaxTransactionDelayedData>
  | NewEvent<'tax-transaction.settled', TaxTransactionSettledData>;

/** The next state; no rule, clock or I/O. */
export function evolve(transaction: TaxTransaction | null, event: TaxTransactionEvent): TaxTransaction {
  switch (event.type) {
    case TaxTransactionRequested.type:
      return requested(transaction, event.data);
    case TaxTransactionResumed.type:
      return { ...touched(existing(transaction)), call: event.data.call, dueAt: event.data.call.inHandUntil };
    case TaxTransactionSubmitted.type:
      return submitted(existing(transaction), event.data);
    case TaxTransactionDelayed.type: {
      const { call: _, ...rest } = touched(existing(transaction));
      return { ...rest, tries: event.data.tries, delay: event.data.reason, dueAt: event.data.nextAt };
    }
    case TaxTransactionSettled.type:
      return settled(existing(transaction), event.data);
  }
}

/** Whether the provider is to know something else than it does. */
export function isOpen({ settled, orderVersion, stage }: Pick<TaxTransaction, 'settled' | 'orderVersion' | 'stage'>): boolean {
  return settled?.stage !== stage || settled.orderVersion !== orderVersion;
}

export function isRecording(stage: TaxStage): boolean {
  return stage === 'saved' || stage === 'committed';
}

function requested(before: TaxTransaction | null, { sale, ...data }: TaxTransactionRequestedData): TaxTransaction {
  if (!before) {
    if (!sale) throw new Error('the first event of a tax transaction has its sale');
    return { ...data, sale, mayBeRecorded: false, tries: 0, dueAt: data.call.inHandUntil };
  }
  const known = before.call ? touched(before) : before;
  return { ...known, ...data, sale: sale ?? before.sale, dueAt: data.call.inHandUntil };
}

/** What the provider was known to know counts no more. */
function submitted(before: TaxTransaction, { stage, why, call }: TaxTransactionSubmittedData): TaxTransaction {
  const { settled: _, delay: __, ...rest } = before;
  const mayBeRecorded = before.mayBeRecorded || isRecording(stage);
  return { ...rest, stage, why, mayBeRecorded, tries: 0, call, dueAt: call.inHandUntil };
}

/** A call was begun, and nobody knows how far it came. */
function touched(transaction: TaxTransaction): TaxTransaction {
  return isRecording(transaction.stage) ? { ...transaction, mayBeRecorded: true } : transaction;
}

function settled(before: TaxTransaction, { orderVersion, stage, call }: TaxTransactionSettledData): TaxTransaction {
  const { call: _, delay: __, dueAt: ___, ...rest } = before;
  const mayBeRecorded = before.mayBeRecorded || isRecording(stage);
  return { ...rest, settled: { orderVersion, stage }, mayBeRecorded, tries: 0, ...(call && { call, dueAt: call.inHandUntil }) };
}

function existing(transaction: TaxTransaction | null): TaxTransaction {
  if (!transaction) throw new Error('the first event of a tax transaction is tax-transaction.requested');
  return transaction;
}
