import { setTimeout as delay } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import mongoose from 'mongoose';
import { isRefusal, type Refusal, refuse } from '#contracts/refusals.js';
import { Database } from '#platform/database.js';
import { behind, type PageCursor } from '#platform/list-conditions.js';
import { isDatabaseOutage, Unavailable } from '#platform/outage.js';
import { after, type CreditHolder, type Movement, nothing, type Standing } from './credit-entry.js';

const CREDIT_ENTRIES = 'creditEntries';
const DUPLICATE = 11_000;
// By the clock that only goes forward: the other may be set.
const GIVE_UP_AFTER = 15_000;

/** An entry as MongoDB holds it: what it changed, and what the account came to. */
export interface StoredEntry extends Movement, Standing {
  /** See `entryId`: unique, and in the order of the entries. */
  readonly _id: string;
  readonly accountId: string;
  readonly number: number;
  /** Of the request that it came from, unique among all accounts; `fingerprint` tells whether a repeat asks for the same. */
  readonly key: string;
  readonly fingerprint: string;
  readonly reason?: string;
  readonly paymentId?: string;
  readonly orderNumber?: string;
  readonly actor: string;
  readonly at: string;
  /** Of an account's first entry. */
  readonly holder?: CreditHolder;
}

export type EntryHead = Pick<StoredEntry, 'key' | 'fingerprint' | 'actor' | 'reason' | 'paymentId' | 'orderNumber'>;

/** Which accounts are wanted; each condition that is named must hold. */
export interface AccountConditions {
  readonly accountIds?: readonly string[] | undefined;
  readonly customerId?: string | undefined;
  readonly storeId?: string | undefined;
}

/** An entry that is in the ledger; `replayed` when it was before. */
export interface Entered {
  readonly entry: StoredEntry;
  readonly replayed: boolean;
}

/** Amounts of the entries about a reservation, as far as the account has come. */
export type MovedBy = (reservation: string) => Promise<string[]>;

/** `<accountId>:<number>`, the number in ten digits so that an account's entries are a range of ids in their order. */
export function entryId(accountId: string, number: number): string {
  return `${accountId}:${String(number).padStart(10, '0')}`;
}

/**
 * The accounts of credit, each nothing but its entries: the last one says what it comes to. An entry is one insert under the next number,
 * which only one of several can have, and with a key that only one entry can have: so nothing is taken that another took, nothing happens
 * twice, and there is no second write for a crash to come before. Entries are never changed.
 */
@Injectable()
export class CreditLedger {
  constructor(private readonly database: Database) {
    database.declare({
      name: CREDIT_ENTRIES,
      indexes: [
        { key: { key: 1 }, unique: true },
        { key: { reservation: 1 }, partialFilterExpression: { reservation: { $exists: true } } },
        // Of lists, newest first; only first entries have a holder.
        { key: { at: -1, _id: -1 }, partialFilterExpression: { holder: { $exists: true } } },
        { key: { 'holder.customerId': 1, at: -1, _id: -1 }, partialFilterExpression: { 'holder.customerId': { $exists: true } } },
      ],
    });
  }

  /** The last entry of an account, or null. */
  async last(accountId: string): Promise<StoredEntry | null> {
    const [last] = await this.#entries.find(ofAccount(accountId), majority).sort({ _id: -1 }).limit(1).toArray();
    return last ?? null;
  }

  /** The first entry of an account, which says whose it is, or null. */
  first(accountId: string): Promise<StoredEntry | null> {
    return this.#entries.findOne({ _id: entryId(accountId, 1), holder: { $exists: true } }, majority);
  }

  /** Entries of an account, newest first, those before a number where one is named. */
  entries(accountId: string, limit: number, before?: number): Promise<StoredEntry[]> {
    return this.#entries.find(ofAccount(accountId, before)).sort({ _id: -1 }).limit(limit).toArray();
  }

  /** First entries of accounts, newest first; `after`: the time of the one before, and its account. */
  firsts({ accountIds, customerId, storeId }: AccountConditions, limit: number, after?: PageCursor): Promise<StoredEntry[]> {
    const conditions = [
      { holder: { $exists: true } },
      ...(accountIds === undefined ? [] : [{ _id: { $in: accountIds.map((id) => entryId(id, 1)) } }]),
      ...(customerId === undefined ? [] : [{ 'holder.customerId': customerId }]),
      ...(storeId === undefined ? [] : [{ 'holder.storeId': storeId }]),
      behind('at', 'descending', after && [after[0], entryId(after[1], 1)]),
    ];
    return this.#entries.find({ $and: conditions }).sort({ at: -1, _id: -1 }).limit(limit).toArray();
  }

  /** The entry that came from a key. With `surely`, null proves that there is none. */
  byKey(key: string, { surely = false } = {}): Promise<StoredEntry | null> {
    return this.#entries.findOne({ key }, surely ? { readConcern: { level: 'linearizable' }, maxTimeMS: 5_000 } : majority);
  }

  /** Opens an account with its first entry. Refused when there is one already. */
  open(accountId: string, holder: CreditHolder, amount: string, head: EntryHead): Promise<Entered | Refusal> {
    return this.#enter(accountId, head, async (last) => {
      const whose = holder.customerId === undefined ? 'code' : 'customerId';
      if (last) return { ...refuse('credit-account-exists', 'put something on it instead', whose), more: { id: accountId } };
      return { movement: { type: 'opening', amount, reserves: '0' }, holder };
    });
  }

  /** Adds what is decided on the account as it is; decided again when another entry came first. Refused when there is no account. */
  add(
    accountId: string,
    head: EntryHead,
    decide: (standing: StoredEntry, movedBy: MovedBy) => Movement | Refusal | Promise<Movement | Refusal>,
  ): Promise<Entered | Refusal> {
    return this.#enter(accountId, head, async (last) => {
      if (!last) return refuse('not-found', 'there is no such credit account');
      const decision = await decide(last, (reservation) => this.#movedBy(reservation));
      return isRefusal(decision) ? decision : { movement: decision };
    });
  }

  /** Puts something on an account, and opens it with that where there is none. */
  grant(accountId: string, holder: CreditHolder, amount: string, head: EntryHead): Promise<Entered | Refusal> {
    return this.#enter(accountId, head, async (last) =>
      last ? { movement: { type: 'grant', amount, reserves: '0' } } : { movement: { type: 'opening', amount, reserves: '0' }, holder },
    );
  }

  /** Keeps that a call was declined for an account that is not there, so that its repeat is, too. */
  async decline(head: EntryHead, movement: Movement): Promise<Entered | Refusal> {
    return this.#enter(`none/${head.key}`, head, async () => ({ movement }));
  }

  async #enter(
    accountId: string,
    head: EntryHead,
    decide: (last: StoredEntry | null) => Promise<{ readonly movement: Movement; readonly holder?: CreditHolder } | Refusal>,
  ): Promise<Entered | Refusal> {
    const giveUpAt = performance.now() + GIVE_UP_AFTER;
    for (;;) {
      try {
        // In this order: what the key did before the last entry is seen, and what it did after that collides.
        const last = await this.last(accountId);
        const known = await this.byKey(head.key);
        if (known) return repeatOf(known, head);
        const decision = await decide(last);
        if (isRefusal(decision)) return decision;
        const entry = entryAfter(last, accountId, head, decision);
        await this.#entries.insertOne(entry);
        return { entry, replayed: false };
      } catch (error) {
        if (!isDuplicate(error) && !isDatabaseOutage(error)) throw error;
        if (performance.now() > giveUpAt) throw new Unavailable('the database', { cause: error });
        await delay(Math.random() * (isDuplicate(error) ? 20 : 300));
      }
    }
  }

  async #movedBy(reservation: string): Promise<string[]> {
    const entries = await this.#entries.find({ reservation }, { ...majority, projection: { amount: 1 } }).toArray();
    return entries.map(({ amount }) => amount);
  }

  get #entries() {
    return this.database.collection<StoredEntry>(CREDIT_ENTRIES);
  }
}

// What a fail-over may take back must decide nothing.
const majority = { readConcern: { level: 'majority' } } as const;

function ofAccount(accountId: string, before?: number) {
  return { _id: { $gte: entryId(accountId, 0), $lt: before === undefined ? `${accountId}:a` : entryId(accountId, before) } };
}

function entryAfter(
  last: StoredEntry | null,
  accountId: string,
  head: EntryHead,
  { movement, holder }: { readonly movement: Movement; readonly holder?: CreditHolder },
): StoredEntry {
  const number = (last?.number ?? 0) + 1;
  const _id = entryId(accountId, number);
  const at = new Date().toISOString();
  return { _id, accountId, number, ...head, ...movement, ...after(last ?? nothing, movement, _id), at, ...(holder && { holder }) };
}

function repeatOf(entry: StoredEntry, { fingerprint }: EntryHead): Entered | Refusal {
  if (entry.fingerprint === fingerprint) return { entry, replayed: true };
  return refuse('idempotency-key-reused', 'the key came before with another request; use a new key for a new request');
}

function isDuplicate(error: unknown): boolean {
  return error instanceof mongoose.mongo.MongoServerError && error.code === DUPLICATE;
}
