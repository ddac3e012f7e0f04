import { allConsignmentDifferences } from './verify-combined.js';
import { connectMongo } from './verify-databases.js';
import { allFulfilmentDifferences } from './verify-fulfilment.js';
import { allGroupDifferences } from './verify-groups.js';
import { allOrderDifferences, readExpectations } from './verify-orders.js';
import { backlogDifferences, readTraces, type ServiceTraces, traceDifferences, watermarkDifferences } from './verify-service.js';
import { allServices, kindsOf, verifiedServices } from './verify-services.js';
import { settled } from './verify-settle.js';
import { historyStateDifferences } from './verify-states.js';
import { readStores } from './verify-stores.js';
import { KafkaReader } from './verify-topics.js';

export interface VerifyOptions {
  readonly mongoUrl: string;
  readonly kafkaBrokers: readonly string[];
  /** The file that was replayed: each of its orders must exist, as the file says. */
  readonly file?: string | undefined;
  /** What was acknowledged while it was: then only this must exist. */
  readonly acknowledged?: string | undefined;
  /** Seconds to wait at most until nothing is on its way any more. */
  readonly settle?: number | undefined;
  /** Replicas that each service has: so many members must each of its groups have. Any number unless told. */
  readonly replicas?: number | undefined;
  /** Messages with this header were put on the topics to disturb: they are passed over. */
  readonly passOver?: string | undefined;
  /** Dead letters were provoked and redriven: their copies on the dead-letter topics are expected, letters in the databases are not. */
  readonly deadLetterCopiesExpected?: boolean | undefined;
  /** Told what was looked at, for people. */
  readonly onNote?: ((text: string) => void) | undefined;
}

/**
 * Compares everything that the services have stored and published, and yields each difference. Nothing of the services' code is used.
 * Throws when it cannot look: no database, no broker, no such topic.
 */
export async function* verifySystem(options: VerifyOptions): AsyncGenerator<string> {
  const note = options.onNote ?? (() => {});
  const expectations = await readExpectations(options.file, options.acknowledged);
  const stores = await readStores();
  const mongo = await connectMongo(options.mongoUrl);
  const kafka = await KafkaReader.connect(options.kafkaBrokers).catch(async (error) => {
    await mongo.close();
    throw error;
  });
  try {
    const databases = new Map(allServices.map((service) => [service.name, mongo.db(service.database)] as const));
    await refuseMissingTopics(kafka);
    if (options.settle !== undefined && !(await settled(databases, kafka, options.settle))) {
      yield `not settled after ${options.settle} seconds: something is still on its way, as listed below`;
    }
    yield* allGroupDifferences(kafka, options.replicas, options.settle ?? 0);
    const traces = new Map<string, ServiceTraces>();
    for (const service of allServices) {
      const db = mongo.db(service.database);
      yield* backlogDifferences(service, db, kafka, options.deadLetterCopiesExpected ?? false);
      const read = await readTraces(service, db, kafka, options.passOver);
      traces.set(service.name, read);
      yield* traceDifferences(service, read);
      for (const kind of kindsOf(service)) yield* historyStateDifferences(kind, db);
      note(`${service.name}: ${read.documents.size} documents, ${read.topic.messages} messages on ${service.topic}`);
    }
    yield* watermarkDifferences(traces);
    yield* allOrderDifferences(databases, stores, expectations);
    yield* allFulfilmentDifferences(mongo.db(verifiedServices.shipments.database));
    yield* allConsignmentDifferences(databases);
    if (expectations.invoices) note(`file: ${expectations.invoices.size} orders expected`);
    if (expectations.acknowledged) note(`acknowledged: ${expectations.acknowledged.length} orders`);
  } finally {
    await Promise.all([mongo.close(), kafka.close()]);
  }
}

async function refuseMissingTopics(kafka: KafkaReader): Promise<void> {
  const existing = await kafka.topicNames();
  const missing = allServices.flatMap(({ topic, deadLetterTopic }) => [topic, deadLetterTopic]).filter((topic) => !existing.has(topic));
  if (missing.length > 0) throw new Error(`the brokers have no topic ${missing.join(', ')}`);
}
