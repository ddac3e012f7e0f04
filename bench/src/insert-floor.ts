import { randomUUID } from 'node:crypto';
import mongoose from 'mongoose';
import { closedLoop, type LoopResult } from './closed-loop.js';
import type { OrderDocument } from './stored-orders.js';

export interface InsertFloor extends LoopResult {
  readonly bytesPerDocument: number;
}

/**
 * What accepting cannot go below: the bare driver inserts the same documents one by one, with the same durability, into a collection
 * of their own without further indexes.
 */
export async function measureInserts(
  mongoUrl: string,
  documents: readonly OrderDocument[],
  concurrency: number,
  signal: AbortSignal,
): Promise<InsertFloor> {
  const client = new mongoose.mongo.MongoClient(mongoUrl, { minPoolSize: concurrency, maxPoolSize: concurrency });
  try {
    await client.connect();
    const collection = client.db('docket-bench').collection<{ _id: string }>(`inserts-${concurrency}`);
    const insert = async (document: OrderDocument) => {
      await collection.insertOne({ ...document, _id: randomUUID() }, { writeConcern: { w: 'majority', journal: true } });
    };
    // Connections, the collection and the compiler's work come before what is measured.
    await closedLoop(documents.slice(0, 4 * concurrency), concurrency, signal, insert);
    const result = await closedLoop(documents, concurrency, signal, insert);
    const bytes = documents.reduce((sum, document) => sum + mongoose.mongo.BSON.calculateObjectSize(document), 0);
    return { ...result, bytesPerDocument: bytes / documents.length };
  } finally {
    await client.close();
  }
}
