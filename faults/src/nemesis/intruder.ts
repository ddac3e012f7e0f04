import { randomUUID } from 'node:crypto';
import { zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import kafkajs, { type Admin, type ITopicConfig, Kafka, type KafkaMessage, logLevel, type Message, type Producer } from 'kafkajs';

/** A message as it lies on a topic. */
export interface LyingMessage {
  readonly topic: string;
  readonly partition: number;
  readonly message: KafkaMessage;
}

/** What is marked by this header was never published by a service, and no reader is to take it for an event. */
export const FAULT_HEADER = 'docket-fault';

// kafkajs knows gzip alone; the services must cope with whatever others send.
kafkajs.CompressionCodecs[kafkajs.CompressionTypes.ZSTD] = () => ({
  compress: async (encoder: { buffer: Buffer }) => zstdCompressSync(encoder.buffer),
  decompress: async (buffer: Buffer) => zstdDecompressSync(buffer),
});

const READ_LIMIT = 60_000;

/** Somebody with access to the topics who does what nobody should. */
export class Intruder {
  private constructor(
    private readonly kafka: Kafka,
    private readonly admin: Admin,
    private readonly producer: Producer,
  ) {}

  static async connect(brokers: string): Promise<Intruder> {
    const retry = { initialRetryTime: 200, maxRetryTime: 2_000, retries: 8 };
    const kafka = new Kafka({
      clientId: 'intruder',
      brokers: brokers.split(','),
      logLevel: logLevel.NOTHING,
      requestTimeout: 10_000,
      retry,
    });
    const [admin, producer] = [kafka.admin(), kafka.producer({ allowAutoTopicCreation: false })];
    await Promise.all([admin.connect(), producer.connect()]);
    return new Intruder(kafka, admin, producer);
  }

  async close(): Promise<void> {
    await Promise.all([this.admin.disconnect(), this.producer.disconnect()]);
  }

  async send(topic: string, messages: Message[], compression = kafkajs.CompressionTypes.None): Promise<void> {
    await this.producer.send({ topic, acks: -1, messages, compression });
  }

  /** Settings of a topic, all of them: what is not named goes back to its default. */
  async configure(topic: string, configEntries: NonNullable<ITopicConfig['configEntries']>): Promise<void> {
    const type = kafkajs.ConfigResourceTypes.TOPIC;
    await this.admin.alterConfigs({ validateOnly: false, resources: [{ type, name: topic, configEntries }] });
  }

  async settingsOf(topic: string): Promise<NonNullable<ITopicConfig['configEntries']>> {
    const type = kafkajs.ConfigResourceTypes.TOPIC;
    const { resources } = await this.admin.describeConfigs({ includeSynonyms: false, resources: [{ type, name: topic }] });
    // Only what was set for this topic: 1 is the source of such settings.
    const set = resources[0]?.configEntries.filter(({ configSource }) => Number(configSource) === 1) ?? [];
    return set.map(({ configName, configValue }) => ({ name: configName, value: configValue }));
  }

  /** The last messages of each partition, at most so many of each. */
  async lastMessages(topic: string, ofEach: number): Promise<LyingMessage[]> {
    const offsets = await this.admin.fetchTopicOffsets(topic);
    const found: LyingMessage[] = [];
    const missing = new Map(offsets.filter(({ high, low }) => high !== low).map(({ partition, high }) => [partition, Number(high)]));
    if (missing.size === 0) return found;
    const groupId = `intruder-${randomUUID()}`;
    const consumer = this.kafka.consumer({ groupId, allowAutoTopicCreation: false, retry: { restartOnFailure: async () => false } });
    try {
      await consumer.connect();
      await consumer.subscribe({ topics: [topic], fromBeginning: true });
      await new Promise<void>((resolve, reject) => {
        const limit = setTimeout(() => reject(new Error(`${topic} could not be read within ${READ_LIMIT} ms`)), READ_LIMIT);
        consumer.on(consumer.events.CRASH, ({ payload }) => reject(payload.error));
        const eachBatch = async ({ batch }: { batch: { partition: number; messages: KafkaMessage[] } }) => {
          for (const message of batch.messages) found.push({ topic, partition: batch.partition, message });
          const end = missing.get(batch.partition);
          if (end !== undefined && Number(batch.messages.at(-1)?.offset) >= end - 1) missing.delete(batch.partition);
          if (missing.size > 0) return;
          clearTimeout(limit);
          resolve();
        };
        consumer.run({ autoCommit: false, eachBatch }).catch(reject);
        for (const { partition, low, high } of offsets) {
          consumer.seek({ topic, partition, offset: String(Math.max(Number(low), Number(high) - ofEach)) });
        }
      });
    } finally {
      await consumer.disconnect();
      await this.admin.deleteGroups([groupId]).catch(() => {});
    }
    return found;
  }
}

/** The same message once more, as it would be sent. */
export function copyOf({ partition, message: { key, value, headers } }: LyingMessage): Message {
  return { partition, key, value, headers: { ...headers } };
}
