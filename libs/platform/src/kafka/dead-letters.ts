import type { Topic } from '#contracts/topics.js';
import type { Database } from '../database.js';
import { isOutage } from '../outage.js';
import type { KafkaClient } from './kafka-client.js';
import type { IncomingMessage } from './kafka-client-consumer.js';

/** Why a message was set aside. `key-held`: an earlier message of the same document was, and order must be kept. */
export type DeadLetterReason = 'not-a-cloud-event' | 'not-json' | 'unknown-type' | 'schema-mismatch' | 'handler-failed' | 'key-held';

interface DeadLetter {
  /** `<topic>/<partition>/<offset>`: the same message twice is one letter. */
  readonly _id: string;
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  readonly key: string | null;
  /** As pairs: a header's name may be anything, and a field's may not. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly value: Uint8Array | null;
  readonly reason: DeadLetterReason;
  readonly detail: string;
  readonly at: Date;
}

export interface DeadLetterSummary extends Pick<DeadLetter, 'key' | 'reason' | 'detail' | 'at'> {
  readonly id: string;
}

const COLLECTION = 'deadLetters';
const MAX_COPY = 900_000;
const MAX_LISTED = 1_000;

/**
 * Messages that could not be handled, kept in the service's database until a redrive succeeds, and copied to its dead-letter topic for
 * whoever watches that. A document with a dead letter is held: what follows for it is set aside behind it, since handling it would be disorder.
 */
export class DeadLetters {
  readonly #held = new Set<string>();

  constructor(
    private readonly database: Database,
    private readonly kafka: KafkaClient,
    private readonly topic: Topic,
  ) {
    database.declare({ name: COLLECTION, indexes: [{ key: { topic: 1, key: 1, offset: 1 } }] });
  }

  /** Learns what other replicas set aside; due whenever partitions were handed over. */
  async refresh(): Promise<void> {
    const letters = await this.#letters.find({}, { projection: { topic: 1, key: 1 } }).toArray();
    // Only ever adds: one that another topic's consumer sets aside at this moment must not be forgotten. `isHeld` forgets what is gone.
    for (const letter of letters) this.#held.add(heldKey(letter));
  }

  count(): Promise<number> {
    return this.#letters.countDocuments({});
  }

  /** The oldest, without their values: enough to judge them by. */
  async list(): Promise<DeadLetterSummary[]> {
    const letters = await this.#letters
      .find({}, { projection: { value: 0, headers: 0 } })
      .sort({ at: 1 })
      .limit(MAX_LISTED)
      .toArray();
    return letters.map(({ _id, key, reason, detail, at }) => ({ id: _id, key, reason, detail, at }));
  }

  /** Gives up a letter that no redrive will mend. What waits behind it is handled by the next redrive. */
  async discard(id: string): Promise<{ discarded: number }> {
    const { deletedCount } = await this.#letters.deleteOne({ _id: id });
    return { discarded: deletedCount };
  }

  /** Whether an earlier message of the same key waits here. */
  async isHeld(message: IncomingMessage): Promise<boolean> {
    if (message.key === null || !this.#held.has(heldKey(message))) return false;
    // A redrive, perhaps by another replica, may have released it.
    const earlier = await this.#letters.findOne(
      { topic: message.topic, key: message.key, offset: { $lt: message.offset } },
      { projection: { _id: 1 } },
    );
    if (earlier) return true;
    this.#held.delete(heldKey(message));
    return false;
  }

  /** Sets a message aside; resolves when it is safe in the database and on the dead-letter topic. */
  async add(message: IncomingMessage, reason: DeadLetterReason, detail: string): Promise<void> {
    const letter: DeadLetter = {
      ...message,
      _id: letterId(message),
      headers: Object.entries(message.headers),
      reason,
      detail,
      at: new Date(),
    };
    await this.#letters.updateOne({ _id: letter._id }, { $setOnInsert: letter }, { upsert: true });
    if (message.key !== null) this.#held.add(heldKey(message));
    await this.kafka.send(this.topic.name, 0, [
      {
        key: message.key ?? letter._id,
        headers: {
          ...message.headers,
          'docket-reason': reason,
          'docket-detail': detail.slice(0, 500),
          'docket-topic': message.topic,
          'docket-partition': String(message.partition),
          'docket-offset': String(message.offset),
        },
        // The letter is the original; a copy that the topic could not take would never get there.
        value: message.value && message.value.length <= MAX_COPY ? message.value : Buffer.alloc(0),
      },
    ]);
  }

  /** A message that was set aside just before a crash, and is handled now that it came again, must not hold its document for ever. */
  async withdrawIfHeld(message: IncomingMessage): Promise<void> {
    if (message.key !== null && this.#held.has(heldKey(message))) await this.withdraw(message);
  }

  /** Takes a letter back that need not wait after all. */
  async withdraw(message: IncomingMessage): Promise<void> {
    await this.#letters.deleteOne({ _id: letterId(message) });
  }

  /**
   * Hands every letter to `handle` again, per key in order, and drops it when that succeeds. A key whose letter fails again stays
   * held from there on.
   */
  async redrive(
    handle: (message: IncomingMessage) => Promise<void>,
  ): Promise<{ redriven: number; failed: { id: string; detail: string }[] }> {
    let redriven = 0;
    const failed: { id: string; detail: string }[] = [];
    const blocked = new Set<string>();
    for (;;) {
      // Without their values: there may be many, and each is read when its turn comes.
      const letters = await this.#letters
        .find({}, { projection: { topic: 1, key: 1, partition: 1, offset: 1 } })
        .sort({ topic: 1, key: 1, offset: 1 })
        .toArray();
      const due = letters.filter((letter) => !blocked.has(heldKey(letter)));
      if (due.length === 0) return { redriven, failed };
      for (const { _id, ...waiting } of due) {
        if (blocked.has(heldKey(waiting))) continue;
        const letter = await this.#letters.findOne({ _id });
        if (!letter) continue;
        try {
          await handle(messageOf(letter));
        } catch (error) {
          if (isOutage(error)) throw error;
          blocked.add(heldKey(letter));
          failed.push({ id: _id, detail: String(error) });
          continue;
        }
        await this.#letters.deleteOne({ _id });
        redriven += 1;
      }
    }
  }

  get #letters() {
    return this.database.collection<DeadLetter>(COLLECTION);
  }
}

const letterId = ({ topic, partition, offset }: IncomingMessage) => `${topic}/${partition}/${offset}`;

/** Letters without a key hold nothing but themselves. */
const heldKey = ({ topic, key, partition, offset }: Pick<DeadLetter, 'topic' | 'key' | 'partition' | 'offset'>) =>
  `${topic} ${key ?? `${partition}@${offset}`}`;

function messageOf({ topic, partition, offset, key, headers, value }: DeadLetter): IncomingMessage {
  // The driver gives binary data back in a wrapper of its own.
  const bytes = value === null ? null : Buffer.from((value as unknown as { buffer?: Uint8Array }).buffer ?? value);
  return { topic, partition, offset, key, headers: Object.fromEntries(headers), value: bytes };
}
