import { setTimeout as delay } from 'node:timers/promises';
import type { MongoClient } from '#infra/mongo/client.js';
import { allServices } from '#tools/verify-services.js';

export interface DataSize {
  /** Of all documents and histories, as BSON. */
  readonly dataBytes: number;
  /** What these take on the disk, compressed, with their indexes. */
  readonly diskBytes: number;
  /** The part of it that is indexes. */
  readonly indexBytes: number;
}

/** Resolves when no document holds an event that is still to be published or to be put into the history. Throws after two minutes. */
export async function untilPublished(client: MongoClient, signal: AbortSignal): Promise<void> {
  const deadline = Date.now() + 120_000;
  while ((await countPending(client)) > 0) {
    if (Date.now() > deadline) throw new Error('there are unpublished events after two minutes');
    await delay(100, undefined, { signal });
  }
}

async function countPending(client: MongoClient): Promise<number> {
  const counts = allServices.map(({ database, documents }) =>
    client
      .db(database)
      .collection(documents)
      .countDocuments({ pendingSince: { $exists: true } }, { hint: { pendingSince: 1 } }),
  );
  return (await Promise.all(counts)).reduce((sum, count) => sum + count, 0);
}

/** Documents and history records that there are, of all services together. */
export async function countStored(client: MongoClient): Promise<{ documents: number; events: number }> {
  const sumOf = async (kind: 'documents' | 'history') => {
    const counts = allServices.map((service) => client.db(service.database).collection(service[kind]).estimatedDocumentCount());
    return (await Promise.all(counts)).reduce((sum, count) => sum + count, 0);
  };
  return { documents: await sumOf('documents'), events: await sumOf('history') };
}

/** Per order that there is. */
export async function readDataSize(client: MongoClient): Promise<DataSize> {
  const stats = await Promise.all(allServices.map(({ database }) => client.db(database).command({ dbStats: 1 })));
  const orders = await client.db('docket-orders').collection('orders').estimatedDocumentCount();
  const perOrder = (field: string) => stats.reduce((total, each) => total + Number(each[field] ?? 0), 0) / orders;
  const indexBytes = perOrder('indexSize');
  return { dataBytes: perOrder('dataSize'), diskBytes: perOrder('storageSize') + indexBytes, indexBytes };
}

/** Has the database write what it holds in memory only, so that bytes written can be laid to what caused them. */
export async function writeCheckpoint(client: MongoClient): Promise<void> {
  await client.db('admin').command({ fsync: 1 });
}
