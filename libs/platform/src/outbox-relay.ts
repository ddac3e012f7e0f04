import { setTimeout as delay } from 'node:timers/promises';
import type { Topic } from '#contracts/topics.js';
import { type AggregateDocument, type HistoryRecord, historyId } from './aggregate-document.js';
import { DUPLICATE_KEY, documentErrorsOf } from './bulk-errors.js';
import type { Database } from './database.js';
import { encodeEvent, type StoredEvent } from './kafka/cloud-event.js';
import type { KafkaClient } from './kafka/kafka-client.js';
import { type KafkaRecord, partitionOf } from './kafka/kafka-client-producer.js';
import type { Log } from './log.js';

export interface RelayOptions {
  readonly collection: string;
  readonly historyCollection: string;
  readonly topic: Topic;
  /** `ce_source`, such as `docket/orders`. */
  readonly source: string;
}

// Most bytes in one send, with a guess at those of an event's headers; a broker takes about 1 MB for one partition.
const MAX_BYTES = 700_000;
const HEADER_BYTES = 1_000;
// A document that pends longer was left by a process that died or could not publish; younger ones are in somebody's hands.
const ABANDONED_AFTER = 5_000;
// Most documents that a scan takes over.
const MAX_DOCUMENTS = 500;
// Nor would anybody for a long time take over what a process left whose clock was ahead.
const CLOCK_TOLERANCE = 5_000;
const SCAN_EVERY = 1_000;
const MAX_NUDGES = 20_000;
// A send costs the broker and every reader much the same for one event as for many: at most one in this time.
const ROUND = 50;
// Events of one document that are settled together cost one write. Well below ABANDONED_AFTER, or other relays would publish them too.
const SETTLE_EVERY = 500;
const MAX_UNSETTLED = 5_000;
const MAX_REMEMBERED = 20_000;

interface Published {
  readonly id: string;
  readonly event: StoredEvent;
}

interface Outgoing extends Published {
  readonly record: KafkaRecord;
}

type Pending = Pick<AggregateDocument<unknown>, '_id' | 'outbox' | 'pendingSince'>;

/**
 * Publishes what documents hold in their outbox: to Kafka, then into the history, then out of the document. After a crash anywhere the
 * rest is done again, so an event may be published twice and never not at all. Any number of relays may work on the same documents:
 * each publishes a document's whole outbox as read at one moment, so first occurrences keep the order of the versions.
 */
export class OutboxRelay {
  readonly #nudged = new Map<string, readonly StoredEvent[]>();
  /** Of documents met lately, the version up to which Kafka has acknowledged: a nudge may still carry what is published already. */
  readonly #acknowledged = new Map<string, number>();
  readonly #stopping = new AbortController();
  #wake: (() => void) | undefined;
  readonly #published: Published[] = [];
  #settling: Promise<void> | undefined;
  #running: Promise<unknown> | undefined;
  #partitions: number | undefined;
  #oldest: Date | undefined;

  constructor(
    private readonly database: Database,
    private readonly kafka: KafkaClient,
    private readonly options: RelayOptions,
    private readonly log: Log,
  ) {}

  /** Seconds for which the oldest unpublished event waits; 0 when there is none. Refreshed every second. */
  get oldestAge(): number {
    return this.#oldest ? Math.max(0, (Date.now() - this.#oldest.getTime()) / 1_000) : 0;
  }

  /** Tells of a document just written, with its whole outbox as of that write, so that nothing needs to be read. */
  nudge(id: string, outbox: readonly StoredEvent[]): void {
    // Beyond this the scan finds them; memory must not grow with an outage of the broker.
    if (this.#nudged.size >= MAX_NUDGES) return;
    const earlier = this.#nudged.get(id);
    this.#nudged.set(id, earlier ? merge(earlier, outbox) : outbox);
    this.#wake?.();
  }

  /** What of an outbox this process has not seen Kafka acknowledge. */
  unacknowledged(id: string, outbox: readonly StoredEvent[]): StoredEvent[] {
    const acknowledged = this.#acknowledged.get(id) ?? 0;
    return outbox.filter((event) => event.version > acknowledged);
  }

  start(): void {
    this.#running ??= Promise.all([this.#publishLoop(), this.#scanLoop()]);
  }

  /** Ends after what is in hand; what is left stays in the documents. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    this.#wake?.();
    await this.#running;
    await this.#settling;
  }

  async #publishLoop(): Promise<void> {
    let pause = 100;
    while (!this.#stopping.signal.aborted) {
      if (this.#nudged.size === 0)
        await new Promise<void>((resolve) => {
          this.#wake = resolve;
        });
      this.#wake = undefined;
      const batch = this.#takeBatch();
      if (batch.length === 0) continue;
      try {
        const roundEnds = delay(ROUND);
        await this.#publish(batch);
        pause = 100;
        // What comes meanwhile goes out together; the first event after a silence did not wait.
        await roundEnds;
      } catch (error) {
        // Nothing is given up: the scan brings these documents back, read anew.
        this.log.warn({ err: error, topic: this.options.topic.name }, 'events could not be published yet');
        this.#partitions = undefined;
        pause = Math.min(pause * 2, 5_000);
        await delay(pause, undefined, { signal: this.#stopping.signal }).catch(() => undefined);
      }
    }
  }

  /** As much as one send may hold. A document of which not all fits stays, and goes on behind what Kafka has acknowledged by then. */
  #takeBatch(): Outgoing[] {
    const batch: Outgoing[] = [];
    let bytes = 0;
    for (const [id, outbox] of this.#nudged) {
      for (const event of this.unacknowledged(id, outbox)) {
        const record = encodeEvent(this.options.source, id, event);
        bytes += Buffer.byteLength(record.value) + HEADER_BYTES;
        if (batch.length > 0 && bytes > MAX_BYTES) return batch;
        batch.push({ id, event, record });
      }
      this.#nudged.delete(id);
    }
    return batch;
  }

  async #publish(batch: readonly Outgoing[]): Promise<void> {
    this.#partitions ??= await this.kafka.partitionCount(this.options.topic.name);
    const partitions = this.#partitions;
    const sends = [...Map.groupBy(batch, ({ id }) => partitionOf(id, partitions))].map((part) => this.#send(...part));
    const failed = (await Promise.allSettled(sends)).find((each) => each.status === 'rejected');
    if (failed) throw failed.reason;
    if (this.#published.length > MAX_UNSETTLED) await this.#settling;
  }

  async #send(partition: number, outgoing: readonly Outgoing[]): Promise<void> {
    await this.kafka.send(
      this.options.topic.name,
      partition,
      outgoing.map(({ record }) => record),
    );
    for (const { id, event } of outgoing) {
      this.#remember(id, event.version);
      this.#published.push({ id, event });
    }
    // Goes on while the next ones are sent.
    this.#settling ??= this.#settleAll();
  }

  #remember(id: string, version: number): void {
    this.#acknowledged.delete(id);
    this.#acknowledged.set(id, version);
    if (this.#acknowledged.size > MAX_REMEMBERED) this.#acknowledged.delete(this.#acknowledged.keys().next().value as string);
  }

  async #settleAll(): Promise<void> {
    while (this.#published.length > 0) {
      await delay(SETTLE_EVERY, undefined, { signal: this.#stopping.signal }).catch(() => undefined);
      const batch = this.#published.splice(0);
      // Never left to a later one: that would take these out of their documents, and they would be in no history.
      while (!(await this.#settle(batch))) {
        if (this.#stopping.signal.aborted) return;
        await delay(500);
      }
    }
    this.#settling = undefined;
  }

  /** History first, then the document: an event must always be in one of them. */
  async #settle(published: readonly Published[]): Promise<boolean> {
    const upTo = new Map<string, number>();
    for (const { id, event } of published) upTo.set(id, event.version);
    try {
      await this.#appendHistory(published);
      await this.database.collection<Pending & { _id: string }>(this.options.collection).bulkWrite(
        [...upTo].map(([id, version]) => ({ updateOne: { filter: { _id: id }, update: drainUpTo(version) as object[] } })),
        { ordered: false },
      );
      return true;
    } catch (error) {
      this.log.warn(
        { err: error, collection: this.options.collection },
        'published events could not be put into the history yet; trying again',
      );
      return false;
    }
  }

  async #appendHistory(published: readonly Published[]): Promise<void> {
    const records = published.map(({ id, event }) => ({
      _id: historyId(id, event.version),
      documentId: id,
      version: event.version,
      event,
    }));
    try {
      await this.database.collection<HistoryRecord>(this.options.historyCollection).insertMany(records, { ordered: false });
    } catch (error) {
      if (!onlyDuplicates(error)) throw error;
    }
  }

  async #scanLoop(): Promise<void> {
    while (!this.#stopping.signal.aborted) {
      try {
        await this.#scan();
      } catch (error) {
        this.log.debug({ err: error }, 'the outbox could not be scanned');
      }
      await delay(SCAN_EVERY * (0.75 + Math.random() / 2), undefined, { signal: this.#stopping.signal }).catch(() => undefined);
    }
  }

  /**
   * Looks at the oldest alone, and reads no outbox but those that nobody has in hand. Only what a majority has counts: a write that a
   * fail-over takes back must never have been published.
   */
  async #scan(): Promise<void> {
    const documents = this.database.collection<Pending & { _id: string }>(this.options.collection);
    const options = { sort: { pendingSince: 1 }, hint: { pendingSince: 1 }, readConcern: { level: 'majority' } } as const;
    const oldest = await documents.findOne({ pendingSince: { $exists: true } }, { ...options, projection: { pendingSince: 1 } });
    this.#oldest = oldest?.pendingSince;
    if (!this.#oldest) return;
    for (const pendingSince of [{ $lt: before(ABANDONED_AFTER) }, { $gt: before(-CLOCK_TOLERANCE) }]) {
      const left = documents.find({ pendingSince }, { ...options, projection: { outbox: 1 }, limit: MAX_DOCUMENTS });
      for await (const { _id, outbox } of left) if (outbox.length > 0) this.nudge(_id, outbox);
    }
  }
}

function before(milliseconds: number): Date {
  return new Date(Date.now() - milliseconds);
}

/** Both outboxes in the order of the versions, each version once. */
function merge(earlier: readonly StoredEvent[], later: readonly StoredEvent[]): StoredEvent[] {
  const byVersion = new Map([...earlier, ...later].map((event) => [event.version, event]));
  return [...byVersion.values()].sort((a, b) => a.version - b.version);
}

/** Takes the published events out of the outbox, whatever was pushed meanwhile, and the marker with the last of them. */
function drainUpTo(version: number): object[] {
  return [
    { $set: { outbox: { $filter: { input: '$outbox', cond: { $gt: ['$$this.version', version] } } } } },
    { $set: { pendingSince: { $cond: [{ $eq: [{ $size: '$outbox' }, 0] }, '$$REMOVE', { $toDate: { $first: '$outbox.time' } }] } } },
  ];
}

function onlyDuplicates(error: unknown): boolean {
  return documentErrorsOf(error)?.every(({ code }) => code === DUPLICATE_KEY) ?? false;
}
