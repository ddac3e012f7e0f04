import type { AggregateDocument } from '#platform/aggregate-document.js';
import type { Database } from '#platform/database.js';

/** All documents of a collection that are of an order, the oldest first, to be decided upon together. What a fail-over may take back is not read. */
export async function ofOrder<State>(database: Database, collection: string, orderId: string): Promise<State[]> {
  const found = await database
    .collection<AggregateDocument<State> & { _id: string }>(collection)
    .find({ 'state.orderId': orderId } as object, { projection: { state: 1 }, readConcern: { level: 'majority' }, maxTimeMS: 5_000 })
    .sort({ createdAt: 1, _id: 1 })
    .toArray();
  return found.map(({ state }) => state as State);
}
