import type mongoose from 'mongoose';

type Collection = mongoose.mongo.Collection<{ _id: string }>;

/** What is known of a conditional update: it matched, or it may not have; then only the document itself tells. */
export type UpdateOutcome = 'matched' | 'uncertain';

interface Waiting<Outcome> {
  readonly operation: object;
  resolve(outcome: Outcome): void;
  reject(error: unknown): void;
}

// Two batches under way keep the database busy while the next one gathers; more would only make them smaller.
const MAX_IN_FLIGHT = 2;
const MAX_BATCH = 32;

/**
 * Puts the writes that come at the same time into one command, so that they share a round trip and a sync of the journal. A write that
 * comes alone goes at once. Each caller learns what became of its own write.
 */
export class GroupCommit {
  readonly #inserts = new Batcher<void>((operations) => this.#insertMany(operations));
  readonly #updates = new Batcher<UpdateOutcome>((operations) => this.#updateMany(operations));

  constructor(private readonly collection: () => Collection) {}

  /** Throws the database's own error for this document, such as that of a duplicate `_id`. */
  insert(document: object): Promise<void> {
    return this.#inserts.add(document);
  }

  update(filter: object, update: object): Promise<UpdateOutcome> {
    return this.#updates.add({ updateOne: { filter, update } });
  }

  async #insertMany(batch: readonly Waiting<void>[]): Promise<void> {
    const failed = new Map<number, DocumentError>();
    try {
      await this.collection().insertMany(batch.map(({ operation }) => operation) as { _id: string }[], { ordered: false });
    } catch (error) {
      const errors = writeErrorsOf(error);
      if (!errors) throw error;
      for (const each of errors) failed.set(each.index, new DocumentError(each));
    }
    for (const [index, waiting] of batch.entries()) {
      const error = failed.get(index);
      if (error) waiting.reject(error);
      else waiting.resolve();
    }
  }

  async #updateMany(batch: readonly Waiting<UpdateOutcome>[]): Promise<void> {
    const operations = batch.map(({ operation }) => operation) as Parameters<Collection['bulkWrite']>[0];
    const { matchedCount } = await this.collection().bulkWrite(operations, { ordered: false });
    // The database counts matches only in sum.
    for (const waiting of batch) waiting.resolve(matchedCount === batch.length ? 'matched' : 'uncertain');
  }
}

class Batcher<Outcome> {
  readonly #waiting: Waiting<Outcome>[] = [];
  #inFlight = 0;

  constructor(private readonly run: (batch: readonly Waiting<Outcome>[]) => Promise<void>) {}

  add(operation: object): Promise<Outcome> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ operation, resolve, reject });
      this.#next();
    });
  }

  #next(): void {
    while (this.#inFlight < MAX_IN_FLIGHT && this.#waiting.length > 0) void this.#send(this.#waiting.splice(0, MAX_BATCH));
  }

  async #send(batch: readonly Waiting<Outcome>[]): Promise<void> {
    this.#inFlight += 1;
    try {
      await this.run(batch);
    } catch (error) {
      for (const waiting of batch) waiting.reject(error);
    }
    this.#inFlight -= 1;
    this.#next();
  }
}

interface WriteError {
  readonly index: number;
  readonly code: number;
  readonly errmsg?: string;
}

/** The database took the batch, but not this document. */
export class DocumentError extends Error {
  /** Whether a document with this `_id` is there already. */
  readonly isDuplicateId: boolean;

  constructor({ code, errmsg = `error ${code}` }: WriteError) {
    super(errmsg);
    this.isDuplicateId = code === 11000 && errmsg.includes('index: _id_ ');
  }
}

/** The errors of single documents in a batch; undefined when the whole batch is in doubt. */
function writeErrorsOf(error: unknown): WriteError[] | undefined {
  const { writeErrors, result } = error as { writeErrors?: WriteError | WriteError[]; result?: { getWriteConcernError?: () => unknown } };
  const errors = [writeErrors ?? []].flat();
  // A connection that died comes as a batch error without errors of documents: nothing is known of any of them.
  return errors.length === 0 || result?.getWriteConcernError?.() ? undefined : errors;
}
