import { connect } from 'node:net';
import { v7 as uuid } from 'uuid';
import type { Topic } from '#contracts/topics.js';
import type { Database } from '#platform/database.js';
import type { KafkaClient } from '#platform/kafka/kafka-client.js';
import { eventually } from '../../../test/support/eventually.js';
import { FaultyProxy } from '../../../test/support/faulty-proxy.js';
import { brokers, mongoUrl } from '../../../test/support/services-needed.js';
import { anybody, count, counters, ownDatabase, ownKafka, ownTopic } from './counter.js';
import { applied, readTopic } from './topic-reader.js';

let database: Database;
let kafka: KafkaClient;
let topic: Topic;

beforeEach(async () => {
  kafka = ownKafka();
  database = await ownDatabase();
  topic = await ownTopic(kafka);
});

afterEach(async () => {
  await kafka.close();
  await database.close();
});

interface Pending {
  _id: string;
  outbox: unknown[];
  pendingSince?: Date;
  version: number;
}

const pending = () => database.collection<Pending>('counters').countDocuments({ pendingSince: { $exists: true } });
const history = (id: string) =>
  database.collection<{ documentId: string; version: number }>('counterHistory').find({ documentId: id }).sort({ version: 1 }).toArray();
const upTo = (version: number) => Array.from({ length: version }, (_, index) => index + 1);

test('every event reaches the topic in the order of its document, then the history, and leaves the document', async () => {
  const { store, relay } = await counters(database, kafka, topic);
  relay.start();
  const ids = Array.from({ length: 40 }, () => uuid());
  await Promise.all(
    ids.map(async (id) => {
      for (let change = 0; change < 5; change += 1) await store.change(id, () => [count()], anybody());
    }),
  );
  await eventually(async () => (await pending()) === 0);
  const reader = await readTopic(topic.name);
  await eventually(() => reader.records.length >= 200);
  for (const id of ids) {
    expect(applied(reader.records, id)).toEqual(upTo(5));
    expect((await history(id)).map(({ version }) => version)).toEqual(upTo(5));
  }
  await reader.stop();
  await relay.stop();
});

test('what a process left behind is published by the scan of another', async () => {
  const dead = await counters(database, kafka, topic);
  const id = uuid();
  for (let change = 0; change < 3; change += 1) await dead.store.change(id, () => [count()], anybody());
  // The process that wrote it never ran its relay.
  const { relay } = await counters(database, kafka, topic);
  relay.start();
  await eventually(async () => (await pending()) === 0);
  await relay.stop();
  expect((await history(id)).map(({ version }) => version)).toEqual(upTo(3));
});

test('what a process left behind whose clock was an hour ahead does not wait for an hour', async () => {
  const dead = await counters(database, kafka, topic);
  const id = uuid();
  await dead.store.change(id, () => [count()], anybody());
  await database.collection('counters').updateOne({ _id: id } as object, { $set: { pendingSince: new Date(Date.now() + 3_600_000) } });
  const { relay } = await counters(database, kafka, topic);
  relay.start();
  await eventually(async () => (await pending()) === 0);
  await relay.stop();
  expect((await history(id)).map(({ version }) => version)).toEqual([1]);
});

test('several relays and writers on the same documents keep the order of first occurrences', async () => {
  const replicas = await Promise.all([1, 2, 3].map(() => counters(database, kafka, topic)));
  for (const { relay } of replicas) relay.start();
  const ids = Array.from({ length: 10 }, () => uuid());
  await Promise.all(
    replicas.map(async ({ store }) => {
      for (let change = 0; change < 10; change += 1) await Promise.all(ids.map((id) => store.change(id, () => [count()], anybody())));
    }),
  );
  await eventually(async () => (await pending()) === 0);
  await Promise.all(replicas.map(({ relay }) => relay.stop()));
  const reader = await readTopic(topic.name);
  await eventually(() => ids.every((id) => applied(reader.records, id).length === 30));
  await reader.stop();
  for (const id of ids) expect((await history(id)).map(({ version }) => version)).toEqual(upTo(30));
});

test('every third answer of the broker lost neither loses nor reorders an acknowledged event', async () => {
  const proxy = await FaultyProxy.to(brokers()[0] as string);
  const flaky = ownKafka({ connect: (_host, _port, onConnect) => connect({ host: '127.0.0.1', port: proxy.port }, onConnect) });
  const { store, relay } = await counters(database, flaky, topic);
  relay.start();
  // Only produce requests carry events, and these name their type.
  let requests = 0;
  proxy.loseAnswersTo((request) => {
    if (request.includes('order.document-recorded')) requests += 1;
    return request.includes('order.document-recorded') && requests % 3 === 0;
  });
  const ids = Array.from({ length: 20 }, () => uuid());
  for (let round = 0; round < 15; round += 1) {
    const before = requests;
    await Promise.all(ids.map((id) => store.change(id, () => [count()], anybody())));
    // Else all rounds would go out together.
    await eventually(() => requests > before);
  }
  await eventually(() => proxy.lost >= 3);
  proxy.loseAnswersTo(undefined);
  await eventually(async () => (await pending()) === 0);
  await relay.stop();
  const reader = await readTopic(topic.name);
  await eventually(() => ids.every((id) => applied(reader.records, id).length === 15));
  await reader.stop();
  await flaky.close();
  await proxy.away();
});

test('an event whose way into the history failed is there in the end, whatever came after it', async () => {
  const proxy = await FaultyProxy.to(new URL(mongoUrl()).host);
  const behind = await ownDatabase(`mongodb://127.0.0.1:${proxy.port}/?directConnection=true&retryWrites=false`);
  const { store, relay } = await counters(behind, kafka, topic);
  const id = uuid();
  let failures = 3;
  proxy.loseRequests((request) => failures > 0 && request.includes('counterHistory') && request.includes('insert') && failures-- > 0);
  relay.start();
  for (let change = 0; change < 5; change += 1) await store.change(id, () => [count()], anybody());
  await eventually(async () => (await behind.collection<Pending>('counters').findOne({ _id: id }))?.outbox.length === 0);
  await relay.stop();
  expect(failures).toBe(0);
  for (const version of upTo(5)) expect((await store.history.atVersion(id, version))?.state.count).toBe(version);
  await behind.close();
  await proxy.away();
});

test('while the broker is away, documents are still changed; afterwards all of it is published', async () => {
  const proxy = await FaultyProxy.to(brokers()[0] as string);
  const cut = ownKafka({ connect: (_host, _port, onConnect) => connect({ host: '127.0.0.1', port: proxy.port }, onConnect) });
  const { store, relay } = await counters(database, cut, topic);
  relay.start();
  const id = uuid();
  await store.change(id, () => [count()], anybody());
  await eventually(async () => (await pending()) === 0);
  await proxy.away();
  for (let change = 0; change < 10; change += 1) await store.change(id, () => [count()], anybody());
  await eventually(() => relay.oldestAge > 0);
  expect(await pending()).toBe(1);
  await proxy.listen();
  await eventually(async () => (await pending()) === 0);
  await relay.stop();
  expect((await history(id)).map(({ version }) => version)).toEqual(upTo(11));
  await cut.close();
  await proxy.away();
});

test('what Kafka has not acknowledged stays in its document, and is published by the next process', async () => {
  const proxy = await FaultyProxy.to(brokers()[0] as string);
  const cut = ownKafka({ connect: (_host, _port, onConnect) => connect({ host: '127.0.0.1', port: proxy.port }, onConnect) });
  const { store, relay } = await counters(database, cut, topic);
  relay.start();
  const id = uuid();
  await store.change(id, () => [count()], anybody());
  await eventually(async () => (await pending()) === 0);
  await proxy.away();
  await store.change(id, () => [count()], anybody());
  // Resolves when the send under way has been given up.
  await relay.stop();
  const left = await database.collection<Pending>('counters').findOne({ _id: id });
  expect(left?.outbox).toMatchObject([{ version: 2 }]);
  expect((await history(id)).map(({ version }) => version)).toEqual([1]);

  const next = await counters(database, kafka, topic);
  next.relay.start();
  await eventually(async () => (await pending()) === 0);
  await next.relay.stop();
  const reader = await readTopic(topic.name);
  await eventually(() => applied(reader.records, id).length === 2);
  await reader.stop();
  await cut.close();
});

test('the search for pending documents uses its small index', async () => {
  const { store } = await counters(database, kafka, topic);
  await store.change(uuid(), () => [count()], anybody());
  const plan = await database
    .collection('counters')
    .find({ pendingSince: { $exists: true } })
    .sort({ pendingSince: 1 })
    .explain('queryPlanner');
  expect(JSON.stringify(plan.queryPlanner.winningPlan)).toContain('IXSCAN');
});
