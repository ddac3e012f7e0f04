import { Injectable } from '@nestjs/common';
import mongoose from 'mongoose';
import { v5 as derivedId, v7 as newId } from 'uuid';
import { Database } from '#platform/database.js';
import { DatabaseClock } from '#platform/database-clock.js';
import { behind, type PageCursor } from '#platform/list-conditions.js';
import type { JobOf, TaxJob, TaxJobEntry, TaxJobKind, TaxJobRequest, TaxJobStep } from '../jobs/tax-job.js';
import { TaxConfig } from '../tax.config.js';
import { expiryIn, keptUntil } from './kept-until.js';

const JOBS = 'taxJobs';
const ENTRIES = 'taxJobEntries';
/** A holder that does not say so for so long has lost its job. */
const HELD = 15_000;

type KeptEntry = TaxJobEntry & { readonly _id: string; readonly jobId: string; readonly place: string; readonly at: Date };

/**
 * The jobs, and what is to be read of each. A step is one conditional write of whoever holds the job, so that one who has lost it to another
 * counts for nothing.
 */
@Injectable()
export class TaxJobsStore {
  constructor(
    private readonly database: Database,
    private readonly clock: DatabaseClock,
    private readonly config: TaxConfig,
  ) {
    database.declare({
      name: JOBS,
      indexes: [
        { key: { dueAt: 1 }, partialFilterExpression: { dueAt: { $exists: true } } },
        { key: { kind: 1, createdAt: -1, _id: -1 } },
        { key: { kind: 1, storeId: 1, createdAt: -1 } },
        keptUntil,
      ],
    });
    database.declare({ name: ENTRIES, indexes: [{ key: { jobId: 1, at: 1, _id: 1 } }, keptUntil] });
  }

  /** One job for each id, however often it is asked for: that one. */
  async add(_id: string, request: TaxJobRequest): Promise<TaxJob> {
    const now = await this.#in(0);
    const job = { ...request, status: 'running', createdAt: now, dueAt: now, counts: {}, tries: 0, ...this.#expiry } as const;
    const options = { upsert: true, returnDocument: 'after' } as const;
    try {
      return (await this.#jobs.findOneAndUpdate({ _id } as object, { $setOnInsert: job } as object, options)) as TaxJob;
    } catch (error) {
      // Another was first by a moment.
      const known = error instanceof mongoose.mongo.MongoServerError && error.code === 11_000 ? await this.find(_id) : null;
      if (!known) throw error;
      return known;
    }
  }

  find(_id: string): Promise<TaxJob | null> {
    return this.#jobs.findOne({ _id } as object);
  }

  /** At most so many of a kind, the newest first, behind one of them where it is named. */
  list<Kind extends TaxJobKind>(kind: Kind, storeId: string | undefined, limit: number, after?: PageCursor): Promise<JobOf<Kind>[]> {
    const of = { kind, ...(storeId !== undefined && { storeId }) };
    return this.#jobs
      .find({ $and: [of, behind('createdAt', 'descending', after && [new Date(after[0]), after[1]])] } as object)
      .project<JobOf<Kind>>({ 'asked.orderIds': 0 })
      .sort({ createdAt: -1, _id: -1 })
      .limit(limit)
      .toArray();
  }

  /** The newest of a store that is over, or that was scheduled. */
  latest<Kind extends TaxJobKind>(kind: Kind, storeId: string, which: Pick<TaxJob, 'status'> | { isScheduled: true }) {
    return this.#jobs.findOne({ kind, storeId, ...which } as object, { sort: { createdAt: -1 } }) as Promise<JobOf<Kind> | null>;
  }

  /** One that nobody works on, now held by this holder. */
  async take(): Promise<TaxJob | null> {
    const [now, dueAt] = [await this.#in(0), await this.#in(HELD)];
    return this.#jobs.findOneAndUpdate({ dueAt: { $lte: now } } as object, { $set: { holder: newId(), dueAt } } as object, {
      sort: { dueAt: 1 },
      returnDocument: 'after',
    });
  }

  /** Whether it is still this holder's; then for a while longer. */
  async hold(job: TaxJob): Promise<boolean> {
    const { matchedCount } = await this.#jobs.updateOne(heldBy(job), { $set: { dueAt: await this.#in(HELD) } } as object);
    return matchedCount === 1;
  }

  /** The step is done. Null where the job is another's. */
  async advance(job: TaxJob, { position, counts, entries }: TaxJobStep): Promise<TaxJob | null> {
    if (!(await this.hold(job))) return null;
    await this.#keep(job, entries);
    const goesOn = position !== undefined;
    return this.#jobs.findOneAndUpdate(
      heldBy(job),
      {
        $set: {
          tries: 0,
          ...(goesOn ? { position, dueAt: await this.#in(HELD) } : { status: 'done', finishedAt: await this.#in(0) }),
        },
        $unset: { delay: '', ...(!goesOn && { dueAt: '', holder: '' }) },
        $inc: Object.fromEntries(Object.entries(counts).map(([name, count]) => [`counts.${name}`, count])),
      } as object,
      { returnDocument: 'after' },
    );
  }

  /** It is given back: somebody goes on with it in so many milliseconds. Without a reason that is no try. */
  async giveBack(job: TaxJob, milliseconds: number, delay?: string): Promise<void> {
    const dueAt = await this.#in(milliseconds);
    const told = delay === undefined ? {} : { delay, tries: job.tries + 1 };
    await this.#jobs.updateOne(heldBy(job), { $set: { dueAt, ...told }, $unset: { holder: '' } } as object);
  }

  async fail(job: TaxJob, failure: string): Promise<void> {
    const over = { status: 'failed', failure, finishedAt: await this.#in(0) };
    await this.#jobs.updateOne(heldBy(job), { $set: over, $unset: { dueAt: '', holder: '', delay: '' } } as object);
  }

  /** At most so many entries of a job, the first ones first, behind one of them where it is named. */
  async entries(jobId: string, limit: number, after?: PageCursor): Promise<(TaxJobEntry & { readonly id: string; readonly at: string })[]> {
    const found = await this.#entries
      .find({ $and: [{ jobId }, behind('at', 'ascending', after && [new Date(after[0]), after[1]])] } as object)
      .sort({ at: 1, _id: 1 })
      .limit(limit)
      .toArray();
    return found.map(({ _id, jobId: _, place: __, expiresAt: ___, at, ...entry }) => ({ id: _id, at: at.toISOString(), ...entry }));
  }

  /** Those of a step, and none of an earlier try of it. */
  async #keep({ _id: jobId, position: place = '' }: TaxJob, entries: readonly TaxJobEntry[]): Promise<void> {
    await this.#entries.deleteMany({ jobId, place } as object);
    if (entries.length === 0) return;
    const at = new Date();
    const written = entries.map((entry) => {
      const _id = derivedId(entry.key, jobId);
      return { replaceOne: { filter: { _id }, replacement: { ...entry, jobId, place, at, ...this.#expiry }, upsert: true } };
    });
    await this.#entries.bulkWrite(written as never, { ordered: false });
  }

  /** By the database's clock, since whose turn it is goes by it. */
  async #in(milliseconds: number): Promise<Date> {
    return new Date((await this.clock.now()) + milliseconds);
  }

  get #expiry() {
    return expiryIn(this.config.AVATAX_LOG_DAYS);
  }

  get #jobs() {
    return this.database.collection<TaxJob>(JOBS);
  }

  get #entries() {
    return this.database.collection<KeptEntry>(ENTRIES);
  }
}

function heldBy({ _id, holder = 'nobody' }: TaxJob): object {
  return { _id, holder };
}
