import { randomUUID } from 'node:crypto';
import mongoose from 'mongoose';
import type { CapturedWrites } from './captured-writes.js';
import { closedLoop, type LoopResult } from './closed-loop.js';

/**
 * What accepting cannot go below: the bare driver inserts the documents of orders as the orders service did, one by one, acknowledged by a
 * majority and journaled, into a collection of their own without further indexes.
 */
export async function measureAcceptFloor(
  mongoUrl: string,
  captured: CapturedWrites,
  { concurrency, seconds, signal }: { concurrency: number; seconds: number; signal: AbortSignal },
): Promise<LoopResult> {
  const orders = captured.documents.filter(({ service }) => service.name === 'orders');
  const client = new mongoose.mongo.MongoClient(mongoUrl, { minPoolSize: concurrency, maxPoolSize: concurrency });
  try {
    await client.connect();
    const database = client.db('bench-accept-floor', { writeConcern: { w: 'majority', journal: true } });
    await database.dropDatabase();
    const insert = (index: number) =>
      database.collection<{ _id: string }>('orders').insertOne({ ...orders[index % orders.length]?.content, _id: randomUUID() });
    // Connections, the collection and the compiler's work come before what is measured.
    await closedLoop(seconds / 3, concurrency, signal, insert);
    return await closedLoop(seconds, concurrency, signal, insert);
  } finally {
    await client.close();
  }
}
