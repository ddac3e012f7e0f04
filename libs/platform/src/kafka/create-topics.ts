import { pino } from 'pino';
import { allTopics } from '#contracts/topics.js';
import { loadConfig, TopicsJobConfig } from '../config.js';
import { KafkaClient } from './kafka-client.js';
import { kafkaOptions } from './kafka-options.js';

/** A job, run once per deployment: makes the topics that are missing, reports those that differ from their declaration, alters none. */
async function createTopics(): Promise<void> {
  const config = loadConfig(TopicsJobConfig, { LOG_LEVEL: 'warn' });
  const log = pino({ name: 'create-topics', level: config.LOG_LEVEL });
  const kafka = new KafkaClient(kafkaOptions('docket-create-topics', config), log);
  try {
    for (const drift of await kafka.ensureTopics(allTopics, config.KAFKA_REPLICATION)) log.warn(drift, 'a topic is not as it is declared');
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
