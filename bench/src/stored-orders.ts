import { setTimeout as delay } from 'node:timers/promises';
import type mongoose from 'mongoose';
import type { StoredEvent } from '#platform/kafka/cloud-event.js';

type MongoClient = mongoose.mongo.MongoClient;

/** An order as the orders service stores it, as far as this program looks into it. */
export interface OrderDocument {
  readonly _id: string;
  readonly createdAt: Date;
  readonly modifiedAt: Date;
  readonly outbox: readonly StoredEvent[];
  readonly state: {
    readonly tax: { readonly status: string };
    readonly payments: readonly { readonly id: string }[];
    readonly shipments: readonly { readonly id: string }[];
    readonly documents: readonly { readonly id: string; readonly status: string }[];
  };
}

export function ordersCollection(client: MongoClient): mongoose.mongo.Collection<OrderDocument> {
  return client.db('docket-orders').collection<OrderDocument>('orders');
}

/**
 * Keeps each order as it is inserted, before its outbox is emptied. The function it gives waits until there are `count` and ends it.
 */
export function captureInserts(client: MongoClient): (count: number) => Promise<OrderDocument[]> {
  const stream = ordersCollection(client).watch<OrderDocument>([{ $match: { operationType: 'insert' } }]);
  const captured: OrderDocument[] = [];
  let failure: Error | undefined;
  stream.on('change', (change) => {
    if (change.operationType === 'insert') captured.push(change.fullDocument);
  });
  stream.on('error', (error: Error) => {
    failure = error;
  });
  return async (count) => {
    const deadline = Date.now() + 10_000;
    while (captured.length < count && !failure && Date.now() < deadline) await delay(50);
    await stream.close();
    if (captured.length === 0) throw failure ?? new Error('no stored order was seen');
    return captured;
  };
}
