import { setTimeout as delay } from 'node:timers/promises';
import type { Consumer, EachBatchPayload, Kafka, KafkaMessage } from 'kafkajs';
import type { Log } from '../log.js';

/** One message as it came, undecoded. */
export interface IncomingMessage {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  readonly key: string | null;
  readonly headers: Readonly<Record<string, string>>;
  readonly value: Buffer | null;
}

/** One stay in the group, from a join to the next. Work of an earlier session is void: another member may have it by now. */
export interface Session {
  readonly partitions: readonly number[];
  readonly isCurrent: () => boolean;
  commit(offsets: ReadonlyMap<number, number>): Promise<void>;
  pause(partition: number): void;
  resume(partition: number): void;
}

export interface KafkaConsumerOptions {
  readonly group: string;
  readonly topic: string;
  /** A new session begins. */
  onSession(session: Session): void;
  /** Messages in order, without a gap to the last ones of this session and partition. Must return soon: heartbeats wait for it. */
  onMessages(session: Session, partition: number, messages: readonly IncomingMessage[]): void;
  /** Before the consumer leaves: resolves when nothing is in flight and all is committed. */
  onStop(): Promise<void>;
  /** Milliseconds without a heartbeat after which a new consumer is built; 45,000 unless told. */
  readonly stallLimit?: number;
}

interface LiveSession extends Session {
  /** Next offset to be taken per partition, by our own count. */
  next: Promise<Map<number, number>>;
  readonly sought: Map<number, number>;
}

// Longer than a session and a rebalance together, in which there is none.
const STALL_LIMIT = 45_000;
const CLOSE_LIMIT = 10_000;
// A fetch costs client and broker much the same for one message as for many.
const FETCH_EVERY = 50;
export const REBALANCE_TIMEOUT = 20_000;

/**
 * A group member that cannot die in silence: kafkajs ends a consumer for good on several errors (an unknown compression, a lost
 * coordinator), and `run` resolves even if it never joined. Where a rejoin fails once, it goes on fetching as a member of nothing, whose
 * commits are refused for ever. So whatever ends it, or stops its heartbeats, a new one is built; that it fetches is no sign of life.
 */
export class KafkaConsumer {
  #consumer: Consumer | undefined;
  #session: LiveSession | undefined;
  #lastHeartbeat = performance.now();
  #nextFetch: Promise<unknown> = Promise.resolve();
  #running: Promise<void> | undefined;
  readonly #stopping = new AbortController();

  constructor(
    private readonly kafka: Kafka,
    private readonly committed: (group: string, topic: string) => Promise<Map<number, number>>,
    private readonly options: KafkaConsumerOptions,
    private readonly log: Log,
  ) {}

  /** Whether it is a member of its group and the brokers answer it. */
  get joined(): boolean {
    return this.#session !== undefined && this.#silence < this.#stallLimit / 2;
  }

  get topic(): string {
    return this.options.topic;
  }

  get group(): string {
    return this.options.group;
  }

  get #stallLimit(): number {
    return this.options.stallLimit ?? STALL_LIMIT;
  }

  /** Milliseconds since its last heartbeat. */
  get #silence(): number {
    return performance.now() - this.#lastHeartbeat;
  }

  start(): void {
    this.#running ??= this.#supervise();
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#running;
  }

  async #supervise(): Promise<void> {
    let pause = 500;
    while (!this.#stopping.signal.aborted) {
      const startedAt = performance.now();
      try {
        await this.#live();
      } catch (error) {
        this.log.warn({ err: error, group: this.group, topic: this.topic }, 'consumer ended; a new one follows');
      }
      if (this.#stopping.signal.aborted) break;
      pause = performance.now() - startedAt > this.#stallLimit ? 500 : Math.min(pause * 2, 10_000);
      await delay(pause, undefined, { signal: this.#stopping.signal }).catch(() => undefined);
    }
  }

  /** One kafkajs consumer, from its making to its end. */
  async #live(): Promise<void> {
    const consumer = this.kafka.consumer({
      groupId: this.options.group,
      sessionTimeout: 10_000,
      heartbeatInterval: 2_000,
      rebalanceTimeout: REBALANCE_TIMEOUT,
      maxWaitTimeInMs: 500,
      allowAutoTopicCreation: false,
      retry: { initialRetryTime: 200, maxRetryTime: 5_000, retries: 5, restartOnFailure: async () => false },
    });
    const life = new AbortController();
    this.#consumer = consumer;
    try {
      const ended = this.#end(consumer, life.signal);
      await Promise.race([ended, this.#join(consumer).then(() => ended)]);
    } finally {
      life.abort();
      if (this.#stopping.signal.aborted) await this.options.onStop();
      this.#session = undefined;
      const closed = consumer.disconnect().catch((error) => this.log.debug({ err: error }, 'a consumer did not close cleanly'));
      await Promise.race([closed, delay(CLOSE_LIMIT, undefined, { ref: false })]);
    }
  }

  async #join(consumer: Consumer): Promise<void> {
    await consumer.connect();
    // Always from the beginning: the other choice skips what precedes the first join, and everything once offsets expire.
    await consumer.subscribe({ topics: [this.options.topic], fromBeginning: true });
    await consumer.run({ autoCommit: false, eachBatchAutoResolve: false, eachBatch: (payload) => this.#take(payload) });
  }

  /** Resolves when the consumer is to be stopped, or its life is over; rejects when it crashed or sends no heartbeats. */
  #end(consumer: Consumer, life: AbortSignal): Promise<void> {
    const beat = () => {
      this.#lastHeartbeat = performance.now();
    };
    beat();
    consumer.on(consumer.events.HEARTBEAT, beat);
    consumer.on(consumer.events.FETCH_START, () => {
      this.#nextFetch = delay(FETCH_EVERY);
    });
    consumer.on(consumer.events.GROUP_JOIN, ({ payload }) => {
      beat();
      if (!life.aborted) this.#begin(consumer, payload.memberAssignment[this.options.topic] ?? []);
    });
    return new Promise((resolve, reject) => {
      const watch = setInterval(() => {
        if (this.#silence > this.#stallLimit) reject(new Error(`no heartbeat for ${this.#stallLimit / 1_000} s`));
      }, this.#stallLimit / 10);
      consumer.on(consumer.events.CRASH, ({ payload }) => reject(payload.error));
      this.#stopping.signal.addEventListener('abort', () => resolve(), { once: true, signal: life });
      life.addEventListener('abort', () => {
        clearInterval(watch);
        resolve();
      });
    });
  }

  #begin(consumer: Consumer, partitions: readonly number[]): void {
    const { topic } = this.options;
    const session: LiveSession = {
      partitions,
      isCurrent: () => this.#session === session,
      commit: async (offsets) => {
        if (this.#session !== session) return;
        await consumer.commitOffsets([...offsets].map(([partition, offset]) => ({ topic, partition, offset: String(offset) })));
      },
      pause: (partition) => this.#harmlessly(() => consumer.pause([{ topic, partitions: [partition] }])),
      resume: (partition) => this.#harmlessly(() => consumer.resume([{ topic, partitions: [partition] }])),
      next: Promise.resolve(new Map()),
      sought: new Map(),
    };
    this.#session = session;
    session.next = this.#positions(session);
    this.options.onSession(session);
  }

  /** Where the group stands, asked for until it is known or no longer matters. */
  async #positions(session: LiveSession): Promise<Map<number, number>> {
    const { topic, group } = this.options;
    while (session.isCurrent()) {
      try {
        return await this.committed(group, topic);
      } catch (error) {
        this.log.warn({ err: error, group, topic }, 'committed offsets could not be read; asking again');
        await delay(1_000);
      }
    }
    return new Map();
  }

  /** For what a consumer that has just ended refuses, when its session is over anyway. */
  #harmlessly(action: () => void): void {
    try {
      action();
    } catch (error) {
      this.log.debug({ err: error, topic: this.options.topic }, 'the consumer has ended already');
    }
  }

  /**
   * Takes a batch only if it continues where this session's last one ended. A batch that was fetched before a rejoin may arrive
   * after it, and committing past it would skip what the group has not handled.
   */
  async #take({ batch, resolveOffset, heartbeat }: EachBatchPayload): Promise<void> {
    const session = this.#session;
    if (!session || this.#stopping.signal.aborted) return;
    const next = await session.next;
    if (!session.isCurrent()) return;

    const { partition } = batch;
    const fetchedFrom = Number((batch as unknown as { fetchedOffset: string }).fetchedOffset);
    // A group that has never committed begins at 0; where that is gone by now, the broker says so below.
    const expected = next.get(partition) ?? 0;
    if (fetchedFrom > expected) {
      if (session.sought.get(partition) !== expected) {
        session.sought.set(partition, expected);
        this.#consumer?.seek({ topic: this.options.topic, partition, offset: String(expected) });
        return;
      }
      // Asked for again and still not there: the broker no longer has them.
      this.log.error({ topic: this.options.topic, partition, expected, found: fetchedFrom }, 'messages were deleted before they were read');
    }
    const messages = batch.messages.filter((message) => Number(message.offset) >= expected);
    const last = batch.messages.at(-1);
    if (messages.length > 0) {
      this.options.onMessages(
        session,
        partition,
        messages.map((message) => incoming(this.options.topic, partition, message)),
      );
    }
    if (last) {
      next.set(partition, Math.max(Number(batch.lastOffset()) + 1, expected));
      resolveOffset(last.offset);
    }
    await heartbeat();
    // These are being handled. The next fetch begins when this returns, and so finds more at once; after a silence it finds its time over.
    await this.#nextFetch;
  }
}

function incoming(topic: string, partition: number, message: KafkaMessage): IncomingMessage {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(message.headers ?? {})) {
    if (value !== undefined) headers[name] = Array.isArray(value) ? value.join() : value.toString();
  }
  return { topic, partition, offset: Number(message.offset), key: message.key?.toString() ?? null, headers, value: message.value };
}
