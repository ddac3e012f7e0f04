import kafkajs from 'kafkajs';
import { v7 as uuid } from 'uuid';
import { brokers } from '../../../test/support/services-needed.js';

export interface ReadRecord {
  readonly partition: number;
  readonly key: string;
  readonly version: number;
  readonly value: string;
}

/** Everything on a topic, by a plain reader of its own; `stop()` when done. */
export async function readTopic(topic: string): Promise<{ records: ReadRecord[]; stop: () => Promise<void> }> {
  const kafka = new kafkajs.Kafka({ brokers: brokers(), clientId: 'reader', logLevel: kafkajs.logLevel.NOTHING });
  const consumer = kafka.consumer({ groupId: `reader-${uuid()}`, maxWaitTimeInMs: 100 });
  const records: ReadRecord[] = [];
  await consumer.connect();
  await consumer.subscribe({ topics: [topic], fromBeginning: true });
  await consumer.run({
    eachMessage: async ({ partition, message }) => {
      records.push({
        partition,
        key: message.key?.toString() ?? '',
        version: Number(message.headers?.ce_documentversion?.toString()),
        value: message.value?.toString() ?? '',
      });
    },
  });
  return { records, stop: () => consumer.disconnect() };
}

/** The versions of one document as a reader applies them: the next one counts, what came before is a repeat, a gap is an error. */
export function applied(records: readonly ReadRecord[], key: string): number[] {
  const versions: number[] = [];
  for (const { version } of records.filter((record) => record.key === key)) {
    if (version === versions.length + 1) versions.push(version);
    else if (version > versions.length + 1) throw new Error(`${key}: version ${version} came after ${versions.length}`);
  }
  return versions;
}
