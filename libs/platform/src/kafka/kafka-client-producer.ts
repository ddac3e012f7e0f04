import kafkajs, { type Kafka, type PartitionMetadata, type Producer } from 'kafkajs';
import type { Log } from '../log.js';

/** One record as it goes to the broker. */
export interface KafkaRecord {
  readonly key: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly value: string | Buffer;
}

const partitioner = kafkajs.Partitioners.DefaultPartitioner();

/** The partition of a key, by the hash that Java's clients use, so that every writer agrees. */
export function partitionOf(key: string, partitions: number): number {
  const partitionMetadata = Array.from({ length: partitions }, (_, partitionId) => ({ partitionId, leader: 0 }) as PartitionMetadata);
  return partitioner({ topic: '', partitionMetadata, message: { key, value: null } });
}

/** Records for one partition, and who waits for them. */
interface Waiting {
  readonly topic: string;
  readonly partition: number;
  readonly records: readonly KafkaRecord[];
  resolve(): void;
  reject(error: unknown): void;
}

/**
 * An idempotent producer used in the one way in which kafkajs neither loses nor doubles an acknowledged record: one request in flight, a
 * reply for each partition in it, and a new producer after any rejection, since the sequence numbers of the old one may be off.
 */
export class KafkaProducer {
  #producer: Promise<Producer> | undefined;
  readonly #waiting: Waiting[] = [];
  #sending: Promise<void> | undefined;

  constructor(
    private readonly kafka: Kafka,
    private readonly log: Log,
  ) {}

  send(topic: string, partition: number, records: readonly KafkaRecord[]): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ topic, partition, records, resolve, reject });
      this.#sending ??= this.#sendAll();
    });
  }

  async close(): Promise<void> {
    await this.#sending;
    await this.#discard();
  }

  async #sendAll(): Promise<void> {
    // So that all that is sent in the same moment is there.
    await undefined;
    while (this.#waiting.length > 0) await this.#sendTogether(this.#takeRequest());
    this.#sending = undefined;
  }

  /** What waits the longest, and what follows it for other partitions of the same topic: a request costs much the same for one as for all. */
  #takeRequest(): Waiting[] {
    const topic = this.#waiting[0]?.topic;
    const partitions = new Set<number>();
    const end = this.#waiting.findIndex((each) => each.topic !== topic || partitions.size === partitions.add(each.partition).size);
    return this.#waiting.splice(0, end === -1 ? this.#waiting.length : end);
  }

  async #sendTogether(parts: readonly Waiting[]): Promise<void> {
    try {
      await this.#request(parts);
      for (const part of parts) part.resolve();
    } catch (error) {
      // A partition without a leader, or one that the broker refuses, must not stop the others.
      if (parts.length > 1) for (const part of parts) await this.#sendTogether([part]);
      else parts[0]?.reject(error);
    }
  }

  async #request(parts: readonly Waiting[]): Promise<void> {
    this.#producer ??= this.#connect();
    try {
      const producer = await this.#producer;
      const topic = parts[0]?.topic as string;
      const messages = parts.flatMap(({ partition, records }) =>
        records.map(({ key, headers, value }) => ({ key, headers: { ...headers }, value, partition })),
      );
      const replies = await producer.send({ topic, acks: -1, timeout: 10_000, messages });
      // One whose leader moves meanwhile may be left out of the request, and only its missing reply tells.
      const confirmed = new Set(replies.filter(({ errorCode }) => errorCode === 0).map(({ partition }) => partition));
      if (replies.length !== parts.length || parts.some(({ partition }) => !confirmed.has(partition))) {
        throw new Error(`the broker did not confirm all of ${topic}: ${JSON.stringify(replies)}`);
      }
    } catch (error) {
      await this.#discard();
      throw error;
    }
  }

  async #connect(): Promise<Producer> {
    const producer = this.kafka.producer({
      idempotent: true,
      maxInFlightRequests: 1,
      createPartitioner: kafkajs.Partitioners.DefaultPartitioner,
      allowAutoTopicCreation: false,
      retry: { initialRetryTime: 100, maxRetryTime: 2_000, retries: 5 },
    });
    await producer.connect();
    return producer;
  }

  async #discard(): Promise<void> {
    const producer = this.#producer;
    this.#producer = undefined;
    try {
      await (await producer)?.disconnect();
    } catch (error) {
      this.log.debug({ err: error }, 'a producer did not close cleanly');
    }
  }
}
