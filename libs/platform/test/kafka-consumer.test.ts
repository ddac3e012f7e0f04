import { connect } from 'node:net';
import { zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import kafkajs, { type Admin, type Kafka } from 'kafkajs';
import { v7 as uuid } from 'uuid';
import type { Topic } from '#contracts/topics.js';
import type { KafkaClient } from '#platform/kafka/kafka-client.js';
import { KafkaConsumer, type KafkaConsumerOptions } from '#platform/kafka/kafka-client-consumer.js';
import { eventually } from '../../../test/support/eventually.js';
import { FaultyProxy } from '../../../test/support/faulty-proxy.js';
import { brokers } from '../../../test/support/services-needed.js';
import { log, ownKafka, ownTopic } from './counter.js';

// Kinds of requests, by Kafka's protocol.
const JOIN_GROUP = 11;
const HEARTBEAT = 12;
const COORDINATOR_LOAD_IN_PROGRESS = 14;
const UNKNOWN_MEMBER_ID = 25;

let kafka: KafkaClient;
let library: Kafka;
let admin: Admin;
let topic: Topic;
let group: string;

beforeEach(async () => {
  kafka = ownKafka();
  topic = await ownTopic(kafka, 1);
  group = `test.${uuid()}`;
  library = new kafkajs.Kafka({ brokers: brokers(), clientId: 'test', logLevel: kafkajs.logLevel.NOTHING });
  admin = library.admin();
  await admin.connect();
  for (const value of ['0', '1', '2', '3', '4']) await kafka.send(topic.name, 0, [{ key: 'k', headers: {}, value }]);
});

afterEach(async () => {
  await admin.disconnect();
  await kafka.close();
});

/** A member of the group that takes `position` for what the group has committed. */
const member = (position: number, onSession: KafkaConsumerOptions['onSession'], onMessages: KafkaConsumerOptions['onMessages']) =>
  new KafkaConsumer(
    library,
    async () => new Map([[0, position]]),
    { group, topic: topic.name, onSession, onMessages, onStop: async () => undefined },
    log,
  );

/**
 * The offsets that are handed on to the last one, where the session begins at `position` and the first batch at `fetched`: the two part when a
 * batch was fetched before a rejoin and comes after it.
 */
async function handedOn(position: number, fetched: number): Promise<number[]> {
  let committed = false;
  const before = member(
    0,
    () => undefined,
    (session) =>
      void session.commit(new Map([[0, fetched]])).then(() => {
        committed = true;
      }),
  );
  before.start();
  await eventually(() => committed);
  await before.stop();

  const offsets: number[] = [];
  const consumer = member(
    position,
    () => undefined,
    (_session, _partition, messages) => offsets.push(...messages.map(({ offset }) => offset)),
  );
  consumer.start();
  try {
    await eventually(() => offsets.includes(4));
    return offsets;
  } finally {
    await consumer.stop();
  }
}

test('a batch beyond the position of the session is left, and what lies between is fetched', async () => {
  expect(await handedOn(1, 3)).toEqual([1, 2, 3, 4]);
});

test('what lies before the position of the session is not handed on again', async () => {
  expect(await handedOn(3, 1)).toEqual([3, 4]);
});

test('what the broker has deleted is not waited for', async () => {
  // Without it this client does not know the topic's leader.
  await admin.fetchTopicOffsets(topic.name);
  await admin.deleteTopicRecords({ topic: topic.name, partitions: [{ partition: 0, offset: '3' }] });
  expect(await handedOn(1, 3)).toEqual([3, 4]);
});

// kafkajs ends a consumer for good on what it cannot unpack. Our topics are never packed, so this one is made past the declarations.
test('a consumer that has ended is followed by another, which takes up where the group stands', async () => {
  const { CompressionCodecs, CompressionTypes } = kafkajs;
  let failures = 0;
  CompressionCodecs[CompressionTypes.ZSTD] = () => ({
    compress: async ({ buffer }: { buffer: Buffer }) => zstdCompressSync(buffer),
    decompress: async (buffer: Buffer) => {
      if (failures === 0) {
        failures += 1;
        throw new kafkajs.KafkaJSNonRetriableError('this client cannot unpack zstd yet');
      }
      return zstdDecompressSync(buffer);
    },
  });
  const packed = `test.${uuid()}`;
  await admin.createTopics({ topics: [{ topic: packed, numPartitions: 1 }], waitForLeaders: true });
  const producer = library.producer();
  await producer.connect();
  await producer.send({ topic: packed, compression: CompressionTypes.ZSTD, messages: [{ key: 'k', value: 'v' }] });
  await producer.disconnect();

  const values: (string | undefined)[] = [];
  const consumer = kafka.consumer({
    group,
    topic: packed,
    onSession: () => undefined,
    onMessages: (_session, _partition, messages) => values.push(...messages.map(({ value }) => value?.toString())),
    onStop: async () => undefined,
  });
  consumer.start();
  await eventually(() => values.length > 0);
  expect(failures).toBe(1);
  expect(values).toEqual(['v']);
});

// kafkajs then goes on fetching as a member of nothing, and says so nowhere.
test('a consumer whose rejoin fails becomes a member again', async () => {
  const proxy = await FaultyProxy.to(String(brokers()[0]));
  const through = new kafkajs.Kafka({
    brokers: [`127.0.0.1:${proxy.port}`],
    clientId: 'test',
    logLevel: kafkajs.logLevel.NOTHING,
    socketFactory: ({ onConnect }) => connect(proxy.port, '127.0.0.1', onConnect),
  });
  let sessions = 0;
  const consumer = new KafkaConsumer(
    through,
    async () => new Map(),
    {
      group,
      topic: topic.name,
      onSession: () => void sessions++,
      onMessages: () => undefined,
      onStop: async () => undefined,
      stallLimit: 4_000,
    },
    log,
  );
  consumer.start();
  try {
    await eventually(() => consumer.joined);
    let refused = 0;
    proxy.answerBy((request) => {
      const kind = request.readInt16BE(4);
      if (kind === HEARTBEAT && refused === 0) return answerTo(request, heartbeatAnswer(UNKNOWN_MEMBER_ID));
      if (kind !== JOIN_GROUP || refused > 0) return undefined;
      refused += 1;
      return answerTo(request, joinAnswer(COORDINATOR_LOAD_IN_PROGRESS));
    });
    await eventually(() => refused === 1);
    await eventually(() => consumer.joined && sessions >= 2);
  } finally {
    await consumer.stop();
    await proxy.away();
  }
});

/** A frame that answers the request: its correlation id stands behind length, kind and version. */
function answerTo(request: Buffer, body: Buffer): Buffer {
  const head = Buffer.alloc(8);
  head.writeInt32BE(4 + body.length);
  request.copy(head, 4, 8, 12);
  return Buffer.concat([head, body]);
}

/** Throttle time, error. */
function heartbeatAnswer(error: number): Buffer {
  const body = Buffer.alloc(6);
  body.writeInt16BE(error, 4);
  return body;
}

/** Throttle time, error, generation, three empty names, no members. */
function joinAnswer(error: number): Buffer {
  return Buffer.concat([heartbeatAnswer(error), Buffer.alloc(4 + 3 * 2 + 4)]);
}
