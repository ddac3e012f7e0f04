import type { NewEvent } from '#contracts/define-event.js';
import { type AggregateDefinition, type AggregateDocument, type HistoryRecord, historyId, type Stored } from './aggregate-document.js';
import type { Database } from './database.js';
import type { StoredEvent } from './kafka/cloud-event.js';
import { behind, type PageCursor, within } from './list-conditions.js';

/** Which changes of one document are asked for; versions from above `after`, at most `limit` of them, times as RFC 3339 in UTC. */
export interface ChangesQuery {
  readonly after?: number;
  readonly limit: number;
  /** A field with all below it: `lines` finds `lines.price` too. */
  readonly field?: string;
  readonly actor?: string;
  readonly from?: string;
  readonly to?: string;
}

/** One change as clients read it. */
export function changeView({ version, time, type, actor, reason, correlationId, changes }: StoredEvent) {
  return { version, time, type, actor, correlationId, ...(reason === undefined ? {} : { reason }), changes: changes ?? [] };
}

/** What documents of one kind were, and who changed what: from their history, and from their outbox what is not there yet. */
export class AggregateHistory<State, Event extends NewEvent> {
  constructor(
    private readonly database: Database,
    private readonly definition: AggregateDefinition<State, Event>,
  ) {}

  /** The document as it was at a version; null when it has never had that version. */
  async atVersion(id: string, version: number): Promise<Stored<State> | null> {
    const document = await this.#document(id);
    if (!document || version < 1 || version > document.version) return null;
    // The last snapshot is at most so many versions back: what is before it need not be read.
    const nearest = Math.max(1, version - (version % 100));
    const events = await this.#events(document, nearest, version);
    const folded = this.#fold(events, nearest) ?? this.#fold(await this.#events(document, 1, version), 1);
    const last = events.at(-1);
    if (!folded || last?.version !== version) throw new Error(`the history of ${id} has a gap before version ${version}`);
    return { id, version, state: folded, createdAt: document.createdAt, modifiedAt: new Date(last.time) };
  }

  /** The document as it was at a moment; null when it was not there yet. */
  async atTime(id: string, time: Date): Promise<Stored<State> | null> {
    const document = await this.#document(id);
    if (!document) return null;
    const until = time.toISOString();
    const pending = document.outbox.findLast((event) => event.time <= until);
    const record = await this.#history.findOne(
      { ...between(id, 1), 'event.time': { $lte: until } },
      { sort: { _id: -1 }, projection: { version: 1 } },
    );
    const version = Math.max(pending?.version ?? 0, record?.version ?? 0);
    return version === 0 ? null : this.atVersion(id, version);
  }

  /** The changes of one document in the order of its versions; empty when there is no such document. */
  async changes(id: string, query: ChangesQuery): Promise<StoredEvent[]> {
    const document = await this.#document(id);
    if (!document) return [];
    const after = query.after ?? 0;
    const records = await this.#history
      .find({ ...between(id, after + 1), ...conditions(query) }, { projection: { 'event.snapshot': 0 } })
      .sort({ _id: 1 })
      .limit(query.limit)
      .toArray();
    const found = records.map(({ event }) => event);
    if (found.length === query.limit) return found;
    const known = new Set(found.map(({ version }) => version));
    const pending = document.outbox.filter((event) => event.version > after && !known.has(event.version) && matches(event, query));
    return [...found, ...pending].sort((one, other) => one.version - other.version).slice(0, query.limit);
  }

  /** The changes of all documents by their time, at most `limit`. What is not in the history yet, for half a second or so, is not among them. */
  async allChanges(query: Omit<ChangesQuery, 'after'>, after?: PageCursor): Promise<HistoryRecord[]> {
    return this.#history
      .find({ ...conditions(query), ...behind('event.time', 'ascending', after) } as object, { projection: { 'event.snapshot': 0 } })
      .sort({ 'event.time': 1, _id: 1 })
      .limit(query.limit)
      .toArray();
  }

  async #document(id: string) {
    const projection = { version: 1, outbox: 1, createdAt: 1 };
    const documents = this.database.collection<AggregateDocument<State> & { _id: string }>(this.definition.collection);
    return (await documents.findOne({ _id: id } as object, { projection })) as AggregateDocument<State> | null;
  }

  /** An event leaves the outbox only after it is in the history; the outbox was read first, so each is in one of them. */
  async #events({ _id, outbox }: AggregateDocument<State>, from: number, to: number): Promise<StoredEvent[]> {
    const records = await this.#history
      .find(between(_id, from, to))
      .sort({ _id: 1 })
      .toArray();
    const events = new Map(records.map(({ event }) => [event.version, event]));
    for (const event of outbox) if (event.version >= from && event.version <= to) events.set(event.version, event);
    return [...events.values()].sort((one, other) => one.version - other.version);
  }

  /** Undefined when the events do not lead from `first`, or from the snapshot there, without a gap. */
  #fold(events: readonly StoredEvent[], first: number): State | undefined {
    const [start] = events;
    if (!start || !events.every((event, index) => event.version === first + index)) return undefined;
    if (first > 1 && start.snapshot === undefined) return undefined;
    let state = first > 1 ? (start.snapshot as State) : null;
    for (const event of first > 1 ? events.slice(1) : events) {
      state = this.definition.evolve(state, event as unknown as Event, event.version);
    }
    return state ?? undefined;
  }

  get #history() {
    return this.database.collection<HistoryRecord>(this.definition.historyCollection);
  }
}

function between(id: string, from: number, to = 9_999_999_999) {
  return { _id: { $gte: historyId(id, from), $lte: historyId(id, to) } };
}

function conditions({ field, actor, from, to }: ChangesQuery) {
  return {
    ...(field === undefined ? {} : { 'event.changes.field': { $regex: `^${escaped(field)}(\\.|$)` } }),
    ...(actor === undefined ? {} : { 'event.actor': actor }),
    ...within('event.time', from, to),
  };
}

function matches(event: StoredEvent, { field, actor, from, to }: ChangesQuery): boolean {
  return (
    (field === undefined || (event.changes ?? []).some((change) => change.field === field || change.field.startsWith(`${field}.`))) &&
    (actor === undefined || event.actor === actor) &&
    (from === undefined || event.time >= from) &&
    (to === undefined || event.time <= to)
  );
}

function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
