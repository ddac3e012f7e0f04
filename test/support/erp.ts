import kafkajs, { Kafka, type Producer } from 'kafkajs';
import { v7 as uuid } from 'uuid';
import type { Topic } from '#contracts/topics.js';
import { KafkaReader } from '#tools/verify-topics.js';
import { eventually } from './eventually.js';
import { brokers } from './services-needed.js';

/** A command as another system sends it; the id is new, the key the subject, and `sap` asks, unless told otherwise. */
export interface SentCommand {
  readonly topic: Topic;
  readonly id?: string;
  readonly type: string;
  readonly subject: string;
  readonly key?: string;
  readonly source?: string;
  readonly headers?: Record<string, string>;
  /** A text is sent as it stands. */
  readonly data: object | string;
}

/** Another system, which asks of documents on Kafka and reads what became of it. */
export class Erp {
  private constructor(
    private readonly producer: Producer,
    private readonly reader: KafkaReader,
  ) {}

  static async connect(): Promise<Erp> {
    const producer = new Kafka({ clientId: 'erp', brokers: brokers(), logLevel: kafkajs.logLevel.NOTHING }).producer();
    await producer.connect();
    return new Erp(producer, await KafkaReader.connect(brokers()));
  }

  async close(): Promise<void> {
    await this.producer.disconnect();
    await this.reader.close();
  }

  /** Answers with the command's id. */
  async send({ topic, id = uuid(), type, subject, key = subject, source = 'sap', headers, data }: SentCommand): Promise<string> {
    const value = typeof data === 'string' ? data : JSON.stringify(data);
    const all = { ce_specversion: '1.0', ce_id: id, ce_type: type, ce_source: source, ce_subject: subject, ...headers };
    await this.producer.send({ topic: topic.name, messages: [{ key, headers: all, value }] });
    return id;
  }

  /** All answers to a command, once there is one. */
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of many shapes
  answersTo(id: string, topic: Topic): Promise<any[]> {
    return eventually(async () => {
      const found: object[] = [];
      await this.reader.read(topic.name, (_partition, { value }) => {
        const answer = JSON.parse(value?.toString() ?? '{}');
        if (answer.commandId === id) found.push(answer);
      });
      return found.length > 0 && found;
    });
  }
}
