import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import kafkajs, { Kafka, logLevel, type Producer } from 'kafkajs';
import { commandTopics } from '#contracts/topics.js';

const PAUSE = 500;

/** What the shipments service is asked to do. */
export interface Command {
  readonly type: string;
  readonly key: string;
  readonly data: object;
}

/** Sends commands as another system does. */
export class CommandSender {
  private constructor(private readonly producer: Producer) {}

  /** Throws when no broker answers. */
  static async connect(brokers: string): Promise<CommandSender> {
    const retry = { initialRetryTime: 200, maxRetryTime: 2_000, retries: 8 };
    const kafka = new Kafka({ clientId: 'erp', brokers: brokers.split(','), logLevel: logLevel.NOTHING, requestTimeout: 10_000, retry });
    const producer = kafka.producer({ allowAutoTopicCreation: false, createPartitioner: kafkajs.Partitioners.DefaultPartitioner });
    await producer.connect();
    return new CommandSender(producer);
  }

  async close(): Promise<void> {
    await this.producer.disconnect();
  }

  /** So many times under one id; resolves with true when the brokers have acknowledged it, with false when that was given up. */
  async send({ type, key, data }: Command, times: number, givingUp: AbortSignal): Promise<boolean> {
    const headers = { ce_specversion: '1.0', ce_id: randomUUID(), ce_type: type, ce_source: 'faults', ce_subject: key };
    const message = { key, headers, value: JSON.stringify(data) };
    while (!givingUp.aborted) {
      try {
        await this.producer.send({ topic: commandTopics.shipments.name, acks: -1, messages: Array.from({ length: times }, () => message) });
        return true;
      } catch {
        await sleep(PAUSE, undefined, { signal: givingUp }).catch(() => undefined);
      }
    }
    return false;
  }
}
