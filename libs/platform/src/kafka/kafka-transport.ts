import { setTimeout as delay } from 'node:timers/promises';
import { type CustomTransportStrategy, EventPattern, type MessageHandler, Server } from '@nestjs/microservices';
import { isObservable, lastValueFrom } from 'rxjs';
import { eventDefinition } from '#contracts/all-events.js';
import type { AnyEventDefinition } from '#contracts/define-event.js';
import type { ServiceName } from '#contracts/topics.js';
import type { Log } from '../log.js';
import type { MessageMetrics } from '../metrics.js';
import { isOutage } from '../outage.js';
import { decodeEvent, PoisonMessage, type Received } from './cloud-event.js';
import type { Commands } from './commands.js';
import type { DeadLetters } from './dead-letters.js';
import type { KafkaClient } from './kafka-client.js';
import type { IncomingMessage } from './kafka-client-consumer.js';
import { type Retry, TopicConsumer, type Tries } from './topic-consumer.js';

/**
 * Handles an event: `@On(OrderPlaced) async orderPlaced(event: Received<typeof OrderPlaced>)`. The method may be called more than once for
 * the same event and must change nothing then. When it throws, the event is tried again, and set aside after some tries.
 */
export function On<Definition extends AnyEventDefinition>(definition: Definition) {
  return <Method extends (event: Received<Definition>) => Promise<void>>(
    target: object,
    name: string | symbol,
    descriptor: TypedPropertyDescriptor<Method>,
  ): void => {
    // Nest reads its patterns from the method; the topic goes along for the transport.
    (EventPattern(definition.type, undefined, { topic: definition.topic.name }) as MethodDecorator)(
      target,
      name,
      descriptor as TypedPropertyDescriptor<unknown> as never,
    );
  };
}

export interface KafkaTransportOptions {
  readonly service: ServiceName;
  /** Tries of a failing handler before its message is set aside; an outage does not count. */
  readonly attempts?: number;
  /** Where other systems ask for changes, if anywhere. */
  readonly commands?: Commands;
}

/**
 * Nest's way into Kafka for events. Nest's own Kafka server commits what nobody handled and blocks a partition behind a failing
 * handler; here a message is committed when it is handled, set aside in the dead letters, or of a kind that this service does not follow.
 */
export class KafkaTransport extends Server implements CustomTransportStrategy {
  override readonly propagatesEventHandlerErrors = true;
  readonly #consumers: TopicConsumer[] = [];
  /** While the database is away nothing is tried: one probe waits for it instead of every message. */
  #gate: Promise<void> | undefined;
  #closed = false;

  constructor(
    private readonly kafka: KafkaClient,
    private readonly deadLetters: DeadLetters,
    private readonly probe: () => Promise<void>,
    private readonly metrics: MessageMetrics,
    private readonly options: KafkaTransportOptions,
    private readonly log: Log,
  ) {
    super();
  }

  /** The consumers, for health and metrics. */
  get consumers(): readonly TopicConsumer[] {
    return this.#consumers;
  }

  /** Starts following the topics and returns at once: HTTP must answer while the broker is away. */
  listen(callback: (error?: Error) => void): void {
    const topics = new Set<string>();
    for (const [pattern, handler] of this.getHandlers()) {
      // Nest would run both side by side, and one failing would repeat the other.
      if (handler.next) {
        callback(new Error(`two handlers for ${pattern}; a service handles an event in one place`));
        return;
      }
      topics.add((handler.extras as { topic: string }).topic);
    }
    for (const topic of topics) {
      const consumer = new TopicConsumer(
        this.kafka,
        `docket.${this.options.service}.${topic}`,
        topic,
        {
          prepare: () => this.#prepare(),
          handle: (message, tries) => this.#handle(message, tries),
        },
        this.log,
      );
      this.#consumers.push(consumer);
      consumer.start();
    }
    callback();
  }

  /** Ends when what is in flight is handled and committed. */
  async close(): Promise<void> {
    this.#closed = true;
    await Promise.all(this.#consumers.map((consumer) => consumer.stop()));
  }

  on(): void {
    throw new Error('this transport has no events of its own');
  }

  unwrap<Client>(): Client {
    return this.kafka as Client;
  }

  /** Tries every dead letter again, in order per document. */
  redrive() {
    return this.deadLetters.redrive(async (message) => {
      await this.#process(message);
      this.metrics.redriven(message.topic);
    });
  }

  async #prepare(): Promise<void> {
    while (!this.#closed) {
      try {
        return await this.deadLetters.refresh();
      } catch (error) {
        this.log.warn({ err: error }, 'the dead letters cannot be read; nothing is handled before they are');
        await delay(500);
        await this.#databaseBack();
      }
    }
  }

  async #handle(message: IncomingMessage, tries: Tries): Promise<undefined | Retry> {
    await this.#gate;
    if (this.#closed) return again(0);
    try {
      if (this.#isNotFollowed(message)) return undefined;
      if (await this.deadLetters.isHeld(message))
        return await this.#setAside(message, 'key-held', 'an earlier message of this document waits');
      await this.#process(message);
      await this.deadLetters.withdrawIfHeld(message);
      return undefined;
    } catch (error) {
      return await this.#failed(message, tries, error);
    }
  }

  async #process(message: IncomingMessage): Promise<void> {
    const { commands } = this.options;
    if (message.topic === commands?.topic.name) {
      await commands.obey(message, this.messageHandlers);
    } else {
      const event = decodeEvent(message);
      const handler = this.messageHandlers.get(event.type);
      if (!handler) return;
      await run(handler, event);
    }
    const { ce_type: type = '' } = message.headers;
    this.metrics.handled(message.topic, this.messageHandlers.has(type) ? type : 'unknown');
  }

  async #failed(message: IncomingMessage, tries: Tries, error: unknown): Promise<undefined | Retry> {
    const context = {
      err: error,
      topic: message.topic,
      partition: message.partition,
      offset: message.offset,
      type: message.headers.ce_type,
      correlationId: message.headers.ce_correlationid,
      tries,
    };
    if (isOutage(error)) {
      this.metrics.retried(message.topic);
      this.log.warn(context, 'something needed is away; the message waits for it');
      await this.#databaseBack();
      return again(backoff(tries.all));
    }
    if (error instanceof PoisonMessage) return await this.#setAside(message, error.reason, error.message);
    if (tries.failed + 1 < (this.options.attempts ?? 8)) {
      this.metrics.retried(message.topic);
      this.log.warn(context, 'handling failed; the message is tried again');
      return { retryIn: backoff(tries.failed), failed: true };
    }
    return await this.#setAside(message, 'handler-failed', String(error));
  }

  async #setAside(message: IncomingMessage, reason: Parameters<DeadLetters['add']>[1], detail: string): Promise<undefined | Retry> {
    try {
      await this.deadLetters.add(message, reason, detail);
      // A redrive may have let the key go in between; then nobody would come back for this one.
      if (reason === 'key-held' && !(await this.deadLetters.isHeld(message))) {
        await this.deadLetters.withdraw(message);
        return again(0);
      }
    } catch (error) {
      this.log.warn({ err: error, topic: message.topic, offset: message.offset }, 'a dead letter could not be stored; trying again');
      return again(1_000);
    }
    this.metrics.deadLettered(message.topic, reason);
    this.log.error(
      { topic: message.topic, partition: message.partition, offset: message.offset, reason, detail },
      'message set aside; redrive it when its cause is mended',
    );
    return undefined;
  }

  /** Known, and not followed here: nothing of it needs to be looked at. */
  #isNotFollowed({ headers: { ce_type: type } }: IncomingMessage): boolean {
    return type !== undefined && !this.messageHandlers.has(type) && eventDefinition(type) !== undefined;
  }

  #databaseBack(): Promise<void> {
    this.#gate ??= (async () => {
      while (!this.#closed) {
        try {
          await this.probe();
          break;
        } catch {
          await delay(500);
        }
      }
      this.#gate = undefined;
    })();
    return this.#gate;
  }
}

async function run(handler: MessageHandler, event: Received): Promise<void> {
  const result = await handler(event);
  if (isObservable(result)) await lastValueFrom(result, { defaultValue: undefined });
}

/** To be tried again for no fault of the message or its handler, so that it does not count. */
function again(retryIn: number): Retry {
  return { retryIn, failed: false };
}

/** 100 ms, doubled for each try before, at most 10 s, a quarter more or less so that many do not come back at once. */
function backoff(before: number): number {
  return Math.min(100 * 2 ** before, 10_000) * (0.75 + Math.random() / 2);
}
