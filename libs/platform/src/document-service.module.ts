import { setTimeout as delay } from 'node:timers/promises';
import {
  Controller,
  Delete,
  type DynamicModule,
  Get,
  Global,
  HttpCode,
  Module,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
  Param,
  Post,
} from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { answerTopics, commandTopics, deadLetterTopics, type ServiceName, topics } from '#contracts/topics.js';
import type { AggregateDefinition } from './aggregate-document.js';
import { AggregateStore, aggregateCollections } from './aggregate-store.js';
import { ChassisModule, LOG } from './chassis.module.js';
import type { DocumentServiceConfig } from './config.js';
import { Database } from './database.js';
import { DocumentNumbers } from './document-numbers.js';
import { Readiness } from './health.js';
import { QueryGuard } from './http/query.guard.js';
import { Commands } from './kafka/commands.js';
import { DeadLetters } from './kafka/dead-letters.js';
import { KafkaClient } from './kafka/kafka-client.js';
import { kafkaOptions } from './kafka/kafka-options.js';
import { KafkaTransport } from './kafka/kafka-transport.js';
import type { Log } from './log.js';
import { MessageMetrics, Metrics } from './metrics.js';
import { OutboxRelay } from './outbox-relay.js';
import { loadStores, type Store } from './stores.js';

/** Injection token of the stores by id, a `ReadonlyMap<string, Store>`. */
export const STORES = Symbol('stores');
export type Stores = ReadonlyMap<string, Store>;

// biome-ignore lint/suspicious/noExplicitAny: whatever the documents and events are
type AnyAggregate = AggregateDefinition<any, any>;

/** Injection token of the store of a further kind of document, where a service owns several; that of the first is `AggregateStore`. */
export const storeFor = ({ collection }: Pick<AnyAggregate, 'collection'>) => Symbol.for(`store of ${collection}`);

/** A relay per kind of document: they share the topic, and each keeps the order of its own documents' events. */
class OutboxRelays {
  constructor(readonly all: readonly OutboxRelay[]) {}

  /** Seconds for which the oldest unpublished event of any kind waits. */
  get oldestAge(): number {
    return Math.max(...this.all.map((relay) => relay.oldestAge));
  }
}

/** Events that wait longer than this for Kafka make a service not ready; it still answers. */
const RELAY_LIMIT_SECONDS = 60;
const LAG_LIMIT = 1_000;

/** For operators, on the service's own port. */
@Controller('admin')
class AdminController {
  constructor(
    private readonly transport: KafkaTransport,
    private readonly deadLetters: DeadLetters,
  ) {}

  /** The oldest dead letters, and why each was set aside. */
  @Get('dead-letters')
  list() {
    return this.deadLetters.list();
  }

  /** Gives one up for good, by its id `<topic>/<partition>/<offset>`; what waits behind it follows at the next redrive. */
  @Delete('dead-letters/:topic/:partition/:offset')
  discard(@Param() { topic, partition, offset }: { topic: string; partition: string; offset: string }) {
    return this.deadLetters.discard(`${topic}/${partition}/${offset}`);
  }

  /** Tries every dead letter again. */
  @Post('dead-letters/redrive')
  @HttpCode(200)
  redrive() {
    return this.transport.redrive();
  }
}

/** What every service that owns documents has: its database, a store and a relay to Kafka for each kind, and its consumers. */
@Global()
@Module({})
export class DocumentServiceModule implements OnApplicationBootstrap, OnApplicationShutdown {
  constructor(
    private readonly database: Database,
    private readonly relays: OutboxRelays,
    private readonly kafka: KafkaClient,
    private readonly transport: KafkaTransport,
    private readonly deadLetters: DeadLetters,
    private readonly metrics: Metrics,
    private readonly readiness: Readiness,
  ) {}

  /** The store of the first kind is injected as `AggregateStore`, those of further kinds by `storeFor(…)`. */
  static forRoot(
    service: ServiceName,
    config: DocumentServiceConfig,
    ...aggregates: readonly [AnyAggregate, ...AnyAggregate[]]
  ): DynamicModule {
    const stores = aggregates.map((aggregate, index) => ({
      provide: index === 0 ? AggregateStore : storeFor(aggregate),
      inject: [Database, OutboxRelays],
      useFactory: (database: Database, { all }: OutboxRelays) => new AggregateStore(database, aggregate, all[index] as OutboxRelay),
    }));
    return {
      module: DocumentServiceModule,
      imports: [ChassisModule.forRoot(service, config)],
      controllers: [AdminController],
      providers: [
        { provide: APP_GUARD, useClass: QueryGuard },
        { provide: STORES, useFactory: () => loadStores(config.STORES_FILE) },
        {
          provide: Database,
          inject: [LOG],
          useFactory: (log: Log) => {
            const database = new Database(config.MONGO_URL, config.MONGO_DATABASE, log);
            for (const collection of aggregates.flatMap(aggregateCollections)) database.declare(collection);
            return database;
          },
        },
        { provide: KafkaClient, inject: [LOG], useFactory: (log: Log) => new KafkaClient(kafkaOptions(`docket-${service}`, config), log) },
        { provide: DocumentNumbers, inject: [Database], useFactory: (database: Database) => new DocumentNumbers(database) },
        {
          provide: OutboxRelays,
          inject: [Database, KafkaClient, LOG],
          useFactory: (database: Database, kafka: KafkaClient, log: Log) =>
            new OutboxRelays(
              aggregates.map(({ collection, historyCollection }) => {
                const options = { collection, historyCollection, topic: topics[service], source: `docket/${service}` };
                return new OutboxRelay(database, kafka, options, log);
              }),
            ),
        },
        ...stores,
        {
          provide: DeadLetters,
          inject: [Database, KafkaClient],
          useFactory: (database: Database, kafka: KafkaClient) => new DeadLetters(database, kafka, deadLetterTopics[service]),
        },
        {
          provide: KafkaTransport,
          inject: [KafkaClient, DeadLetters, Database, MessageMetrics, LOG],
          useFactory: (kafka: KafkaClient, deadLetters: DeadLetters, database: Database, metrics: MessageMetrics, log: Log) =>
            new KafkaTransport(kafka, deadLetters, () => database.ping(), metrics, { service, ...commandsOf(service, kafka) }, log),
        },
      ],
      exports: [STORES, Database, DocumentNumbers, KafkaTransport, ...stores.map(({ provide }) => provide)],
    };
  }

  onApplicationBootstrap(): void {
    for (const relay of this.relays.all) relay.start();
    this.readiness.add('database', () => this.database.ping().then(() => undefined));
    this.readiness.add('consumers', () => {
      const absent = this.transport.consumers.filter((consumer) => !consumer.joined).map((consumer) => consumer.topic);
      return absent.length > 0 ? `not in the group of ${absent.join(', ')}` : undefined;
    });
    this.readiness.add('relay', () =>
      this.relays.oldestAge > RELAY_LIMIT_SECONDS ? `an event waits ${Math.round(this.relays.oldestAge)} s for Kafka` : undefined,
    );
    this.metrics.gauge(
      'docket_outbox_oldest_seconds',
      'Age of the oldest event that Kafka has not acknowledged',
      () => this.relays.oldestAge,
    );
    this.metrics.gauge('docket_dead_letters', 'Messages set aside', () => this.deadLetters.count().catch(() => Number.NaN));
    this.metrics.gaugeBy('docket_consumer_lag', 'Messages not committed yet by the group of this service, by topic', 'topic', () =>
      this.#lags(),
    );
  }

  /** HTTP and the consumers have ended by now; what they wrote goes out before the database closes. */
  async onApplicationShutdown(): Promise<void> {
    await Promise.all(this.relays.all.map((relay) => relay.stop()));
    await this.kafka.close();
    await this.database.close();
  }

  async #lags(): Promise<ReadonlyMap<string, number>> {
    const lags = await Promise.all(
      this.transport.consumers.map(async ({ group, topic }) => [topic, await within(LAG_LIMIT, this.kafka.lag(group, topic))] as const),
    );
    return new Map(lags);
  }
}

/** What carries the commands of a service out, where it takes any. */
function commandsOf(service: ServiceName, kafka: KafkaClient): { readonly commands?: Commands } {
  if (service === 'tax') return {};
  return { commands: new Commands(kafka, commandTopics[service], answerTopics[service], `docket/${service}`) };
}

/** A figure, or NaN when it takes longer or cannot be had: the other figures must not wait for it. */
function within(milliseconds: number, figure: Promise<number>): Promise<number> {
  return Promise.race([figure.catch(() => Number.NaN), delay(milliseconds, Number.NaN, { ref: false })]);
}
