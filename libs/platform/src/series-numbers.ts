import { setTimeout as delay } from 'node:timers/promises';
import type { Database } from './database.js';
import { DocumentError } from './group-commit.js';
import { Unavailable } from './outage.js';

// Longer than a thousand documents take that are numbered at once.
const GIVE_UP_AFTER = 30_000;
// Who lost a number stays away for a few others: a process that goes on from its own last number needs no read, and that is three times as fast.
const STAYS_AWAY = 100;

/** The fields of a document's state that make its number, under a unique index. */
export const seriesIndex = {
  key: { 'state.series': 1, 'state.sequence': 1 },
  unique: true,
  partialFilterExpression: { 'state.series': { $exists: true } },
} as const;

/** A series of numbers without gaps: of a legal entity, a prefix and a year. */
export interface Series {
  /** `ACME/ACME-2026-`. */
  readonly name: string;
  /** 7 → `ACME-2026-00007`. */
  numberOf(sequence: number): string;
}

/** The series of a template at a moment: `{legalEntity}-{yyyy}-{00001}`. */
export function seriesOf(template: string, legalEntity: string, now: Date): Series {
  const counter = /\{(0*1)\}$/.exec(template);
  if (!counter) throw new Error(`the number template "${template}" does not end in a counter such as {00001}`);
  const prefix = template.slice(0, counter.index).replaceAll('{legalEntity}', legalEntity).replace('{yyyy}', String(now.getUTCFullYear()));
  const width = (counter[1] as string).length;
  return { name: `${legalEntity}/${prefix}`, numberOf: (sequence) => `${prefix}${String(sequence).padStart(width, '0')}` };
}

/** The name of an index, as the database gives it. */
export function indexName(key: Readonly<Record<string, 1 | -1>>): string {
  return Object.entries(key).flat().join('_');
}

/** Whether another document already has what a unique index keeps single. */
export function isTaken(error: unknown, key: Readonly<Record<string, 1 | -1>>): boolean {
  return error instanceof DocumentError && error.duplicateIn === indexName(key);
}

/**
 * Numbers without gaps. A number comes into being only with its document, in the one write that `write` makes: the highest that a majority
 * has, and one. Two processes that try the same are told apart by the unique index, and the later one tries the next. Within a process they
 * queue.
 */
export class SeriesNumbers {
  readonly #queues = new Map<string, Promise<unknown>>();
  /** The highest that this process knows to be taken for good. */
  readonly #taken = new Map<string, number>();

  constructor(
    private readonly database: Database,
    private readonly collection: string,
  ) {}

  /** Runs `write` with the next of the series until it is free; `write` returns the place that its document then has. Throws Unavailable when that takes too long. */
  async take<Outcome>(
    series: string,
    write: (sequence: number) => Promise<{ outcome: Outcome; sequence: number | undefined }>,
  ): Promise<Outcome> {
    const before = this.#queues.get(series);
    const turn = (before ?? Promise.resolve()).then(() => this.#takeNow(series, write));
    const settled = turn.then(
      () => undefined,
      () => undefined,
    );
    this.#queues.set(series, settled);
    try {
      return await turn;
    } finally {
      if (this.#queues.get(series) === settled) this.#queues.delete(series);
    }
  }

  async #takeNow<Outcome>(
    series: string,
    write: (sequence: number) => Promise<{ outcome: Outcome; sequence: number | undefined }>,
  ): Promise<Outcome> {
    const giveUpAt = performance.now() + GIVE_UP_AFTER;
    for (;;) {
      const next = (this.#taken.get(series) ?? (await this.#highest(series))) + 1;
      // Read again after whatever goes wrong: it may be taken by then, by this very write.
      this.#taken.delete(series);
      try {
        const { outcome, sequence } = await write(next);
        this.#taken.set(series, sequence === next ? next : next - 1);
        return outcome;
      } catch (error) {
        if (!isTaken(error, seriesIndex.key)) throw error;
        if (performance.now() > giveUpAt) throw new Unavailable('a number of the series', { cause: error });
        await delay(Math.random() * STAYS_AWAY);
      }
    }
  }

  /** What a fail-over may take back does not count: the number after it would leave a gap. */
  async #highest(series: string): Promise<number> {
    const last = await this.database
      .collection<{ state: { series: string; sequence: number } }>(this.collection)
      .findOne({ 'state.series': series } as object, {
        sort: { 'state.sequence': -1 },
        projection: { 'state.sequence': 1 },
        readConcern: { level: 'majority' },
        maxTimeMS: 5_000,
      });
    return last?.state.sequence ?? 0;
  }
}
