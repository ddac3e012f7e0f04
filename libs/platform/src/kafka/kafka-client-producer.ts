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

/**
 * An idempotent producer used in the one way in which kafkajs neither loses nor doubles an acknowledged record:
 * one send in flight, one partition a send, and a new producer after any rejection, since the sequence numbers of the old one may be off.
 */
export class KafkaProducer {
  #producer: Promise<Producer> | undefined;
  #tail: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly kafka: Kafka,
    private readonly log: Log,
  ) {}

  send(topic: string, partition: number, records: readonly KafkaRecord[]): Promise<void> {
    const sent = this.#tail.then(() => this.#sendOne(topic, partition, records));
    this.#tail = sent.catch(() => undefined);
    return sent;
  }

  async close(): Promise<void> {
    await this.#tail;
    await this.#discard();
  }

  async #sendOne(topic: string, partition: number, records: readonly KafkaRecord[]): Promise<void> {
    this.#producer ??= this.#connect();
    try {
      const producer = await this.#producer;
      const messages = records.map(({ key, headers, value }) => ({ key, headers: { ...headers }, value, partition }));
      const replies = await producer.send({ topic, acks: -1, timeout: 10_000, messages });
      const reply = replies[0];
      if (replies.length !== 1 || reply?.partition !== partition || reply.errorCode !== 0) {
        throw new Error(`the broker did not confirm ${topic}/${partition}: ${JSON.stringify(replies)}`);
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
