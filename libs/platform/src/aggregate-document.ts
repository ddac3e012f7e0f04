import type { NewEvent } from '#contracts/define-event.js';
import type { IndexedCollection } from './database.js';
import type { StoredEvent } from './kafka/cloud-event.js';

/** A document as MongoDB holds it: state, version, events not yet published and what was already handled, all in one. */
export interface AggregateDocument<State> {
  readonly _id: string;
  readonly version: number;
  readonly state: State;
  /** Events not yet acknowledged by Kafka, oldest first. */
  readonly outbox: readonly StoredEvent[];
  /** When the oldest of them was stored; absent when there is none, so that the partial index stays small. */
  readonly pendingSince?: Date;
  /** Per foreign document, the version up to which its events have been handled here. */
  readonly watermarks: Readonly<Record<string, number>>;
  /** Of the request that it came into being by. */
  readonly idempotency?: RequestKey;
  /** Of the latest requests that changed it, oldest first. */
  readonly requests?: readonly RequestKey[];
  readonly createdAt: Date;
  readonly modifiedAt: Date;
}

/** An idempotency key; `fingerprint` tells whether a repeat asks for the same. */
export interface RequestKey {
  readonly key: string;
  readonly fingerprint: string;
}

/** One change of a document, kept for good. */
export interface HistoryRecord {
  /** See `historyId`: unique, and in the order of the versions. */
  readonly _id: string;
  readonly documentId: string;
  readonly version: number;
  readonly event: StoredEvent;
}

/** `<documentId>:<version>`, the version in ten digits so that a document's history is a range of ids in its order. */
export function historyId(documentId: string, version: number): string {
  return `${documentId}:${String(version).padStart(10, '0')}`;
}

/** What of a document a service sees. */
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
  /** The next state, which has this version; no rule, clock or I/O. */
  readonly evolve: (state: State | null, event: Event, version: number) => State;
  /** The version of the last change by anybody but services. Left out, every change counts. */
  readonly editedVersion?: (state: State) => number;
  /** Fields of the state that serve the service alone, so that no change of them is told. */
  readonly bookkeeping?: readonly (keyof State & string)[];
  readonly indexes: IndexedCollection['indexes'];
}
