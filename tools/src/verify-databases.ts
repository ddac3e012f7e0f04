import mongoose from 'mongoose';
import type { RecordedEvent } from './verify-fold.js';
import type { VersionedEvent } from './verify-history.js';
import { kindsOf, type VerifiedService } from './verify-services.js';

export type Db = mongoose.mongo.Db;

/** A document of any service with what the chassis keeps beside its state. */
export interface StoredDocument<State> {
  readonly _id: string;
  readonly version: number;
  readonly state: State;
  readonly outbox?: readonly unknown[];
  readonly pendingSince?: Date;
  readonly watermarks?: Readonly<Record<string, number>>;
  readonly idempotency?: { readonly key: string };
}

/** All that is known of a document but its state. */
export interface DocumentFacts {
  readonly number: string;
  readonly version: number;
  readonly pending: number;
  readonly pendingSince: Date | undefined;
  readonly watermarks: Readonly<Record<string, number>>;
  readonly idempotencyKey: string | undefined;
}

/** Connects with the plain driver; throws within seconds when nobody answers. */
export async function connectMongo(url: string): Promise<mongoose.mongo.MongoClient> {
  // What is verified is what a majority has, as after a fail-over.
  return mongoose.mongo.MongoClient.connect(url, { serverSelectionTimeoutMS: 15_000, readConcernLevel: 'majority' });
}

/** A service's documents, one after the other. */
export function documentsOf<State>(db: Db, service: VerifiedService): AsyncIterable<StoredDocument<State>> {
  return db.collection<StoredDocument<State>>(service.documents).find({}).sort({ _id: 1 }) as AsyncIterable<StoredDocument<State>>;
}

/** What is known of each document, by id. */
export async function documentFacts(db: Db, service: VerifiedService): Promise<Map<string, DocumentFacts>> {
  const projection = { version: 1, 'state.number': 1, outbox: 1, pendingSince: 1, watermarks: 1, idempotency: 1 };
  const facts = new Map<string, DocumentFacts>();
  for (const { documents } of kindsOf(service)) {
    const found = db.collection<StoredDocument<{ number: string }>>(documents).find({}, { projection });
    for await (const document of found) {
      facts.set(document._id, {
        number: document.state?.number,
        version: document.version,
        pending: document.outbox?.length ?? 0,
        pendingSince: document.pendingSince,
        watermarks: document.watermarks ?? {},
        // A key belongs to an address: two orders may have invoices with the same.
        idempotencyKey: documents === service.documents ? document.idempotency?.key : undefined,
      });
    }
  }
  return facts;
}

/** The history records of each document, by the document's id. */
export async function histories(db: Db, service: VerifiedService): Promise<Map<string, VersionedEvent[]>> {
  const projection = { documentId: 1, version: 1, 'event.id': 1 };
  const byDocument = new Map<string, VersionedEvent[]>();
  for (const kind of kindsOf(service)) {
    const records = db
      .collection<{ _id: string; documentId: string; version: number; event: { id: string } }>(kind.history)
      .find({}, { projection });
    for await (const { documentId, version, event } of records) {
      const history = byDocument.get(documentId) ?? [];
      history.push({ version, eventId: event.id });
      byDocument.set(documentId, history);
    }
  }
  return byDocument;
}

/** The events in the histories of documents, those with ids from `first` to `last`, by the document's id and in the order of the versions. */
export async function eventsBetween(db: Db, service: VerifiedService, first: string, last: string): Promise<Map<string, RecordedEvent[]>> {
  const records = db
    .collection<{ _id: string; documentId: string; event: RecordedEvent }>(service.history)
    // The ids of records are `<document id>:<version in ten digits>`.
    .find({ _id: { $gte: `${first}:`, $lte: `${last}:9999999999` } })
    .sort({ _id: 1 });
  const byDocument = new Map<string, RecordedEvent[]>();
  for await (const { documentId, event } of records) {
    const events = byDocument.get(documentId) ?? [];
    events.push(event);
    byDocument.set(documentId, events);
  }
  return byDocument;
}

/** Documents whose events are not all published. */
export async function countPending(db: Db, service: VerifiedService): Promise<number> {
  const pending = { pendingSince: { $exists: true } };
  const counts = await Promise.all(kindsOf(service).map(({ documents }) => db.collection(documents).countDocuments(pending)));
  return counts.reduce((sum, count) => sum + count, 0);
}

/** How many messages the service has put aside in its database, and the first of them, shortened for reading. */
export async function deadLetters(db: Db): Promise<{ count: number; first: string }> {
  const letters = db.collection('deadLetters');
  const [count, first] = await Promise.all([letters.countDocuments({}), letters.findOne({})]);
  return { count, first: JSON.stringify(first).slice(0, 300) };
}
