import { type Db, documentsOf, eventsBetween, type StoredDocument } from './verify-databases.js';
import { foldHistory, stateDifferences } from './verify-fold.js';
import type { VerifiedService } from './verify-services.js';

// Documents whose histories are held at once; an order with a thousand lines has a history of a megabyte.
const BATCH = 200;

type Document = StoredDocument<{ readonly number: string }>;

/** Where documents are not what their histories make of them, a sentence each. A history with a gap is passed over: it is listed as such. */
export async function* historyStateDifferences(service: VerifiedService, db: Db): AsyncGenerator<string> {
  let batch: Document[] = [];
  for await (const document of documentsOf<{ number: string }>(db, service)) {
    batch.push(document);
    if (batch.length < BATCH) continue;
    yield* batchDifferences(service, db, batch);
    batch = [];
  }
  if (batch.length > 0) yield* batchDifferences(service, db, batch);
}

async function* batchDifferences(service: VerifiedService, db: Db, documents: readonly Document[]): AsyncGenerator<string> {
  const events = await eventsBetween(db, service, documents[0]?._id as string, documents.at(-1)?._id as string);
  for (const { _id, version, state } of documents) {
    const history = events.get(_id) ?? [];
    if (history.length !== version) continue;
    const name = `${service.name} ${state.number} (${_id})`;
    try {
      for (const text of stateDifferences(state, foldHistory(history))) yield `${name}: ${text}`;
    } catch (error) {
      yield `${name}: cannot be folded: ${error instanceof Error ? error.message : String(error)}`;
    }
  }
}
