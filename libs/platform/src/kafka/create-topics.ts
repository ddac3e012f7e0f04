import { pino } from 'pino';
import { allTopics } from '#contracts/topics.js';
import { KafkaClient } from './kafka-client.js';

/** A job, run once per deployment: makes the topics that are missing, reports those that differ from their declaration, alters none. */
async function createTopics(): Promise<void> {
  const brokers = process.env.KAFKA_BROKERS;
  if (!brokers) throw new Error('KAFKA_BROKERS must be host:port, several separated by commas');
  const replicas = Number(process.env.KAFKA_REPLICATION ?? '1');
  const log = pino({ name: 'create-topics', level: process.env.LOG_LEVEL ?? 'warn' });
  const kafka = new KafkaClient({ brokers: brokers.split(','), clientId: 'docket-create-topics' }, log);
  try {
    for (const drift of await kafka.ensureTopics(allTopics, replicas)) log.warn(drift, 'a topic is not as it is declared');
  } finally {
    await kafka.close();
  }
}

try {
  await createTopics();
} catch (error) {
  process.stderr.write(`The topics could not be created: ${(error as Error).message}\n`);
  process.exitCode = 1;
}
