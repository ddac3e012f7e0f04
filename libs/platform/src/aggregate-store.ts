import { setTimeout as delay } from 'node:timers/promises';
import type { NewEvent } from '#contracts/define-event.js';
import { type Decision, isRefusal, type Refusal, refuse } from '#contracts/refusals.js';
import { type AggregateDocument, type HistoryRecord, historyId } from './aggregate-document.js';
import { type ChangeContext, eventFrom } from './change-context.js';
import type { Database, IndexedCollection } from './database.js';
import { DocumentError, GroupCommit } from './group-commit.js';
import { GroupRead } from './group-read.js';
import type { StoredEvent } from './kafka/cloud-event.js';
import { isDatabaseOutage, isOutage, Unavailable } from './outage.js';
import type { OutboxRelay } from './outbox-relay.js';

/** What of it a service sees. */
export interface Stored<State> {
  readonly id: string;
  readonly version: number;
  readonly state: State;
  readonly createdAt: Date;
  readonly modifiedAt: Date;
  /** True when this answers a repeat of a request that was carried out before. */
  readonly replayed?: boolean;
}

export interface AggregateDefinition<State, Event extends NewEvent> {
  readonly collection: string;
  readonly historyCollection: string;
  /** The next state; no rule, clock or I/O. */
  readonly evolve: (state: State | null, event: Event) => State;
  readonly indexes: IndexedCollection['indexes'];
}

// A document whose events cannot be published must not grow into MongoDB's limit of 16 MB.
const MAX_OUTBOX = 200;
// Kafka's default for a message is 1 MB with its headers; refused here, since nothing could publish it later.
const MAX_EVENT_BYTES = 900_000;
// By the clock that only goes forward: the other may be set.
const GIVE_UP_AFTER = 15_000;

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
    { name: definition.historyCollection, indexes: [] },
  ];
}

/**
 * Stores one kind of document. `change` makes one conditional write, or none: state, version, pending events and the watermark of
 * what caused it go together, so a crash leaves all of it or nothing. Nothing else writes documents.
 */
export class AggregateStore<State, Event extends NewEvent> {
  readonly #turns = new Map<string, Promise<void>>();
  readonly #reads = new GroupRead(() => this.#documents);
  readonly #writes = new GroupCommit(() => this.database.collection<{ _id: string }>(this.definition.collection));

  constructor(
    private readonly database: Database,
    private readonly definition: AggregateDefinition<State, Event>,
    private readonly relay: OutboxRelay,
  ) {}

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
      .sort({ _id: 1 })
      .toArray();
    return documents.map((document) => stored(document as AggregateDocument<State>));
  }

  /** The state of each that exists, as far as `fields` go; for watching many documents by one query. */
  async peek(ids: readonly string[], fields: readonly string[]): Promise<Map<string, State>> {
    const projection = Object.fromEntries(fields.map((field) => [`state.${field}`, 1]));
    const documents = await this.#documents.find({ _id: { $in: ids } } as object, { projection }).toArray();
    return new Map(documents.map((document) => [document._id, document.state as State]));
  }

  /** The document as it was at a version, folded from its events; null when it has never had that version. */
  async findVersion(id: string, version: number): Promise<Stored<State> | null> {
    const document = (await this.#documents.findOne({ _id: id } as object)) as AggregateDocument<State> | null;
    if (!document || version > document.version) return null;
    const history = await this.#history
      .find({ _id: { $gte: historyId(id, 1), $lte: historyId(id, version) } })
      .sort({ _id: 1 })
      .toArray();
    const events = history.map((record) => record.event);
    const known = events.at(-1)?.version ?? 0;
    // What is not in the history yet is still in the outbox; an event leaves it only after it is in the history.
    events.push(...document.outbox.filter((event) => event.version > known && event.version <= version));
    let state: State | null = null;
    for (const event of events) state = this.definition.evolve(state, event as unknown as Event);
    const last = events.at(-1);
    const whole = events.every((event, index) => event.version === index + 1);
    if (state === null || last?.version !== version || !whole) throw new Error(`the history of ${id} has a gap before version ${version}`);
    return { id, version, state, createdAt: document.createdAt, modifiedAt: new Date(last.time) };
  }

  /**
   * Decides on the current state and stores the outcome. Returns the document after it, or why it was refused.
   * A lost race is decided again, unless the context expects a version. Throws Unavailable when the database stays away.
   */
  async change(id: string, decide: (state: State | null) => Decision<Event>, context: ChangeContext): Promise<Stored<State> | Refusal> {
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
    decide: (state: State | null) => Decision<Event>,
    context: ChangeContext,
    giveUpAt: number,
  ): Promise<Stored<State> | Refusal> {
    let current: AggregateDocument<State> | null = context.expectedVersion === 0 ? null : await this.#read(id, giveUpAt);
    for (;;) {
      const answered = current && alreadyDone(current, context);
      if (answered) return answered;
      const expected = context.expectedVersion;
      if (expected !== undefined && expected !== 0 && expected !== (current?.version ?? 0)) {
        return refuse('version-conflict', `the document is at version ${current?.version ?? 0}, not ${expected}`);
      }
      const decision = decide(current?.state ?? null);
      if (isRefusal(decision)) return decision;
      if (decision.length === 0) {
        if (!current) throw new Error(`the decision on ${id} gave nothing to store and there is no document`);
        return stored(current);
      }
      if (current && current.outbox.length >= MAX_OUTBOX) throw new Unavailable('the event broker');
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
    const events = decision.map((event, index) => eventFrom(event, version + index + 1, now, context));
    let state: State | null = current?.state ?? null;
    for (const event of decision) state = this.definition.evolve(state, event);
    const cause = context.cause;
    const document: AggregateDocument<State> = {
      _id: id,
      version: version + events.length,
      state: state as State,
      outbox: [...(current?.outbox ?? []), ...events],
      pendingSince: current?.pendingSince ?? now,
      watermarks: { ...current?.watermarks, ...(cause && { [cause.subject]: cause.version }) },
      ...((current?.idempotency ?? context.idempotency) ? { idempotency: current?.idempotency ?? context.idempotency } : {}),
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
    $push: { outbox: { $each: [...events] } },
  } as object;
}

/** What a repeat of an event or of a request is answered with; undefined when it is not one. */
function alreadyDone<State>(document: AggregateDocument<State>, context: ChangeContext): Stored<State> | Refusal | undefined {
  const { cause, idempotency } = context;
  if (cause && (document.watermarks[cause.subject] ?? 0) >= cause.version) return stored(document);
  if (idempotency && document.idempotency?.key === idempotency.key) {
    return document.idempotency.fingerprint === idempotency.fingerprint
      ? { ...stored(document), replayed: true }
      : refuse('idempotency-key-reused', `"${idempotency.key}" came before with another body; use a new key for a new request`);
  }
  return undefined;
}

function stored<State>({ _id, version, state, createdAt, modifiedAt }: AggregateDocument<State>): Stored<State> {
  return { id: _id, version, state, createdAt, modifiedAt };
}
