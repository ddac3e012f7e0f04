import { connect as connectTcp, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { connect as connectTls } from 'node:tls';
import kafkajs, { type Admin, type ITopicConfig, Kafka, type LogEntry, logLevel, type SASLOptions } from 'kafkajs';
import type { Topic } from '#contracts/topics.js';
import type { Log } from '../log.js';
import { KafkaConsumer, type KafkaConsumerOptions, REBALANCE_TIMEOUT } from './kafka-client-consumer.js';
import { KafkaProducer } from './kafka-client-producer.js';
import './kafka-client-timers.js';

/** Where the brokers are and how a client names itself to them. */
export interface KafkaClientOptions {
  readonly brokers: readonly string[];
  readonly clientId: string;
  readonly ssl?: boolean;
  /** How a connection is made; left out, TCP or TLS to the broker itself. */
  readonly connect?: (host: string, port: number, onConnect: () => void) => Socket;
  readonly sasl?: { readonly mechanism: 'plain' | 'scram-sha-256' | 'scram-sha-512'; readonly username: string; readonly password: string };
}

/** How the brokers' topic differs from its declaration; a topic that exists is never altered from here. */
export interface TopicDrift {
  readonly topic: string;
  readonly setting: string;
  readonly declared: string;
  readonly found: string;
}

const CREATION_LIMIT = 20_000;

/**
 * The one door to Kafka: this folder's `kafka-client*` files are the only ones that know kafkajs.
 * docs/adr/0003 says which of its defaults lose or double messages, and what is done here instead.
 */
export class KafkaClient {
  readonly #kafka: Kafka;
  readonly #log: Log;
  readonly #producer: KafkaProducer;
  readonly #consumers = new Set<KafkaConsumer>();
  #admin: Promise<Admin> | undefined;

  constructor(options: KafkaClientOptions, log: Log) {
    this.#log = log;
    this.#kafka = new Kafka({
      clientId: options.clientId,
      brokers: [...options.brokers],
      ssl: options.ssl ?? false,
      ...(options.sasl ? { sasl: options.sasl as SASLOptions } : {}),
      socketFactory: ({ host, port, ssl, onConnect }) =>
        reapedWhenIdle(
          options.connect?.(host, port, onConnect) ??
            (ssl ? connectTls({ host, port, servername: host, ...ssl }, onConnect) : connectTcp({ host, port }, onConnect)),
        ),
      connectionTimeout: 5_000,
      requestTimeout: 10_000,
      // Explicit, since kafkajs changes its defaults under NODE_ENV=test.
      retry: { initialRetryTime: 200, maxRetryTime: 5_000, retries: 5 },
      logLevel: logLevel.INFO,
      logCreator: () => (entry) => this.#forward(entry),
    });
    this.#producer = new KafkaProducer(this.#kafka, log);
  }

  /** Appends the records to one partition, in order; resolves when all in-sync replicas have them, and throws when that is not certain. */
  send(topic: string, partition: number, records: Parameters<KafkaProducer['send']>[2]): Promise<void> {
    return this.#producer.send(topic, partition, records);
  }

  /** How many partitions the topic has on the brokers. Throws while they do not answer, or when it does not exist. */
  async partitionCount(topic: string): Promise<number> {
    const admin = await this.#connectedAdmin();
    const { topics } = await admin.fetchTopicMetadata({ topics: [topic] });
    const partitions = topics[0]?.partitions.length ?? 0;
    if (partitions === 0) throw new Error(`topic ${topic} does not exist; create it first`);
    return partitions;
  }

  /** A consumer of one topic that rebuilds itself for as long as it is not stopped. It starts with `start()`. */
  consumer(options: KafkaConsumerOptions): KafkaConsumer {
    const consumer = new KafkaConsumer(this.#kafka, (group, topic) => this.#committed(group, topic), options, this.#log);
    this.#consumers.add(consumer);
    return consumer;
  }

  /** Creates what is missing and tells how what exists differs from its declaration. */
  async ensureTopics(topics: readonly Topic[], replicationFactor: number): Promise<TopicDrift[]> {
    const admin = await this.#connectedAdmin();
    const existing = new Set(await admin.listTopics());
    const missing = topics.filter((topic) => !existing.has(topic.name));
    if (missing.length > 0) {
      await admin.createTopics({
        topics: missing.map((topic) => topicConfig(topic, replicationFactor)),
        waitForLeaders: false, // fails when a broker has not heard of the topic yet, rather than wait
        timeout: 10_000,
      });
      await this.#ledTopics(admin, missing);
    }
    const declared = topics.filter((topic) => existing.has(topic.name));
    return (await Promise.all(declared.map((topic) => this.#drift(admin, topic, replicationFactor)))).flat();
  }

  /** Resolves when each partition has a leader; throws what is missing after a while. */
  async #ledTopics(admin: Admin, topics: readonly Topic[]): Promise<void> {
    const giveUpAt = performance.now() + CREATION_LIMIT;
    for (;;) {
      try {
        await admin.fetchTopicMetadata({ topics: topics.map(({ name }) => name) });
        return;
      } catch (error) {
        if (performance.now() > giveUpAt) throw error;
        await delay(100);
      }
    }
  }

  async #drift(admin: Admin, topic: Topic, replicationFactor: number): Promise<TopicDrift[]> {
    const { resources } = await admin.describeConfigs({
      includeSynonyms: false,
      resources: [{ type: kafkajs.ConfigResourceTypes.TOPIC, name: topic.name }],
    });
    const config = new Map(resources[0]?.configEntries.map(({ configName, configValue }) => [configName, configValue]));
    const { numPartitions, configEntries = [] } = topicConfig(topic, replicationFactor);
    const settings: [name: string, declared: string, found: string][] = [
      ['partitions', String(numPartitions), String(await this.partitionCount(topic.name))],
      ...configEntries.map(({ name, value }): [string, string, string] => [name, value, config.get(name) ?? 'nothing']),
    ];
    return settings
      .filter(([, declared, found]) => declared !== found)
      .map(([setting, declared, found]) => ({ topic: topic.name, setting, declared, found }));
  }

  /** Messages on the topic that the group has not committed yet. */
  async lag(group: string, topic: string): Promise<number> {
    const admin = await this.#connectedAdmin();
    const [ends, committed] = await Promise.all([admin.fetchTopicOffsets(topic), this.#committed(group, topic)]);
    let lag = 0;
    for (const { partition, high, low } of ends) lag += Number(high) - Math.max(committed.get(partition) ?? 0, Number(low));
    return lag;
  }

  /** Stops all consumers after what they hold is handled, then the rest. */
  async close(): Promise<void> {
    await Promise.all([...this.#consumers].map((consumer) => consumer.stop()));
    await this.#producer.close();
    const admin = await this.#admin?.catch(() => undefined);
    await admin?.disconnect();
  }

  /** Next offset to read per partition; a partition is missing where the group has never committed. */
  async #committed(group: string, topic: string): Promise<Map<number, number>> {
    const admin = await this.#connectedAdmin();
    const [found] = await admin.fetchOffsets({ groupId: group, topics: [topic] });
    return new Map((found?.partitions ?? []).map((p) => [p.partition, Number(p.offset)] as const).filter(([, offset]) => offset >= 0));
  }

  #connectedAdmin(): Promise<Admin> {
    this.#admin ??= (async () => {
      const admin = this.#kafka.admin();
      try {
        await admin.connect();
        return admin;
      } catch (error) {
        this.#admin = undefined;
        throw error;
      }
    })();
    return this.#admin;
  }

  #forward({ level, namespace, log: { message, timestamp: _, logger: __, ...detail } }: LogEntry): void {
    const context = { ...detail, kafkajs: namespace };
    if (level === logLevel.ERROR || level === logLevel.WARN) this.#log.warn(context, message);
    else this.#log.debug(context, message);
  }
}

/** A peer that vanished without a word would be asked again after each time-out for minutes; nothing rightly waits longer than a rebalance. */
function reapedWhenIdle(socket: Socket): Socket {
  socket.setKeepAlive(true, 10_000);
  socket.setTimeout(REBALANCE_TIMEOUT + 5_000, () => socket.destroy());
  return socket;
}

function topicConfig(topic: Topic, replicationFactor: number): ITopicConfig {
  return {
    topic: topic.name,
    numPartitions: topic.partitions,
    replicationFactor,
    configEntries: [
      { name: 'cleanup.policy', value: topic.cleanupPolicy },
      // The broker unpacks whatever others send: kafkajs ends a consumer for good on zstd, snappy and lz4.
      { name: 'compression.type', value: 'uncompressed' },
      { name: 'retention.ms', value: String(topic.retention) },
      // With three replicas one may be away; the default of 1 would acknowledge what a single broker holds.
      { name: 'min.insync.replicas', value: replicationFactor >= 3 ? '2' : '1' },
    ],
  };
}
