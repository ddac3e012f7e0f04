import { randomUUID } from 'node:crypto';
import mongoose from 'mongoose';
import type { CapturedWrites } from './captured-writes.js';
import { closedLoop } from './closed-loop.js';

/** Orders inserted per second, and in how large commands. */
export interface AcceptFloor {
  readonly perSecond: number;
  readonly ordersPerCommand: number;
}

const COMMAND_SIZES = [1, 8, 32];

/**
 * What accepting cannot go below. Accepting an order is one durable write: the insert of its document, with its events, acknowledged by a
 * majority and journaled. The bare driver inserts the same documents under the same concern, with as many orders under way as there are
 * clients, into a collection without further indexes.
 *
 * The orders service puts inserts that come at the same time into one command, and so the floor may too: it tries one order a command, eight
 * and 32, and the fastest of them counts. A floor of single inserts alone would flatter the ratio wherever commands of many are cheaper.
 */
export async function measureAcceptFloor(
  mongoUrl: string,
  captured: CapturedWrites,
  { concurrency, seconds, signal }: { concurrency: number; seconds: number; signal: AbortSignal },
): Promise<AcceptFloor> {
  const orders = captured.documents.filter(({ service }) => service.name === 'orders').map(({ content }) => content);
  const client = new mongoose.mongo.MongoClient(mongoUrl, { minPoolSize: concurrency, maxPoolSize: concurrency });
  try {
    await client.connect();
    const database = client.db('bench-accept-floor', { writeConcern: { w: 'majority', journal: true } });
    await database.dropDatabase();
    const collection = database.collection<{ _id: string }>('orders');
    const floors: AcceptFloor[] = [];
    for (const ordersPerCommand of COMMAND_SIZES.filter((size) => size <= concurrency)) {
      const insert = (index: number) => {
        const documents = Array.from({ length: ordersPerCommand }, (_, place) => ({
          ...orders[(index * ordersPerCommand + place) % orders.length],
          _id: randomUUID(),
        }));
        return collection.insertMany(documents, { ordered: false });
      };
      const commands = Math.floor(concurrency / ordersPerCommand);
      // Connections, the collection and the compiler's work come before what is measured.
      await closedLoop(seconds / 3, commands, signal, insert);
      const { perSecond } = await closedLoop(seconds, commands, signal, insert);
      floors.push({ perSecond: perSecond * ordersPerCommand, ordersPerCommand });
    }
    return floors.reduce((fastest, floor) => (floor.perSecond > fastest.perSecond ? floor : fastest));
  } finally {
    await client.close();
  }
}
