import kafkajs, { type Kafka, logLevel, type Producer } from 'kafkajs';
import mongoose from 'mongoose';
import { topics } from '#contracts/topics.js';
import type { KafkaRecord } from '#platform/kafka/kafka-client-producer.js';
// Silences the warning about kafkajs's timers, as it does for the services.
import '#platform/kafka/kafka-client.js';
import type { VerifiedService } from '#tools/verify-services.js';
import type { LoopResult } from './closed-loop.js';
import type { Command, SettleFloorPlan } from './settle-floor-plan.js';

export interface SettleFloorOptions {
  readonly mongoUrl: string;
  readonly kafkaBrokers: string;
  /** Commands under way at the same time. */
  readonly concurrency: number;
  /** Processes of each service: each has a producer with one send under way. */
  readonly replicas: number;
  readonly seconds: number;
  readonly signal: AbortSignal;
  /** Called when what is not measured is over: connections, collections, topics and the compiler's work. */
  readonly onBegin: () => void;
}

/**
 * What settling cannot go below: the bare driver and bare kafkajs do the durable writes of the plan, all at once, over and over for about
 * `seconds`. Nothing is read, decided, awaited from another or retried. Gives the orders for which all was written.
 */
export async function measureSettleFloor(plan: SettleFloorPlan, options: SettleFloorOptions): Promise<LoopResult> {
  const { mongoUrl, kafkaBrokers, concurrency, replicas, signal } = options;
  const client = new mongoose.mongo.MongoClient(mongoUrl, { minPoolSize: concurrency, maxPoolSize: concurrency });
  const kafka = new kafkajs.Kafka({ clientId: 'docket-bench', brokers: kafkaBrokers.split(','), logLevel: logLevel.NOTHING });
  const producers = new Map<VerifiedService, Producer[]>();
  try {
    await client.connect();
    const database = client.db('bench-settle-floor', { writeConcern: { w: 'majority', journal: true } });
    await database.dropDatabase();
    await createTopics(kafka, [...plan.sends.keys()]);
    for (const service of plan.sends.keys()) producers.set(service, await connectProducers(kafka, replicas));
    const write = (pass: number) =>
      Promise.all([
        runStages(plan, concurrency, signal, (command) => runCommand(database, command, pass)),
        ...[...plan.sends].map(([service, sends]) => sendAll(producers.get(service) ?? [], service, sends, signal)),
      ]);

    await write(0);
    options.onBegin();
    const begin = performance.now();
    let passes = 0;
    while (performance.now() - begin < options.seconds * 1_000) await write(++passes);
    const seconds = (performance.now() - begin) / 1_000;
    const count = passes * plan.orders;
    return { count, seconds, perSecond: count / seconds };
  } finally {
    await Promise.all([...producers.values()].flat().map((producer) => producer.disconnect()));
    await client.close();
  }
}

async function runStages(plan: SettleFloorPlan, concurrency: number, signal: AbortSignal, run: (command: Command) => Promise<unknown>) {
  for (const stage of plan.stages) await inParallel(stage, concurrency, signal, run);
}

function runCommand(database: mongoose.mongo.Db, command: Command, pass: number): Promise<unknown> {
  const ownId = (id: string) => `${pass}.${id}`;
  const { service } = command;
  if ('inserts' in command) {
    const documents = command.inserts.map((document) => ({ ...document, _id: ownId(document._id) }));
    return database.collection<{ _id: string }>(service[command.into]).insertMany(documents, { ordered: false });
  }
  const operations = command.updates.map(({ id, event }) => ({
    updateOne: {
      filter: { _id: ownId(id) },
      update: event
        ? { $push: { outbox: event }, $inc: { version: 1 }, $set: { modifiedAt: new Date() } }
        : { $set: { outbox: [] }, $unset: { pendingSince: '' } },
    },
  }));
  return database
    .collection(service.documents)
    .bulkWrite(operations as unknown as mongoose.mongo.AnyBulkWriteOperation[], { ordered: false });
}

function sendAll(
  producers: readonly Producer[],
  service: VerifiedService,
  sends: readonly (readonly KafkaRecord[])[],
  signal: AbortSignal,
) {
  const idle = [...producers];
  return inParallel([...sends.entries()], producers.length, signal, async ([index, records]) => {
    const producer = idle.pop() as Producer;
    const partition = index % topics.orders.partitions;
    const messages = records.map(({ key, headers, value }) => ({ key, headers: { ...headers }, value, partition }));
    await producer.send({ topic: benchTopic(service), acks: -1, messages });
    idle.push(producer);
  });
}

async function inParallel<Item>(items: readonly Item[], concurrency: number, signal: AbortSignal, run: (item: Item) => Promise<unknown>) {
  let next = 0;
  const worker = async () => {
    for (let index = next++; index < items.length; index = next++) {
      signal.throwIfAborted();
      await run(items[index] as Item);
    }
  };
  await Promise.all(Array.from({ length: concurrency }, worker));
}

const benchTopic = (service: VerifiedService) => `bench-settle-floor.${service.name}`;

async function createTopics(kafka: Kafka, services: readonly VerifiedService[]): Promise<void> {
  const admin = kafka.admin();
  await admin.connect();
  try {
    const numPartitions = topics.orders.partitions;
    await admin.createTopics({ topics: services.map((service) => ({ topic: benchTopic(service), numPartitions })), waitForLeaders: true });
  } finally {
    await admin.disconnect();
  }
}

function connectProducers(kafka: Kafka, count: number): Promise<Producer[]> {
  return Promise.all(
    Array.from({ length: count }, async () => {
      const producer = kafka.producer({ idempotent: true, maxInFlightRequests: 1, allowAutoTopicCreation: false });
      await producer.connect();
      return producer;
    }),
  );
}
