import type { NewEvent } from '#contracts/define-event.js';
import {
  type SettledReturn,
  type TaxCall,
  type TaxReturn,
  type TaxSale,
  type TaxStage,
  TaxTransactionCharged,
  type TaxTransactionChargedData,
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
  /** The version of the order since which the provider is to know this sale. */
  readonly saleVersion: number;
  readonly stage: TaxStage;
  readonly sale: TaxSale;
  /** What is told apart from the sale, in its order. */
  readonly returns?: readonly KnownReturn[];
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

/** A return, and how far the provider knows of it. */
export interface KnownReturn extends TaxReturn {
  /** Its tax is found, and the provider may have heard of it. */
  readonly isCharged?: true;
  /** It did not happen after all. */
  readonly isRevoked?: true;
  readonly known?: SettledReturn['known'];
}

interface Known {
  readonly orderVersion: number;
  readonly stage: TaxStage;
}

export type TaxTransactionEvent =
  | NewEvent<'tax-transaction.requested', TaxTransactionRequestedData>
  | NewEvent<'tax-transaction.resumed', TaxTransactionResumedData>
  | NewEvent<'tax-transaction.submitted', TaxTransactionSubmittedData>
  | NewEvent<'tax-transaction.charged', TaxTransactionChargedData>
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
    case TaxTransactionCharged.type:
      return charged(existing(transaction), event.data);
    case TaxTransactionSettled.type:
      return settled(existing(transaction), event.data);
  }
}

type Telling = Pick<TaxTransaction, 'settled' | 'orderVersion' | 'stage' | 'returns'>;

/** Whether the provider is to know something else than it does. */
export function isOpen(transaction: Telling): boolean {
  return isSaleOpen(transaction) || openReturns(transaction).length > 0;
}

/** The same of the sale, which comes first. */
export function isSaleOpen({ settled, orderVersion, stage }: Omit<Telling, 'returns'>): boolean {
  return settled?.stage !== stage || settled.orderVersion !== orderVersion;
}

/** Of a sale that is to be reported; the others wait. A sale that is voided has none any more. */
export function openReturns({ stage, returns = [] }: Pick<Telling, 'stage' | 'returns'>): KnownReturn[] {
  return stage === 'committed' ? returns.filter(({ isRevoked, known }) => (isRevoked ? known !== 'voided' : known === undefined)) : [];
}

/** One that the provider may have, of a sale that is to be voided. */
export function liveReturn({ returns = [] }: Pick<Telling, 'returns'>): KnownReturn | undefined {
  return returns.find(({ isCharged, known }) => isCharged && known !== 'voided');
}

/** Whether the provider knows the sale: what has changed of the order since changes nothing of it. */
export function isSaleKnown({ settled, stage, saleVersion }: Pick<TaxTransaction, 'settled' | 'stage' | 'saleVersion'>): boolean {
  return settled?.stage === stage && settled.orderVersion >= saleVersion;
}

export function isRecording(stage: TaxStage): boolean {
  return stage === 'saved' || stage === 'committed';
}

function requested(before: TaxTransaction | null, { sale, returned, revokes, ...data }: TaxTransactionRequestedData): TaxTransaction {
  if (!before) {
    if (!sale) throw new Error('the first event of a tax transaction has its sale');
    return { ...data, sale, mayBeRecorded: false, tries: 0, dueAt: data.call.inHandUntil };
  }
  const known = before.call ? touched(before) : before;
  const returns = returned || revokes ? { returns: withWish(before.returns, returned, revokes) } : {};
  return { ...known, ...data, ...returns, sale: sale ?? before.sale, dueAt: data.call.inHandUntil };
}

function withWish(before: readonly KnownReturn[] = [], returned?: TaxReturn, revokes?: string): readonly KnownReturn[] {
  const left = before.map((each) => (each.id === revokes ? { ...each, isRevoked: true as const } : each));
  return returned ? [...left, returned] : left;
}

function charged(before: TaxTransaction, { returnId, parts }: TaxTransactionChargedData): TaxTransaction {
  return withReturn(before, returnId, { parts, isCharged: true });
}

function withReturn(before: TaxTransaction, returnId: string | undefined, change: Partial<KnownReturn>): TaxTransaction {
  const { returns } = before;
  return { ...before, ...(returns && { returns: returns.map((each) => (each.id === returnId ? { ...each, ...change } : each)) }) };
}

/** What the provider was known to know counts no more. */
function submitted(before: TaxTransaction, { stage, why, call }: TaxTransactionSubmittedData): TaxTransaction {
  const { settled: _, delay: __, ...rest } = before;
  const mayBeRecorded = before.mayBeRecorded || isRecording(stage);
  const returns = rest.returns && { returns: rest.returns.map(({ known: ___, ...each }) => each) };
  return { ...rest, ...returns, stage, why, mayBeRecorded, tries: 0, call, dueAt: call.inHandUntil };
}

/** A call was begun, and nobody knows how far it came. */
function touched(transaction: TaxTransaction): TaxTransaction {
  return isRecording(transaction.stage) ? { ...transaction, mayBeRecorded: true } : transaction;
}

function settled(before: TaxTransaction, { orderVersion, stage, returned, call }: TaxTransactionSettledData): TaxTransaction {
  const { call: _, delay: __, dueAt: ___, ...rest } = returned ? withReturn(before, returned.id, { known: returned.known }) : before;
  const mayBeRecorded = before.mayBeRecorded || isRecording(stage);
  return { ...rest, settled: { orderVersion, stage }, mayBeRecorded, tries: 0, ...(call && { call, dueAt: call.inHandUntil }) };
}

function existing(transaction: TaxTransaction | null): TaxTransaction {
  if (!transaction) throw new Error('the first event of a tax transaction is tax-transaction.requested');
  return transaction;
}
