import { v7 as uuid } from 'uuid';
import { isRefusal, refuse } from '#contracts/refusals.js';
import type { Stored } from '#platform/aggregate-document.js';
import type { ChangesQuery } from '#platform/aggregate-history.js';
import { AggregateStore } from '#platform/aggregate-store.js';
import type { Database } from '#platform/database.js';
import type { KafkaClient } from '#platform/kafka/kafka-client.js';
import { Unavailable } from '#platform/outage.js';
import { eventually } from '../../../test/support/eventually.js';
import { FaultyProxy } from '../../../test/support/faulty-proxy.js';
import { mongoUrl } from '../../../test/support/services-needed.js';
import { anybody, type Counter, count, counterAggregate, counters, ownDatabase, ownKafka, ownTopic } from './counter.js';

let database: Database;
let kafka: KafkaClient;
let topic: Awaited<ReturnType<typeof ownTopic>>;

beforeAll(async () => {
  kafka = ownKafka();
  database = await ownDatabase();
  topic = await ownTopic(kafka);
});

afterAll(async () => {
  await kafka.close();
  await database.close();
});

const documents = (of = database) =>
  of.collection<{ _id: string; version: number; outbox: { id: string; version: number }[]; watermarks: Record<string, number> }>(
    'counters',
  );

test('state, version, event and watermark are in one document after one change', async () => {
  const { store } = await counters(database, kafka, topic);
  const id = uuid();
  await store.change(id, () => [count()], { ...anybody(), cause: { subject: 'source-1', version: 7, id: uuid() } });
  const document = await documents().findOne({ _id: id });
  expect(document).toMatchObject({
    version: 1,
    state: { count: 1 },
    outbox: [{ version: 1, type: 'order.document-recorded' }],
    watermarks: { 'source-1': 7 },
  });
});

test('a hundred changes at once are all in, one version each', async () => {
  const { store } = await counters(database, kafka, topic);
  const id = uuid();
  await Promise.all(Array.from({ length: 100 }, () => store.change(id, () => [count()], anybody())));
  const document = await documents().findOne({ _id: id });
  expect(document).toMatchObject({ version: 100, state: { count: 100 } });
  expect(document?.outbox.map((event) => event.version)).toEqual(Array.from({ length: 100 }, (_, index) => index + 1));
});

test('the same event twice, or an older one of the same document, changes nothing', async () => {
  const { store } = await counters(database, kafka, topic);
  const id = uuid();
  const cause = (version: number) => ({ ...anybody(), cause: { subject: 'source', version, id: uuid() } });
  for (const version of [1, 1, 3, 2, 3, 1]) await store.change(id, () => [count()], cause(version));
  expect((await store.find(id))?.state.count).toBe(2);
});

test('a repeated key is answered with what it did, and refused with another body', async () => {
  const { store } = await counters(database, kafka, topic);
  const id = uuid();
  const keyed = (fingerprint: string) => ({ ...anybody(), expectedVersion: 0, idempotency: { key: 'k', fingerprint } });
  const answers = await Promise.all(Array.from({ length: 10 }, () => store.change(id, () => [count()], keyed('a'))));
  expect(answers.filter((answer) => !isRefusal(answer) && !answer.replayed)).toHaveLength(1);
  expect(answers.filter((answer) => !isRefusal(answer) && answer.replayed)).toHaveLength(9);
  expect(await store.change(id, () => [count()], keyed('b'))).toMatchObject({ refused: 'idempotency-key-reused' });
  expect((await store.find(id))?.version).toBe(1);
});

test('an expected version that is not there is refused with the one that is', async () => {
  const { store } = await counters(database, kafka, topic);
  const id = uuid();
  await store.change(id, () => [count(), count()], anybody());
  expect(await store.change(id, () => [count()], { ...anybody(), expectedVersion: 1 })).toMatchObject({
    refused: 'version-conflict',
    detail: expect.stringContaining('2'),
  });
  expect(await store.change(id, () => [count()], { ...anybody(), expectedVersion: 2 })).toMatchObject({ version: 3 });
});

test('a refusal and a decision of nothing write nothing', async () => {
  const { store } = await counters(database, kafka, topic);
  const id = uuid();
  await store.change(id, () => [count()], anybody());
  const before = await documents().findOne({ _id: id });
  await store.change(id, () => [], anybody());
  await store.change(id, () => refuse('not-found', 'no'), anybody());
  expect(await documents().findOne({ _id: id })).toEqual(before);
});

test('an event that does not fit its schema is refused before anything is stored', async () => {
  const { store } = await counters(database, kafka, topic);
  const id = uuid();
  const broken = { ...count(), data: { orderId: 'o' } } as unknown as ReturnType<typeof count>;
  await expect(store.change(id, () => [broken], anybody())).rejects.toThrow('document is required');
  expect(await store.find(id)).toBeNull();
});

test('any version can be read again, from the outbox before it is relayed and from the history after', async () => {
  const { store, relay } = await counters(database, kafka, topic);
  const id = uuid();
  for (let version = 1; version <= 5; version += 1) await store.change(id, () => [count()], anybody());
  const versions = async () => Promise.all([1, 3, 5].map(async (version) => (await store.history.atVersion(id, version))?.state.count));
  expect(await versions()).toEqual([1, 3, 5]);
  relay.start();
  await eventually(async () => (await documents().findOne({ _id: id }))?.outbox.length === 0);
  await relay.stop();
  expect(await versions()).toEqual([1, 3, 5]);
  expect(await store.history.atVersion(id, 6)).toBeNull();
});

test('each change is told field by field, page by page, from the outbox before it is relayed and from the history after', async () => {
  const { store, relay } = await counters(database, kafka, topic);
  const id = uuid();
  for (let version = 1; version <= 5; version += 1) await store.change(id, () => [count()], { ...anybody(), reason: `reason ${version}` });
  const told = async (query: Partial<ChangesQuery>) =>
    (await store.history.changes(id, { limit: 10, ...query })).map(({ version, reason, changes }) => [version, reason, changes]);
  const expectAll = async () => {
    expect(await told({ after: 3 })).toEqual([
      [4, 'reason 4', [{ field: 'count', before: 3, after: 4 }]],
      [5, 'reason 5', [{ field: 'count', before: 4, after: 5 }]],
    ]);
    expect((await told({ limit: 2 })).map(([version]) => version)).toEqual([1, 2]);
    expect((await told({ field: 'count' })).map(([version]) => version)).toEqual([2, 3, 4, 5]);
    expect(await told({ field: 'coun' })).toEqual([]);
    expect(await told({ actor: 'nobody' })).toEqual([]);
    expect(await told({ to: '2020-01-01T00:00:00Z' })).toEqual([]);
  };
  await expectAll();
  relay.start();
  await eventually(async () => (await documents().findOne({ _id: id }))?.outbox.length === 0);
  await relay.stop();
  await expectAll();
});

test('the document as it was at a moment, also far from its beginning', async () => {
  const { store, relay } = await counters(database, kafka, topic);
  relay.start();
  const id = uuid();
  const versions = 230;
  for (let version = 1; version <= versions; version += 10) {
    await eventually(async () => ((await documents().findOne({ _id: id }))?.outbox.length ?? 0) < 150);
    await store.change(id, () => Array.from({ length: 10 }, () => count()), anybody());
  }
  await eventually(async () => (await documents().findOne({ _id: id }))?.outbox.length === 0);
  await relay.stop();
  for (const version of [1, 99, 100, 101, 199, 230]) expect((await store.history.atVersion(id, version))?.state.count).toBe(version);
  // The second hundred is folded from its snapshot: what lies before it is not read.
  await database.collection<{ _id: string }>('counterHistory').deleteOne({ _id: `${id}:0000000050` });
  expect((await store.history.atVersion(id, 150))?.state.count).toBe(150);
  await expect(store.history.atVersion(id, 60)).rejects.toThrow('gap before version 60');
  const [, last] = await store.history.changes(id, { after: 228, limit: 2 });
  expect((await store.history.atTime(id, new Date(last?.time ?? '')))?.version).toBe(230);
  expect(await store.history.atTime(id, new Date('2020-01-01'))).toBeNull();
});

test('what only services changed since is no conflict where the document says so', async () => {
  const { relay } = await counters(database, kafka, topic);
  const store = new AggregateStore(database, { ...counterAggregate, editedVersion: () => 2 }, relay);
  const id = uuid();
  await store.change(id, () => [count(), count(), count()], anybody());
  const change = (expectedVersion: number) => store.change(id, () => [], { ...anybody(), expectedVersion });
  expect(await change(1)).toMatchObject({ refused: 'version-conflict', more: { version: 3, changes: [{ version: 2 }, { version: 3 }] } });
  expect(await change(2)).toMatchObject({ version: 3 });
  expect(await change(3)).toMatchObject({ version: 3 });
  expect(await change(4)).toMatchObject({ refused: 'version-conflict' });
});

test('a change that is repeated with its key is answered with the document, until a hundred others came', async () => {
  const { store } = await counters(database, kafka, topic);
  const id = uuid();
  const keyed = (key: string, fingerprint = 'a') => store.change(id, () => [count()], { ...anybody(), idempotency: { key, fingerprint } });
  await keyed('first');
  for (let key = 1; key <= 100; key += 1) await keyed(`key-${key}`);
  for (const key of ['first', 'key-1', 'key-100']) expect(await keyed(key)).toMatchObject({ version: 101, replayed: true });
  expect(await keyed('key-7', 'b')).toMatchObject({ refused: 'idempotency-key-reused' });
  await keyed('key-101');
  expect(await keyed('key-1')).toMatchObject({ version: 103 });
});

test('a document whose events cannot be published takes no more than 200 of them', async () => {
  const { store } = await counters(database, kafka, topic);
  const id = uuid();
  await store.change(id, () => Array.from({ length: 200 }, () => count()), anybody());
  await expect(store.change(id, () => [count()], anybody())).rejects.toThrow(Unavailable);
});

test('before the database has been reached, every call fails at once', async () => {
  const unreached = await ownDatabase('mongodb://127.0.0.1:9/?directConnection=true');
  expect(() => unreached.collection('counters')).toThrow(Unavailable);
  await unreached.close();
});

test('a database that holds duplicates where an index wants none is not ready', async () => {
  const name = `test-${uuid().slice(-12)}`;
  const first = await ownDatabase(mongoUrl(), name);
  await eventually(() => first.ping().then(() => true));
  await first.collection<{ number: number }>('twins').insertMany([{ number: 1 }, { number: 1 }]);
  const second = await ownDatabase(mongoUrl(), name);
  second.declare({ name: 'twins', indexes: [{ key: { number: 1 }, unique: true }] });
  await expect(eventually(() => second.ping().then(() => true), 2_000)).rejects.toThrow();
  await first.collection<{ number: number }>('twins').deleteOne({ number: 1 });
  await eventually(() => second.ping().then(() => true));
  await Promise.all([first.close(), second.close()]);
});

describe('when a write or the answer to it is lost', () => {
  let proxy: FaultyProxy;
  let behind: Database;
  let direct: Database;
  let store: Awaited<ReturnType<typeof counters>>['store'];

  beforeAll(async () => {
    const { host } = new URL(mongoUrl());
    proxy = await FaultyProxy.to(host);
    const name = `test-${uuid().slice(-12)}`;
    direct = await ownDatabase(mongoUrl(), name);
    behind = await ownDatabase(`mongodb://127.0.0.1:${proxy.port}/?directConnection=true&retryWrites=false`, name);
    ({ store } = await counters(behind, kafka, topic));
  });

  afterAll(async () => {
    await behind.close();
    await direct.close();
    await proxy.away();
  });

  /** The first `times` writes that name the document are carried out and their answers lost. */
  const loseAnswers = (command: string, id: string, times: number) => {
    let left = times;
    proxy.loseAnswersTo((request) => {
      const hit = left > 0 && request.includes(command) && request.includes(id);
      if (hit) left -= 1;
      return hit;
    });
  };

  test.each([1, 2])('an insert is stored once and acknowledged, %d answers lost', async (times) => {
    const id = uuid();
    loseAnswers('insert', id, times);
    const before = proxy.lost;
    const outcome = (await store.change(id, () => [count()], { ...anybody(), expectedVersion: 0 })) as Stored<Counter>;
    expect(proxy.lost - before).toBeGreaterThanOrEqual(1);
    expect(outcome.version).toBe(1);
    expect(await documents(behind).findOne({ _id: id })).toMatchObject({ version: 1, state: { count: 1 }, outbox: [{ version: 1 }] });
  });

  test('an update counts once', async () => {
    const id = uuid();
    await store.change(id, () => [count()], anybody());
    loseAnswers('update', id, 1);
    const before = proxy.lost;
    const outcome = (await store.change(id, () => [count()], anybody())) as Stored<Counter>;
    expect(proxy.lost - before).toBe(1);
    expect(outcome.version).toBe(2);
    expect((await store.find(id))?.state.count).toBe(2);
  });

  /** Changes the document, and does `meanwhile` when it has been read and before the write, which is lost on its way once, arrives. */
  const changeWith = async (id: string, meanwhile: () => Promise<void>, command = 'update') => {
    let leaving: Promise<void> | undefined;
    proxy.loseAnswersTo((request) => {
      if (!leaving && request.includes(command) && request.includes(id)) leaving = proxy.away();
      return false;
    });
    const changed = store.change(id, () => [count()], anybody());
    await eventually(() => leaving !== undefined);
    await leaving;
    await meanwhile();
    await proxy.listen();
    return (await changed) as Stored<Counter>;
  };

  test('an insert that was lost on its way is made again before it is acknowledged', async () => {
    const id = uuid();
    const outcome = await changeWith(id, async () => expect(await documents(direct).findOne({ _id: id })).toBeNull(), 'insert');
    expect(outcome.version).toBe(1);
    expect(await documents(direct).findOne({ _id: id })).toMatchObject({ version: 1, state: { count: 1 }, outbox: [{ version: 1 }] });
  });

  test('a write that was lost on its way is not taken for one that came first', async () => {
    const { store: other } = await counters(direct, kafka, topic);
    const id = uuid();
    await other.change(id, () => [count()], anybody());
    const outcome = await changeWith(id, async () => void (await other.change(id, () => [count()], anybody())));
    expect(outcome.version).toBe(3);
    expect(await documents(direct).findOne({ _id: id })).toMatchObject({ version: 3, state: { count: 3 } });
  });

  test('a write does not bring back what has been relayed since its document was read', async () => {
    const { store: other, relay } = await counters(direct, kafka, topic);
    const id = uuid();
    await other.change(id, () => [count()], anybody());
    await changeWith(id, async () => {
      relay.start();
      await eventually(async () => (await documents(direct).findOne({ _id: id }))?.outbox.length === 0);
      await relay.stop();
    });
    expect((await documents(direct).findOne({ _id: id }))?.outbox.map((event) => event.version)).toEqual([2]);
  });
});
