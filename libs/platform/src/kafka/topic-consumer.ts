import type { Log } from '../log.js';
import type { KafkaClient } from './kafka-client.js';
import type { IncomingMessage, KafkaConsumer, Session } from './kafka-client-consumer.js';
import { OffsetTracker } from './offset-tracker.js';

/** When a message is to be tried again; `failed` when the try was one that may not be repeated for ever. */
export interface Retry {
  readonly retryIn: number;
  readonly failed: boolean;
}

/** How often a message was tried before: at all, and in vain for a fault of its own or of its handler's. */
export interface Tries {
  readonly all: number;
  readonly failed: number;
}

export interface MessageProcessor {
  /** Runs at the begin of each session, before its first message. */
  prepare(): Promise<void>;
  /** Handles one message: resolves with nothing when it is done for good. */
  handle(message: IncomingMessage, tries: Tries): Promise<undefined | Retry>;
}

/** Messages of one key wait for each other in a lane; lanes do not wait for each other. */
interface Lane {
  readonly key: string;
  readonly waiting: { readonly message: IncomingMessage; readonly session: Session; readonly tracker: OffsetTracker }[];
  tries: Tries;
  running: boolean;
  timer?: NodeJS.Timeout;
}

const NEW: Tries = { all: 0, failed: 0 };
// More would settle no more orders where processors are the limit, and would keep new ones waiting.
const CONCURRENCY = 16;
// A partition is not fetched from while this much of it is unhandled, and again below half of it.
const MAX_PENDING = 500;
// What is done behind one that waits is kept in mind until that is done too.
const MAX_KEPT = 20_000;
const COMMIT_EVERY = 500;

/**
 * Follows one topic: per key in order, keys beside each other, committing only what is handled without a gap.
 * Fetching and handling are apart, so a message that is tried again later holds up its own key and nothing else.
 */
export class TopicConsumer {
  readonly #lanes = new Map<string, Lane>();
  readonly #ready: Lane[] = [];
  readonly #trackers = new Map<number, OffsetTracker>();
  readonly #paused = new Set<number>();
  readonly #consumer: KafkaConsumer;
  #session: Session | undefined;
  #prepared: Promise<void> = Promise.resolve();
  #running = 0;
  #committing: Promise<void> | undefined;
  #commitTimer: NodeJS.Timeout | undefined;
  #idle: (() => void) | undefined;
  #stopping = false;

  constructor(
    kafka: KafkaClient,
    group: string,
    readonly topic: string,
    private readonly processor: MessageProcessor,
    private readonly log: Log,
  ) {
    this.#consumer = kafka.consumer({
      group,
      topic,
      onSession: (session) => this.#begin(session),
      onMessages: (session, partition, messages) => this.#enqueue(session, partition, messages),
      onStop: () => this.#drain(),
    });
  }

  get joined(): boolean {
    return this.#consumer.joined;
  }

  get group(): string {
    return this.#consumer.group;
  }

  start(): void {
    this.#commitTimer = setInterval(() => void this.#commit(), COMMIT_EVERY);
    this.#consumer.start();
  }

  async stop(): Promise<void> {
    await this.#consumer.stop();
    clearInterval(this.#commitTimer);
  }

  #begin(session: Session): void {
    this.#session = session;
    this.#prepared = this.processor.prepare();
    this.#trackers.clear();
    this.#paused.clear();
    // The client keeps a pause through a rejoin, and nobody else would end it.
    for (const partition of session.partitions) session.resume(partition);
    // What runs may finish, and what follows for the same key waits for it; the rest comes again.
    this.#ready.length = 0;
    for (const lane of this.#lanes.values()) {
      clearTimeout(lane.timer);
      lane.waiting.splice(lane.running ? 1 : 0);
      if (!lane.running) this.#lanes.delete(lane.key);
    }
  }

  #enqueue(session: Session, partition: number, messages: readonly IncomingMessage[]): void {
    if (session !== this.#session) return;
    let tracker = this.#trackers.get(partition);
    if (!tracker) {
      tracker = new OffsetTracker();
      this.#trackers.set(partition, tracker);
    }
    for (const message of messages) {
      tracker.take(message.offset);
      const key = message.key ?? `${partition}@${message.offset}`;
      const lane = this.#lanes.get(key);
      if (lane) {
        lane.waiting.push({ message, session, tracker });
      } else {
        const started: Lane = { key, waiting: [{ message, session, tracker }], tries: NEW, running: false };
        this.#lanes.set(key, started);
        this.#ready.push(started);
      }
    }
    if (tracker.pending > MAX_PENDING || tracker.kept > MAX_KEPT) {
      session.pause(partition);
      this.#paused.add(partition);
    }
    this.#pump();
  }

  #pump(): void {
    while (this.#running < CONCURRENCY && !this.#stopping) {
      const lane = this.#ready.shift();
      if (!lane) break;
      void this.#runHead(lane);
    }
  }

  async #runHead(lane: Lane): Promise<void> {
    const head = lane.waiting[0];
    if (!head) return;
    lane.running = true;
    this.#running += 1;
    let retry: Retry | undefined;
    try {
      await this.#prepared;
      retry = await this.processor.handle(head.message, lane.tries);
    } catch (error) {
      // `handle` decides what a failure means, so this is a fault of its own: never drop the message for it.
      this.log.error({ err: error, topic: this.topic, offset: head.message.offset }, 'handling failed outside its handler');
      retry = { retryIn: 1_000, failed: false };
    }
    lane.running = false;
    this.#running -= 1;

    const current = head.session === this.#session;
    if (retry && current && !this.#stopping) {
      lane.tries = { all: lane.tries.all + 1, failed: lane.tries.failed + (retry.failed ? 1 : 0) };
      lane.timer = setTimeout(() => {
        this.#ready.push(lane);
        this.#pump();
      }, retry.retryIn);
    } else {
      lane.waiting.shift();
      lane.tries = NEW;
      if (!retry && current) this.#finished(head.message, head.tracker);
      if (lane.waiting.length > 0) this.#ready.push(lane);
      else this.#lanes.delete(lane.key);
    }
    this.#pump();
    if (this.#running === 0) this.#idle?.();
  }

  #finished(message: IncomingMessage, tracker: OffsetTracker): void {
    tracker.finish(message.offset);
    if (this.#paused.has(message.partition) && tracker.pending < MAX_PENDING / 2 && tracker.kept < MAX_KEPT / 2) {
      this.#paused.delete(message.partition);
      this.#session?.resume(message.partition);
    }
  }

  /** One at a time, so that an older offset never lands on a newer one. */
  #commit(): Promise<void> {
    this.#committing ??= this.#commitNow().finally(() => {
      this.#committing = undefined;
    });
    return this.#committing;
  }

  async #commitNow(): Promise<void> {
    const session = this.#session;
    const offsets = new Map<number, number>();
    for (const [partition, tracker] of this.#trackers) {
      const offset = tracker.uncommitted;
      if (offset !== undefined) offsets.set(partition, offset);
    }
    if (!session?.isCurrent() || offsets.size === 0) return;
    const trackers = new Map(this.#trackers);
    try {
      await session.commit(offsets);
      for (const [partition, offset] of offsets) trackers.get(partition)?.committed(offset);
    } catch (error) {
      this.log.debug({ err: error, topic: this.topic }, 'offsets were not committed; they will be with the next ones');
    }
  }

  /** Nothing new starts; what runs ends; its offsets are committed. */
  async #drain(): Promise<void> {
    this.#stopping = true;
    for (const lane of this.#lanes.values()) clearTimeout(lane.timer);
    if (this.#running > 0)
      await new Promise<void>((resolve) => {
        this.#idle = resolve;
      });
    await this.#committing;
    await this.#commit();
  }
}
