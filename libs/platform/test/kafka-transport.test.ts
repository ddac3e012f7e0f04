import { zstdCompressSync } from 'node:zlib';
import kafkajs from 'kafkajs';
import { v7 as uuid } from 'uuid';
import type { Topic } from '#contracts/topics.js';
import type { Database } from '#platform/database.js';
import { encodeEvent, type Received } from '#platform/kafka/cloud-event.js';
import { DeadLetters } from '#platform/kafka/dead-letters.js';
import type { KafkaClient } from '#platform/kafka/kafka-client.js';
import { type KafkaRecord, partitionOf } from '#platform/kafka/kafka-client-producer.js';
import { KafkaTransport } from '#platform/kafka/kafka-transport.js';
import { MessageMetrics, Metrics } from '#platform/metrics.js';
import { Unavailable } from '#platform/outage.js';
import { eventually } from '../../../test/support/eventually.js';
import { FaultyProxy } from '../../../test/support/faulty-proxy.js';
import { brokers } from '../../../test/support/services-needed.js';
import { count, log, ownDatabase, ownKafka, ownTopic } from './counter.js';
import { readTopic } from './topic-reader.js';

const TYPE = 'order.document-recorded';
const PARTITIONS = 2;

let kafka: KafkaClient;
let database: Database;
let topic: Topic;
let deadLetterTopic: Topic;
const transports: KafkaTransport[] = [];

beforeEach(async () => {
  kafka = ownKafka();
  database = await ownDatabase();
  topic = await ownTopic(kafka, PARTITIONS);
  deadLetterTopic = await ownTopic(kafka, 1);
});

afterEach(async () => {
  await Promise.all(transports.splice(0).map((transport) => transport.close()));
  await kafka.close();
  await database.close();
});

/** A member of the group of one service; `handle` is its only handler. */
async function follow(
  handle: (event: Received) => Promise<void>,
  options: { client?: KafkaClient; attempts?: number } = {},
): Promise<KafkaTransport> {
  const deadLetters = new DeadLetters(database, kafka, deadLetterTopic);
  await eventually(() => database.ping().then(() => true));
  const transport = new KafkaTransport(
    options.client ?? kafka,
    deadLetters,
    () => database.ping(),
    new MessageMetrics(new Metrics()),
    { service: 'orders', attempts: options.attempts ?? 3 },
    log,
  );
  transport.addHandler(TYPE, handle as never, true, { topic: topic.name });
  await new Promise<void>((resolve, reject) => transport.listen((error) => (error ? reject(error) : resolve())));
  transports.push(transport);
  return transport;
}

const event = (key: string, version: number, label = 'x'): KafkaRecord =>
  encodeEvent('docket/test', key, {
    id: uuid(),
    type: TYPE,
    version,
    time: new Date().toISOString(),
    actor: 'test',
    correlationId: 'c',
    data: count(label).data,
  });
const publish = async (...records: KafkaRecord[]) => {
  for (const record of records) await kafka.send(topic.name, partitionOf(record.key, PARTITIONS), [record]);
};
/** Two keys that share a partition, so that one could block the other. */
const neighbours = () => {
  const first = uuid();
  for (;;) {
    const second = uuid();
    if (partitionOf(second, PARTITIONS) === partitionOf(first, PARTITIONS)) return [first, second] as const;
  }
};
/** A key of another partition. */
const elsewhere = (than: string) => {
  for (;;) {
    const key = uuid();
    if (partitionOf(key, PARTITIONS) !== partitionOf(than, PARTITIONS)) return key;
  }
};
const letters = () =>
  database.collection<{ _id: string; reason: string; key: string; offset: number }>('deadLetters').find({}).sort({ offset: 1 }).toArray();
const group = () => `docket.orders.${topic.name}`;

test('what was published before anyone followed is handled, in order per document', async () => {
  const keys = Array.from({ length: 20 }, () => uuid());
  for (const version of [1, 2, 3]) await publish(...keys.map((key) => event(key, version)));
  const seen = new Map<string, number[]>();
  await follow(async ({ subject, version }) => void seen.set(subject, [...(seen.get(subject) ?? []), version]));
  await eventually(() => keys.every((key) => seen.get(key)?.length === 3));
  for (const key of keys) expect(seen.get(key)).toEqual([1, 2, 3]);
  await eventually(async () => (await kafka.lag(group(), topic.name)) === 0);
});

test.each([
  ['TypeError', () => new TypeError('x is not a function')],
  ['SyntaxError', () => new SyntaxError('Unexpected token')],
  ['RangeError', () => new RangeError('Maximum call stack size exceeded')],
])('a handler that throws a %s is tried again, and others of its partition go on meanwhile', async (_name, error) => {
  const [failing, other] = neighbours();
  let tries = 0;
  const seen: string[] = [];
  let release = false;
  await follow(
    async ({ subject }) => {
      if (subject === failing && !release) {
        tries += 1;
        throw error();
      }
      seen.push(subject);
    },
    { attempts: 1_000 },
  );
  await publish(event(failing, 1), event(other, 1), event(other, 2));
  await eventually(() => tries >= 2 && seen.filter((key) => key === other).length === 2);
  release = true;
  await eventually(() => seen.includes(failing));
  expect(await letters()).toEqual([]);
});

test('what follows for a document waits until the one before is handled, and others do not', async () => {
  const [slow, other] = neighbours();
  let finish = () => {};
  const finished = new Promise<void>((resolve) => {
    finish = resolve;
  });
  const begun: string[] = [];
  await follow(async ({ subject, version }) => {
    begun.push(`${subject}/${version}`);
    if (subject === slow && version === 1) await finished;
  });
  await publish(event(slow, 1), event(slow, 2), event(other, 1));
  await eventually(() => begun.includes(`${other}/1`), 10_000);
  expect(begun).toEqual([`${slow}/1`, `${other}/1`]);
  finish();
  await eventually(() => begun.includes(`${slow}/2`));
});

test('offsets are not committed past a message that is still being handled', async () => {
  const [slow, other] = neighbours();
  let finish = () => {};
  const finished = new Promise<void>((resolve) => {
    finish = resolve;
  });
  const seen: string[] = [];
  const first = await follow(async ({ subject }) => {
    if (subject === slow) await finished;
    seen.push(subject);
  });
  await publish(event(slow, 1), event(other, 1), event(other, 2));
  await eventually(() => seen.length === 2);
  // All partitions are committed together: once that of another one is there, so would be that of this one.
  await publish(event(elsewhere(slow), 1));
  await eventually(async () => (await kafka.lag(group(), topic.name)) === 3, 10_000);
  finish();
  await first.close();
  expect(await kafka.lag(group(), topic.name)).toBe(0);
});

describe('a message that cannot be handled', () => {
  const broken = (
    key: string,
    change: (record: { key: string; headers: Record<string, string>; value: string | Buffer }) => void,
  ): KafkaRecord => {
    const record = { ...event(key, 1), headers: { ...event(key, 1).headers } };
    change(record);
    return record;
  };

  test.each([
    [
      'not-json',
      (record: { value: unknown }) => {
        record.value = '{"orderId":';
      },
    ],
    [
      'not-json',
      (record: { value: unknown }) => {
        record.value = Buffer.from([0xff, 0x00]);
      },
    ],
    [
      'unknown-type',
      (record: { headers: Record<string, string> }) => {
        record.headers.ce_type = 'order.exploded';
      },
    ],
    [
      'schema-mismatch',
      (record: { value: unknown }) => {
        record.value = '{"orderId":7}';
      },
    ],
    [
      'not-a-cloud-event',
      (record: { headers: Record<string, string> }) => {
        record.headers = {};
      },
    ],
    [
      'not-a-cloud-event',
      (record: { headers: Record<string, string> }) => {
        record.headers.ce_documentversion = 'NaN';
      },
    ],
    [
      'not-a-cloud-event',
      (record: { headers: Record<string, string> }) => {
        record.headers.ce_subject = 'another';
      },
    ],
  ])('is set aside as %s, and those of other documents go on', async (reason, change) => {
    const [poisoned, other] = neighbours();
    const seen: string[] = [];
    await follow(async ({ subject }) => void seen.push(subject));
    await publish(broken(poisoned, change as never), event(other, 1));
    await eventually(() => seen.includes(other));
    await eventually(async () => (await letters()).length === 1);
    expect(await letters()).toMatchObject([{ reason, key: poisoned }]);
    await eventually(async () => (await kafka.lag(group(), topic.name)) === 0);
    const reader = await readTopic(deadLetterTopic.name);
    await eventually(() => reader.records.length === 1);
    await reader.stop();
  });

  test('holds its document until a redrive, which keeps the order', async () => {
    const key = uuid();
    let mended = false;
    const seen: number[] = [];
    const transport = await follow(
      async ({ version }) => {
        if (version === 2 && !mended) throw new Error('a bug');
        seen.push(version);
      },
      { attempts: 2 },
    );
    await publish(event(key, 1), event(key, 2), event(key, 3), event(key, 4));
    await eventually(async () => (await letters()).length === 3);
    expect((await letters()).map(({ reason }) => reason)).toEqual(['handler-failed', 'key-held', 'key-held']);
    expect(await transport.redrive()).toMatchObject({ redriven: 0, failed: [{ detail: expect.stringContaining('a bug') }] });
    mended = true;
    expect(await transport.redrive()).toEqual({ redriven: 3, failed: [] });
    await publish(event(key, 5));
    await eventually(() => seen.length === 5);
    expect(seen).toEqual([1, 2, 3, 4, 5]);
    expect(await letters()).toEqual([]);
  });

  test('releases its document when it is given up', async () => {
    const key = uuid();
    const seen: number[] = [];
    const transport = await follow(async ({ version }) => void seen.push(version));
    const noEvent = broken(key, (record) => {
      record.value = '{';
    });
    await publish(noEvent, event(key, 1), event(key, 2));
    await eventually(async () => (await letters()).length === 3);
    const deadLetters = new DeadLetters(database, kafka, deadLetterTopic);
    const [first] = await deadLetters.list();
    expect(first).toMatchObject({ key, reason: 'not-json' });
    expect(await deadLetters.discard(first?.id as string)).toEqual({ discarded: 1 });
    expect(await deadLetters.discard(first?.id as string)).toEqual({ discarded: 0 });
    expect(await transport.redrive()).toEqual({ redriven: 2, failed: [] });
    expect(seen).toEqual([1, 2]);
    await publish(event(key, 3));
    await eventually(() => seen.length === 3);
  });

  test('stays held when another replica takes over', async () => {
    const key = uuid();
    const first = await follow(
      async () => {
        throw new Error('a bug');
      },
      { attempts: 1 },
    );
    await publish(event(key, 1));
    await eventually(async () => (await letters()).length === 1);
    await first.close();
    const seen: number[] = [];
    await follow(async ({ version }) => void seen.push(version));
    await publish(event(key, 2));
    await eventually(async () => (await letters()).length === 2);
    expect(seen).toEqual([]);
  });
});

test('an outage is waited for and never ends among the dead letters', async () => {
  const key = uuid();
  let away = true;
  let tries = 0;
  const seen: number[] = [];
  await follow(
    async ({ version }) => {
      tries += 1;
      if (away) throw new Unavailable('the database');
      seen.push(version);
    },
    { attempts: 1 },
  );
  await publish(event(key, 1), event(key, 2));
  await eventually(() => tries >= 4);
  away = false;
  await eventually(() => seen.length === 2);
  expect(seen).toEqual([1, 2]);
  expect(await letters()).toEqual([]);
});

test('after an outage, a fault of its own is still the first one', async () => {
  const key = uuid();
  const errors = [...Array.from({ length: 4 }, () => new Unavailable('the database')), new Error('a hiccup')];
  const seen: number[] = [];
  await follow(
    async ({ version }) => {
      const error = errors.shift();
      if (error) throw error;
      seen.push(version);
    },
    { attempts: 2 },
  );
  await publish(event(key, 1));
  await eventually(() => seen.length === 1);
  expect(await letters()).toEqual([]);
});

test('a partition that was paused for its backlog goes on after a rebalance', async () => {
  const backlog = 1_400;
  const keys = Array.from({ length: backlog }, () => uuid());
  const byPartition = Map.groupBy(keys, (key) => partitionOf(key, PARTITIONS));
  for (const [partition, those] of byPartition)
    await kafka.send(
      topic.name,
      partition,
      those.map((key) => event(key, 1)),
    );
  let release = () => {};
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  const seen = new Set<string>();
  let started = 0;
  const handle = async ({ subject }: Received) => {
    started += 1;
    await released;
    seen.add(subject);
  };
  await follow(handle);
  await eventually(() => started > 0);
  const second = ownKafka();
  const joined = await follow(handle, { client: second });
  await eventually(() => joined.consumers.every((consumer) => consumer.joined));
  release();
  await eventually(() => seen.size === backlog);
  await eventually(async () => (await kafka.lag(group(), topic.name)) === 0);
  await joined.close();
  await second.close();
});

test('a batch compressed as the client cannot unpack reaches it all the same', async () => {
  const { CompressionCodecs, CompressionTypes, Kafka, logLevel } = kafkajs;
  // Only packs: unpacking it here would end the consumer, as it does in a service.
  CompressionCodecs[CompressionTypes.ZSTD] = () => ({
    compress: async ({ buffer }: { buffer: Buffer }) => zstdCompressSync(buffer),
    decompress: async () => {
      throw new Error('this client cannot unpack zstd');
    },
  });
  const seen: string[] = [];
  await follow(async ({ subject }) => void seen.push(subject));
  const producer = new Kafka({ brokers: brokers(), logLevel: logLevel.NOTHING }).producer();
  await producer.connect();
  const { key, headers, value } = event(uuid(), 1);
  await producer.send({ topic: topic.name, compression: CompressionTypes.ZSTD, messages: [{ key, headers, value }] });
  await producer.disconnect();
  await eventually(() => seen.includes(key));
});

test('a second member takes over a part, and nothing is left out or out of order', async () => {
  const keys = Array.from({ length: 30 }, () => uuid());
  const handled: { member: string; subject: string; version: number }[] = [];
  const member = (name: string) => follow(async ({ subject, version }) => void handled.push({ member: name, subject, version }));
  await member('a');
  for (const version of [1, 2]) await publish(...keys.map((key) => event(key, version)));
  const second = ownKafka();
  const joining = follow(async ({ subject, version }) => void handled.push({ member: 'b', subject, version }), { client: second });
  for (const version of [3, 4, 5]) await publish(...keys.map((key) => event(key, version)));
  await joining;
  await eventually(() => handled.some(({ member: name }) => name === 'b') || publish(event(uuid(), 1)).then(() => false));
  await publish(...keys.map((key) => event(key, 6)));
  const versionsOf = (key: string) => handled.filter(({ subject }) => subject === key).map(({ version }) => version);
  await eventually(() => keys.every((key) => new Set(versionsOf(key)).size === 6));
  for (const key of keys) {
    const firsts = versionsOf(key).filter((version, index, all) => all.indexOf(version) === index);
    expect(firsts).toEqual([1, 2, 3, 4, 5, 6]);
  }
  await second.close();
});

test('a broker that is away at the start, and goes away later, is joined when it is there', async () => {
  const proxy = await FaultyProxy.to(brokers()[0] as string);
  await proxy.away();
  const port = proxy.port;
  const { connect } = await import('node:net');
  const cut = ownKafka({
    brokers: [`127.0.0.1:${port}`],
    connect: (_host, _port, onConnect) => connect({ host: '127.0.0.1', port }, onConnect),
  });
  const seen: number[] = [];
  const key = uuid();
  const transport = await follow(async ({ version }) => void seen.push(version), { client: cut });
  await publish(event(key, 1));
  expect(transport.consumers.every(({ joined }) => joined)).toBe(false);
  await proxy.listen();
  await eventually(() => seen.length === 1);
  await proxy.away();
  await publish(event(key, 2));
  await proxy.listen();
  await eventually(() => seen.includes(2));
  await cut.close();
  await proxy.away();
});

test('two handlers for one event are refused at the start', async () => {
  const transport = new KafkaTransport(
    kafka,
    new DeadLetters(database, kafka, deadLetterTopic),
    () => database.ping(),
    new MessageMetrics(new Metrics()),
    { service: 'orders' },
    log,
  );
  transport.addHandler(TYPE, (async () => {}) as never, true, { topic: topic.name });
  transport.addHandler(TYPE, (async () => {}) as never, true, { topic: topic.name });
  await expect(new Promise<void>((resolve, reject) => transport.listen((error) => (error ? reject(error) : resolve())))).rejects.toThrow(
    'two handlers',
  );
});

test('a topic that exists is reported when it differs, and never altered', async () => {
  const before = await kafka.partitionCount(topic.name);
  const drifts = await kafka.ensureTopics([{ ...topic, partitions: 7 }], 1);
  expect(drifts).toEqual([{ topic: topic.name, setting: 'partitions', declared: '7', found: String(before) }]);
  expect(await kafka.partitionCount(topic.name)).toBe(before);
});
