import type { Fields } from './verify-shapes.js';

type Call = { readonly inHandUntil: string };
type Return = Fields & { readonly id: string };

/** What the events of a tax transaction make of it, by docs/events.md. */
export const taxTransactionRules: Readonly<Record<string, (before: Fields, data: Fields, version: number) => Fields>> = {
  'tax-transaction.requested': (before, { sale, returned, revokes, ...data }, version) => ({
    ...(before.call ? begun(before) : before),
    ...(version === 1 && { mayBeRecorded: false, tries: 0 }),
    ...data,
    sale: sale ?? before.sale,
    returns: withWish(before.returns, returned, revokes),
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
    returns: (before.returns as Fields[] | undefined)?.map(({ known: _, ...each }) => each),
  }),
  'tax-transaction.charged': (before, { returnId, parts }) => ({
    ...before,
    returns: withReturn(before.returns, returnId, { parts, isCharged: true }),
  }),
  'tax-transaction.delayed': (before, { tries, reason, nextAt }) => ({
    ...begun(before),
    call: undefined,
    tries,
    delay: reason,
    dueAt: nextAt,
  }),
  'tax-transaction.settled': (before, { orderVersion, stage, returned, call }) => ({
    ...before,
    settled: { orderVersion, stage },
    mayBeRecorded: before.mayBeRecorded || records(stage),
    returns: withReturn(before.returns, (returned as Return | undefined)?.id, { known: (returned as Return | undefined)?.known }),
    tries: 0,
    delay: undefined,
    call,
    dueAt: (call as Call | undefined)?.inHandUntil,
  }),
};

const records = (stage: unknown) => stage === 'saved' || stage === 'committed';

/** Something may have been recorded, and nobody knows what. */
const begun = (before: Fields): Fields => (records(before.stage) ? { ...before, mayBeRecorded: true } : before);

function withWish(before: unknown, returned: unknown, revokes: unknown): Return[] | undefined {
  if (before === undefined && !returned) return undefined;
  const known = ((before ?? []) as Return[]).map((each) => (each.id === revokes ? { ...each, isRevoked: true } : each));
  return returned ? [...known, returned as Return] : known;
}

function withReturn(before: unknown, id: unknown, change: Fields): Return[] | undefined {
  return (before as Return[] | undefined)?.map((each) => (each.id === id ? { ...each, ...change } : each));
}
