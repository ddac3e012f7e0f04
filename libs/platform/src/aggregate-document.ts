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
  readonly idempotency?: { readonly key: string; readonly fingerprint: string };
  readonly createdAt: Date;
  readonly modifiedAt: Date;
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
