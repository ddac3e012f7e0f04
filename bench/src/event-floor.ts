import kafkajs, { type Kafka, logLevel } from 'kafkajs';
import { topics } from '#contracts/topics.js';
import { encodeEvent } from '#platform/kafka/cloud-event.js';
// Silences the warning about kafkajs's timers, as it does for the services.
import '#platform/kafka/kafka-client.js';
import { closedLoop, type LoopResult } from './closed-loop.js';
import type { OrderDocument } from './stored-orders.js';

export interface EventFloor {
  readonly recordsPerSend: number;
  /** One entry per send, not per event. */
  readonly sends: LoopResult;
  readonly producedPerSecond: number;
  readonly consumedPerSecond: number;
  readonly bytesPerEvent: number;
}

type Message = ReturnType<typeof encodeEvent>;

/**
 * What publishing and following cannot go below: kafkajs alone sends the orders' own events as the relay does (all replicas, idempotent,
 * one send in flight, one partition a send, as many records as so many clients cause), and one consumer reads them.
 */
export async function measureEvents(
  brokers: string,
  documents: readonly OrderDocument[],
  concurrency: number,
  signal: AbortSignal,
): Promise<EventFloor> {
  const kafka = new kafkajs.Kafka({ clientId: 'docket-bench', brokers: brokers.split(','), logLevel: logLevel.NOTHING });
  const topic = `docket.bench.events-${concurrency}`;
  const { partitions } = topics.orders;
  await createTopic(kafka, topic, partitions);
  const messages = documents.flatMap(({ _id, outbox }) => outbox.map((event) => encodeEvent('docket/orders', _id, event)));
  const recordsPerSend = Math.max(1, Math.round(concurrency / partitions));
  const batches = Array.from({ length: Math.ceil(messages.length / recordsPerSend) }, (_, index) =>
    messages.slice(index * recordsPerSend, (index + 1) * recordsPerSend),
  );
  const sends = await produce(kafka, topic, partitions, batches, signal);
  const seconds = await consume(kafka, topic, messages.length, signal);
  const bytes = messages.reduce((sum, { value }) => sum + Buffer.byteLength(value), 0);
  return {
    recordsPerSend,
    sends,
    producedPerSecond: messages.length / sends.seconds,
    consumedPerSecond: messages.length / seconds,
    bytesPerEvent: bytes / messages.length,
  };
}

async function createTopic(kafka: Kafka, topic: string, numPartitions: number): Promise<void> {
  const admin = kafka.admin();
  await admin.connect();
  try {
    await admin.createTopics({ topics: [{ topic, numPartitions, replicationFactor: 1 }], waitForLeaders: true });
  } finally {
    await admin.disconnect();
  }
}

async function produce(kafka: Kafka, topic: string, partitions: number, batches: readonly Message[][], signal: AbortSignal) {
  const producer = kafka.producer({ idempotent: true, maxInFlightRequests: 1, allowAutoTopicCreation: false });
  await producer.connect();
  try {
    return await closedLoop(batches, 1, signal, async (batch, index) => {
      const partition = index % partitions;
      const messages = batch.map(({ key, headers, value }) => ({ key, headers: { ...headers }, value, partition }));
      await producer.send({ topic, acks: -1, messages });
    });
  } finally {
    await producer.disconnect();
  }
}

/** Seconds from the first message to the last; joining the group is not counted. */
async function consume(kafka: Kafka, topic: string, count: number, signal: AbortSignal): Promise<number> {
  const consumer = kafka.consumer({ groupId: `${topic}-reader`, allowAutoTopicCreation: false });
  await consumer.connect();
  await consumer.subscribe({ topics: [topic], fromBeginning: true });
  try {
    return await new Promise<number>((resolve, reject) => {
      let read = 0;
      let begin: number | undefined;
      signal.addEventListener('abort', () => reject(signal.reason), { once: true });
      consumer.on(consumer.events.CRASH, ({ payload }) => reject(payload.error));
      consumer.on(consumer.events.FETCH_START, () => {
        begin ??= performance.now();
      });
      const eachBatch = async ({ batch }: { batch: { messages: readonly unknown[] } }) => {
        read += batch.messages.length;
        if (read >= count) resolve((performance.now() - (begin ?? 0)) / 1_000);
      };
      consumer.run({ eachBatch }).catch(reject);
    });
  } finally {
    await consumer.disconnect();
  }
}
