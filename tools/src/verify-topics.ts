import { randomUUID } from 'node:crypto';
import process from 'node:process';
import { type Admin, Kafka, type KafkaMessage, logLevel } from 'kafkajs';
import { type GroupState, groupState } from './verify-group-state.js';

interface Offsets {
  readonly partition: number;
  readonly low: number;
  readonly high: number;
}

// No message for so long, while some are still to come, means that something is broken.
const SILENCE_LIMIT = 60_000;

// kafkajs on Node 24 sets timers in the past: harmless, and not what a reader of the result should see.
const emitWarning = process.emitWarning.bind(process) as (...args: unknown[]) => void;
process.emitWarning = ((...args: unknown[]) => {
  if (args[1] !== 'TimeoutNegativeWarning') emitWarning(...args);
}) as typeof process.emitWarning;

/** What is on the brokers, read only: topics' messages, and how far each consumer group is. */
export class KafkaReader {
  private constructor(
    private readonly kafka: Kafka,
    private readonly admin: Admin,
  ) {}

  /** Throws within seconds when no broker answers. */
  static async connect(brokers: readonly string[]): Promise<KafkaReader> {
    const retry = { initialRetryTime: 200, maxRetryTime: 2_000, retries: 4 };
    const kafka = new Kafka({ clientId: 'docket-verify', brokers: [...brokers], logLevel: logLevel.NOTHING, retry });
    const admin = kafka.admin();
    await admin.connect();
    return new KafkaReader(kafka, admin);
  }

  async close(): Promise<void> {
    await this.admin.disconnect();
  }

  async topicNames(): Promise<Set<string>> {
    return new Set(await this.admin.listTopics());
  }

  /** Messages that the topic holds. */
  async count(topic: string): Promise<number> {
    const offsets = await this.offsets(topic);
    return offsets.reduce((sum, { low, high }) => sum + high - low, 0);
  }

  /** Offset after the last message, all partitions together: unchanged between two moments, nothing was published in between. */
  async end(topic: string): Promise<number> {
    const offsets = await this.offsets(topic);
    return offsets.reduce((sum, { high }) => sum + high, 0);
  }

  /** Messages that the group has not committed. */
  async lag(group: string, topic: string): Promise<number> {
    const [offsets, [committed]] = await Promise.all([this.offsets(topic), this.admin.fetchOffsets({ groupId: group, topics: [topic] })]);
    const next = new Map(committed?.partitions.map(({ partition, offset }) => [partition, Number(offset)]));
    return offsets.reduce((sum, { partition, low, high }) => sum + high - Math.max(next.get(partition) ?? 0, low), 0);
  }

  /** The state of each group, and who has which partitions. */
  async groups(groups: readonly string[]): Promise<GroupState[]> {
    const { groups: found } = await this.admin.describeGroups([...groups]);
    return found.map(groupState);
  }

  async partitionCount(topic: string): Promise<number> {
    return (await this.offsets(topic)).length;
  }

  /**
   * Hands over a topic's messages from its beginning to where it ends now, those of a partition in their order.
   * Throws when its beginning has expired: every document would seem to have a gap.
   */
  async read(topic: string, onMessage: (partition: number, message: KafkaMessage) => void): Promise<void> {
    const remaining = new Map<number, number>();
    for (const { partition, low, high } of await this.offsets(topic)) {
      if (low > 0) throw new Error(`${topic} no longer has the first ${low} messages of partition ${partition}`);
      if (high > 0) remaining.set(partition, high);
    }
    if (remaining.size === 0) return;
    // A group of its own, which never commits: the services' groups must not notice.
    const groupId = `docket-verify-${randomUUID()}`;
    const consumer = this.kafka.consumer({ groupId, allowAutoTopicCreation: false, retry: { restartOnFailure: async () => false } });
    try {
      await consumer.connect();
      await consumer.subscribe({ topics: [topic], fromBeginning: true });
      await new Promise<void>((resolve, reject) => {
        const silence = setTimeout(() => reject(new Error(`${topic} could not be read to its end`)), SILENCE_LIMIT);
        consumer.on(consumer.events.CRASH, ({ payload }) => reject(payload.error));
        const eachBatch = async ({ batch }: { batch: { partition: number; messages: KafkaMessage[] } }) => {
          silence.refresh();
          const end = remaining.get(batch.partition);
          if (end === undefined) return;
          for (const message of batch.messages) if (Number(message.offset) < end) onMessage(batch.partition, message);
          if (Number(batch.messages.at(-1)?.offset) >= end - 1) remaining.delete(batch.partition);
          if (remaining.size > 0) return;
          clearTimeout(silence);
          resolve();
        };
        consumer.run({ autoCommit: false, eachBatch }).catch(reject);
      });
    } finally {
      await consumer.disconnect();
      await this.admin.deleteGroups([groupId]).catch(() => {});
    }
  }

  private async offsets(topic: string): Promise<Offsets[]> {
    const found = await this.admin.fetchTopicOffsets(topic);
    return found.map(({ partition, low, high }) => ({ partition, low: Number(low), high: Number(high) }));
  }
}
