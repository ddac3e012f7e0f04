import type { Fields } from './verify-shapes.js';

type Call = { readonly inHandUntil: string };

/** What the events of a tax transaction make of it, by docs/events.md. */
export const taxTransactionRules: Readonly<Record<string, (before: Fields, data: Fields, version: number) => Fields>> = {
  'tax-transaction.requested': (before, { sale, ...data }, version) => ({
    ...(before.call ? begun(before) : before),
    ...(version === 1 && { mayBeRecorded: false, tries: 0 }),
    ...data,
    sale: sale ?? before.sale,
    dueAt: (data.call as Call).inHandUntil,
  }),
  'tax-transaction.resumed': (before, { call }) => ({ ...begun(before), call, dueAt: (call as Call).inHandUntil }),
  'tax-transaction.submitted': (before, { stage, why, call }) => ({
    ...before,
    settled: undefined,
    delay: undefined,
    stage,
    why,
    mayBeRecorded: before.mayBeRecorded || records(stage),
    tries: 0,
    call,
    dueAt: (call as Call).inHandUntil,
  }),
  'tax-transaction.delayed': (before, { tries, reason, nextAt }) => ({
    ...begun(before),
    call: undefined,
    tries,
    delay: reason,
    dueAt: nextAt,
  }),
  'tax-transaction.settled': (before, { orderVersion, stage, call }) => ({
    ...before,
    settled: { orderVersion, stage },
    mayBeRecorded: before.mayBeRecorded || records(stage),
    tries: 0,
    delay: undefined,
    call,
    dueAt: (call as Call | undefined)?.inHandUntil,
  }),
};

const records = (stage: unknown) => stage === 'saved' || stage === 'committed';

/** Something may have been recorded, and nobody knows what. */
const begun = (before: Fields): Fields => (records(before.stage) ? { ...before, mayBeRecorded: true } : before);
