import { setTimeout as delay } from 'node:timers/promises';
import mongoose from 'mongoose';
import type { NewEvent } from '#contracts/define-event.js';
import { type Decision, isRefusal, type Refusal, refuse } from '#contracts/refusals.js';
import {
  type AggregateDefinition,
  type AggregateDocument,
  type HistoryRecord,
  historyId,
  type RequestKey,
  type Stored,
} from './aggregate-document.js';
import { AggregateHistory, changeView } from './aggregate-history.js';
import { type ChangeContext, eventFrom } from './change-context.js';
import type { Database, IndexedCollection } from './database.js';
import { fieldChanges } from './field-changes.js';
import { DocumentError, GroupCommit } from './group-commit.js';
import { GroupRead } from './group-read.js';
import type { StoredEvent } from './kafka/cloud-event.js';
import { isDatabaseOutage, isOutage, Unavailable } from './outage.js';
import type { OutboxRelay } from './outbox-relay.js';

// A document whose events cannot be published must not grow into MongoDB's limit of 16 MB.
const MAX_OUTBOX = 200;
const MAX_OUTBOX_BYTES = 6_000_000;
// Kafka's default for a message is 1 MB with its headers; refused here, since nothing could publish it later.
const MAX_EVENT_BYTES = 900_000;
// By the clock that only goes forward: the other may be set.
const GIVE_UP_AFTER = 15_000;
// A repeat is known by its key among so many keyed changes of its document; after more, its `If-Match` is stale.
const MAX_REQUESTS = 100;
const SNAPSHOT_EVERY = 100;

/** The collections of an aggregate, with the indexes that the store itself needs. */
export function aggregateCollections<State, Event extends NewEvent>(definition: AggregateDefinition<State, Event>): IndexedCollection[] {
  return [
    {
      name: definition.collection,
      indexes: [
        // Partial on a scalar, since an index on the array's first element goes unused.
        { key: { pendingSince: 1 }, partialFilterExpression: { pendingSince: { $exists: true } } },
        ...definition.indexes,
      ],
    },
    { name: definition.historyCollection, indexes: [{ key: { 'event.time': 1, _id: 1 } }] },
  ];
}

/**
 * Stores one kind of document. `change` makes one conditional write, or none: state, version, pending events and the watermark of
 * what caused it go together, so a crash leaves all of it or nothing. Nothing else writes documents.
 */
export class AggregateStore<State, Event extends NewEvent> {
  /** What it was before. */
  readonly history: AggregateHistory<State, Event>;
  readonly #turns = new Map<string, Promise<void>>();
  readonly #reads = new GroupRead(() => this.#documents);
  readonly #writes = new GroupCommit(() => this.database.collection<{ _id: string }>(this.definition.collection));

  constructor(
    private readonly database: Database,
    private readonly definition: AggregateDefinition<State, Event>,
    private readonly relay: OutboxRelay,
  ) {
    this.history = new AggregateHistory(database, definition);
  }

  /** The document as it is now, or null. */
  async find(id: string): Promise<Stored<State> | null> {
    const document = await this.#documents.findOne({ _id: id } as object);
    return document && stored(document as AggregateDocument<State>);
  }

  /** The one document with this value in an indexed field of its state. */
  async findBy(field: string, value: string): Promise<Stored<State> | null> {
    const document = await this.#documents.findOne({ [`state.${field}`]: value } as object);
    return document && stored(document as AggregateDocument<State>);
  }

  /** All documents with this value in an indexed field of their state, oldest first. */
  async listBy(field: string, value: string): Promise<Stored<State>[]> {
    const documents = await this.#documents
      .find({ [`state.${field}`]: value } as object)
      .sort({ createdAt: 1, _id: 1 })
      .toArray();
    return documents.map((document) => stored(document as AggregateDocument<State>));
  }

  /** The state of each that exists, as far as `fields` go; for watching many documents by one query. */
  async peek(ids: readonly string[], fields: readonly string[]): Promise<Map<string, State>> {
    const projection = Object.fromEntries(fields.map((field) => [`state.${field}`, 1]));
    const documents = await this.#documents.find({ _id: { $in: ids } } as object, { projection }).toArray();
    return new Map(documents.map((document) => [document._id, document.state as State]));
  }

  /**
   * Decides on the current state and stores the outcome. Returns the document after it, or why it was refused.
   * A lost race is decided again, unless the context expects a version. Throws Unavailable when the database stays away.
   */
  async change(
    id: string,
    decide: (state: State | null, version: number) => Decision<Event>,
    context: ChangeContext,
  ): Promise<Stored<State> | Refusal> {
    const giveUpAt = performance.now() + GIVE_UP_AFTER;
    // Changes of one document in this process take turns: racing each other would only waste writes. Other replicas are met by the version.
    const before = this.#turns.get(id);
    const turn = (before ?? Promise.resolve()).then(() => this.#changeNow(id, decide, context, giveUpAt));
    const settled = turn.then(
      () => undefined,
      () => undefined,
    );
    this.#turns.set(id, settled);
    try {
      return await turn;
    } finally {
      if (this.#turns.get(id) === settled) this.#turns.delete(id);
    }
  }

  async #changeNow(
    id: string,
    decide: (state: State | null, version: number) => Decision<Event>,
    context: ChangeContext,
    giveUpAt: number,
  ): Promise<Stored<State> | Refusal> {
    let current: AggregateDocument<State> | null = context.expectedVersion === 0 ? null : await this.#read(id, giveUpAt);
    for (;;) {
      const answered = current && alreadyDone(current, context);
      if (answered) return answered;
      const conflict = current && (await this.#conflict(current, context.expectedVersion));
      if (conflict) return conflict;
      const decision = decide(current?.state ?? null, current?.version ?? 0);
      if (isRefusal(decision)) return decision;
      if (decision.length === 0) {
        if (!current) throw new Error(`the decision on ${id} gave nothing to store and there is no document`);
        return stored(current);
      }
      if (current && isFull(current.outbox)) throw new Unavailable('the event broker');
      const next = this.#apply(current, id, decision, context);
      const oversized = next.events.find((event) => Buffer.byteLength(JSON.stringify(event.data)) > MAX_EVENT_BYTES);
      if (oversized) return refuse('document-too-large', `${oversized.type} would be over ${MAX_EVENT_BYTES} bytes`);

      if (await this.#write(current, next, giveUpAt)) {
        this.relay.nudge(id, next.document.outbox);
        return stored(next.document);
      }
      current = await this.#read(id, giveUpAt, 'linearizable');
    }
  }

  #apply(current: AggregateDocument<State> | null, id: string, decision: readonly Event[], context: ChangeContext) {
    const now = new Date();
    const version = current?.version ?? 0;
    let state: State | null = current?.state ?? null;
    const events = decision.map((decided, index): StoredEvent => {
      const before = state;
      const event = eventFrom(decided, version + index + 1, now, context);
      state = this.definition.evolve(before, decided, event.version);
      return {
        ...event,
        ...(before === null ? {} : { changes: fieldChanges(before as object, state as object, this.definition.bookkeeping) }),
        ...(event.version % SNAPSHOT_EVERY === 0 ? { snapshot: state as object } : {}),
      };
    });
    const cause = context.cause;
    const document: AggregateDocument<State> = {
      _id: id,
      version: version + events.length,
      state: state as State,
      outbox: [...(current?.outbox ?? []), ...events],
      pendingSince: current?.pendingSince ?? now,
      watermarks: { ...current?.watermarks, ...(cause && { [cause.subject]: cause.version }) },
      ...requestKeys(current, context.idempotency),
      createdAt: current?.createdAt ?? now,
      modifiedAt: now,
    } as AggregateDocument<State>;
    return { document, events };
  }

  /** True when it is stored, false when another write came first. Repeats the same conditional write while its outcome is unknown. */
  async #write(
    current: AggregateDocument<State> | null,
    { document, events }: { document: AggregateDocument<State>; events: StoredEvent[] },
    giveUpAt: number,
  ): Promise<boolean> {
    const first = events[0] as StoredEvent;
    for (let repeated = false; ; repeated = true) {
      try {
        if (current) {
          const outcome = await this.#writes.update({ _id: current._id, version: current.version }, update(current, document, events));
          return outcome === 'matched' || (await this.#wasOurs(document._id, first, giveUpAt));
        }
        await this.#writes.insert(document);
        return true;
      } catch (error) {
        // Another write was first, or an earlier try of this very one landed after all.
        if (error instanceof DocumentError && error.isDuplicateId) return repeated && (await this.#wasOurs(document._id, first, giveUpAt));
        if (!isOutage(error)) throw error;
        if (performance.now() > giveUpAt) throw new Unavailable('the database', { cause: error });
        await delay(100 + Math.random() * 200);
      }
    }
  }

  /** What stands against changing what somebody read at another version: who edits what only services touched since is not bothered. */
  async #conflict(current: AggregateDocument<State>, expected: number | undefined): Promise<Refusal | undefined> {
    if (expected === undefined || expected === 0) return undefined;
    const edited = this.definition.editedVersion?.(current.state) ?? current.version;
    if (expected >= edited && expected <= current.version) return undefined;
    const changes = expected < current.version ? await this.history.changes(current._id, { after: expected, limit: 100 }) : [];
    return {
      ...refuse(
        'version-conflict',
        `the document is at version ${current.version}; what you read at version ${expected} has changed since`,
      ),
      more: { version: current.version, changes: changes.map(changeView) },
    };
  }

  async #wasOurs(id: string, event: StoredEvent, giveUpAt: number): Promise<boolean> {
    const document = await this.#read(id, giveUpAt);
    if (!document || document.version < event.version) return false;
    if (document.outbox.some((pending) => pending.id === event.id)) return true;
    const record = await this.#history.findOne({ _id: historyId(id, event.version) });
    return record?.event.id === event.id;
  }

  async #read(id: string, giveUpAt: number, level: 'majority' | 'linearizable' = 'majority'): Promise<AggregateDocument<State> | null> {
    for (;;) {
      try {
        // What a fail-over may take back must decide nothing; and a write that lost may have lost to such a one, so then only a
        // linearizable read is sure.
        if (level === 'majority') return (await this.#reads.find(id)) as AggregateDocument<State> | null;
        const options = { readConcern: { level }, maxTimeMS: 5_000 };
        return (await this.#documents.findOne({ _id: id } as object, options)) as AggregateDocument<State> | null;
      } catch (error) {
        if (!isDatabaseOutage(error)) throw error;
        if (performance.now() > giveUpAt) throw new Unavailable('the database', { cause: error });
        await delay(100 + Math.random() * 200);
      }
    }
  }

  get #documents() {
    return this.database.collection<AggregateDocument<State> & { _id: string }>(this.definition.collection);
  }

  get #history() {
    return this.database.collection<HistoryRecord>(this.definition.historyCollection);
  }
}

/** Whether so much waits for Kafka that the document must not grow further. A few events are never too much, and weighing costs. */
function isFull(outbox: readonly StoredEvent[]): boolean {
  if (outbox.length < 6) return false;
  return outbox.length >= MAX_OUTBOX || mongoose.mongo.BSON.calculateObjectSize(outbox as object) > MAX_OUTBOX_BYTES;
}

/** Sets only what changed, and pushes rather than replaces: a write from a stale copy must not bring back relayed events. */
function update<State>(current: AggregateDocument<State>, next: AggregateDocument<State>, events: readonly StoredEvent[]) {
  const set: Record<string, unknown> = { modifiedAt: next.modifiedAt };
  const unset: Record<string, ''> = {};
  const before = current.state as Record<string, unknown>;
  const after = next.state as Record<string, unknown>;
  for (const field of new Set([...Object.keys(before), ...Object.keys(after)])) {
    if (after[field] === undefined) unset[`state.${field}`] = '';
    else if (after[field] !== before[field]) set[`state.${field}`] = after[field];
  }
  for (const [subject, version] of Object.entries(next.watermarks)) {
    if (current.watermarks[subject] !== version) set[`watermarks.${subject}`] = version;
  }
  return {
    $set: set,
    ...(Object.keys(unset).length > 0 ? { $unset: unset } : {}),
    $inc: { version: events.length },
    $min: { pendingSince: next.modifiedAt },
    $push: {
      outbox: { $each: [...events] },
      ...(next.requests === current.requests ? {} : { requests: { $each: next.requests?.slice(-1), $slice: -MAX_REQUESTS } }),
    },
  } as object;
}

/** What a repeat of an event or of a request is answered with; undefined when it is not one. */
function alreadyDone<State>(document: AggregateDocument<State>, context: ChangeContext): Stored<State> | Refusal | undefined {
  const { cause, idempotency } = context;
  if (cause && (document.watermarks[cause.subject] ?? 0) >= cause.version) return stored(document);
  const known = [...(document.requests ?? []), document.idempotency].find((each) => idempotency && each?.key === idempotency.key);
  if (idempotency && known) {
    return known.fingerprint === idempotency.fingerprint
      ? { ...stored(document), replayed: true }
      : refuse('idempotency-key-reused', `"${idempotency.key}" came before with another request; use a new key for a new request`);
  }
  return undefined;
}

/** The first request's key stays for good, the later ones' as long as they are among the last. */
function requestKeys<State>(current: AggregateDocument<State> | null, key: RequestKey | undefined) {
  if (!current) return key ? { idempotency: key } : {};
  const { idempotency, requests } = current;
  return {
    ...(idempotency ? { idempotency } : {}),
    ...(key ? { requests: [...(requests ?? []), key].slice(-MAX_REQUESTS) } : requests ? { requests } : {}),
  };
}

function stored<State>({ _id, version, state, createdAt, modifiedAt }: AggregateDocument<State>): Stored<State> {
  return { id: _id, version, state, createdAt, modifiedAt };
}
