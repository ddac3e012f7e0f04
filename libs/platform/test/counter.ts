import { pino } from 'pino';
import { v7 as uuid } from 'uuid';
import type { NewEvent } from '#contracts/define-event.js';
import { OrderDocumentRecorded, type OrderDocumentRecordedData } from '#contracts/events/order.js';
import type { Topic } from '#contracts/topics.js';
import type { AggregateDefinition } from '#platform/aggregate-document.js';
import { AggregateStore, aggregateCollections } from '#platform/aggregate-store.js';
import type { ChangeContext } from '#platform/change-context.js';
import { Database } from '#platform/database.js';
import { KafkaClient, type KafkaClientOptions } from '#platform/kafka/kafka-client.js';
import { OutboxRelay } from '#platform/outbox-relay.js';
import { eventually } from '../../../test/support/eventually.js';
import { brokers, mongoUrl } from '../../../test/support/services-needed.js';

/** The smallest document there can be: it counts its changes. */
export interface Counter {
  readonly count: number;
}

export type Counted = NewEvent<'order.document-recorded', OrderDocumentRecordedData>;

export const counterAggregate: AggregateDefinition<Counter, Counted> = {
  collection: 'counters',
  historyCollection: 'counterHistory',
  evolve: (counter) => ({ count: (counter?.count ?? 0) + 1 }),
  indexes: [],
};

export const log = pino({ level: process.env.TEST_LOG ?? 'silent' });

export const count = (label = 'x'): Counted =>
  OrderDocumentRecorded({ orderId: 'o', document: { type: 'tax', id: label, number: '1', status: 'Saved', amount: '1', currency: 'GBP' } });

export const anybody = (): ChangeContext => ({ actor: 'test', correlationId: uuid() });

/** A topic of its own for one test. */
export async function ownTopic(kafka: KafkaClient, partitions = 3): Promise<Topic> {
  const topic: Topic = { name: `test.${uuid()}`, partitions, cleanupPolicy: 'delete', retention: 3_600_000 };
  await kafka.ensureTopics([topic], 1);
  return topic;
}

export function ownKafka(options: Partial<KafkaClientOptions> = {}): KafkaClient {
  return new KafkaClient({ brokers: brokers(), clientId: 'test', ...options }, log);
}

/** A database of its own for one test. */
export async function ownDatabase(url = mongoUrl(), name = `test-${uuid().slice(-12)}`): Promise<Database> {
  const database = new Database(url, name, log);
  for (const collection of aggregateCollections(counterAggregate)) database.declare(collection);
  database.onModuleInit();
  return database;
}

/** Store and relay over a database and a topic; the relay runs when it is started. */
export async function counters(database: Database, kafka: KafkaClient, topic: Topic) {
  await eventually(() => database.ping().then(() => true));
  const { collection, historyCollection } = counterAggregate;
  const relay = new OutboxRelay(database, kafka, { collection, historyCollection, topic, source: 'docket/test' }, log);
  return { relay, store: new AggregateStore(database, counterAggregate, relay) };
}
