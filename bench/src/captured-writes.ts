import { setTimeout as delay } from 'node:timers/promises';
import type mongoose from 'mongoose';
import type { MongoClient } from '#infra/mongo/client.js';
import type { AggregateDocument, HistoryRecord } from '#platform/aggregate-document.js';
import { allServices, type VerifiedService } from '#tools/verify-services.js';

/** One thing that a service inserted. */
export interface Captured<Content> {
  readonly service: VerifiedService;
  readonly content: Content;
}

/** All that the services inserted for some orders: the documents as they were at first, and every event of theirs. */
export interface CapturedWrites {
  readonly orders: number;
  readonly documents: readonly Captured<AggregateDocument<object>>[];
  readonly history: readonly Captured<HistoryRecord>[];
}

/** Begins to keep every insert of the services. The function it gives waits until all were seen and ends it. */
export async function captureWrites(
  client: MongoClient,
): Promise<(expected: { documents: number; events: number }) => Promise<CapturedWrites>> {
  const collections = allServices.flatMap(({ documents, history }) => [documents, history]);
  // From now on, even for what comes before the stream has opened.
  const { operationTime } = await client.db('admin').command({ ping: 1 });
  const filter = { $match: { operationType: 'insert', 'ns.coll': { $in: collections } } };
  const stream = client.watch([filter], { startAtOperationTime: operationTime });
  const documents: Captured<AggregateDocument<object>>[] = [];
  const history: Captured<HistoryRecord>[] = [];
  let failure: Error | undefined;
  stream.on('change', (change: mongoose.mongo.ChangeStreamDocument) => {
    if (change.operationType !== 'insert') return;
    const service = allServices.find(({ database }) => database === change.ns.db);
    if (service?.documents === change.ns.coll) documents.push({ service, content: change.fullDocument as AggregateDocument<object> });
    else if (service) history.push({ service, content: change.fullDocument as unknown as HistoryRecord });
  });
  stream.on('error', (error: Error) => {
    failure = error;
  });
  return async (expected) => {
    const deadline = Date.now() + 30_000;
    const isWhole = () => documents.length >= expected.documents && history.length >= expected.events;
    while (!isWhole() && !failure && Date.now() < deadline) await delay(50);
    await stream.close();
    if (!isWhole()) throw failure ?? new Error('not all writes of the services were seen');
    return { orders: documents.filter(({ service }) => service.name === 'orders').length, documents, history };
  };
}
