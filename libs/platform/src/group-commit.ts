import type mongoose from 'mongoose';
import { Batcher, type Waiting } from './batcher.js';
import { type BulkDocumentError, DUPLICATE_KEY, documentErrorsOf, lacksWriteConcern } from './bulk-errors.js';
import { isFailoverCode, Unavailable } from './outage.js';

type Collection = mongoose.mongo.Collection<{ _id: string }>;

/** What is known of a conditional update: it matched, or it may not have; then only the document itself tells. */
export type UpdateOutcome = 'matched' | 'uncertain';

/**
 * Puts the writes that come at the same time into one command, so that they share a round trip and a sync of the journal. A write that
 * comes alone goes at once. Each caller learns what became of its own write.
 */
export class GroupCommit {
  readonly #inserts = new Batcher<object, void>((operations) => this.#insertMany(operations));
  readonly #updates = new Batcher<object, UpdateOutcome>((operations) => this.#updateMany(operations));

  constructor(private readonly collection: () => Collection) {}

  /** Throws the database's own error for this document, such as that of a duplicate `_id`. */
  insert(document: object): Promise<void> {
    return this.#inserts.add(document);
  }

  update(filter: object, update: object): Promise<UpdateOutcome> {
    return this.#updates.add({ updateOne: { filter, update } });
  }

  async #insertMany(batch: readonly Waiting<object, void>[]): Promise<void> {
    const documents = batch.map(({ operation }) => operation) as { _id: string }[];
    const { errors } = await errorsByIndex(() => this.collection().insertMany(documents, { ordered: false }));
    for (const [index, waiting] of batch.entries()) {
      const error = errors.get(index);
      if (error) waiting.reject(error);
      else waiting.resolve();
    }
  }

  async #updateMany(batch: readonly Waiting<object, UpdateOutcome>[]): Promise<void> {
    const operations = batch.map(({ operation }) => operation) as Parameters<Collection['bulkWrite']>[0];
    const { errors, matched } = await errorsByIndex(() => this.collection().bulkWrite(operations, { ordered: false }));
    // The database counts matches only in sum.
    const outcome = matched === batch.length - errors.size ? 'matched' : 'uncertain';
    for (const [index, waiting] of batch.entries()) {
      const error = errors.get(index);
      if (error) waiting.reject(error);
      else waiting.resolve(outcome);
    }
  }
}

/** Runs a batch: its own errors by position, and how many documents matched. Throws when the whole batch is in doubt. */
async function errorsByIndex(run: () => Promise<object>): Promise<{ errors: Map<number, Error>; matched: number }> {
  try {
    return { errors: new Map(), matched: ((await run()) as { matchedCount?: number }).matchedCount ?? 0 };
  } catch (error) {
    if (lacksWriteConcern(error)) throw new Unavailable('a majority of the database', { cause: error });
    const errors = documentErrorsOf(error);
    if (!errors) throw error;
    const matched = (error as { result?: { matchedCount?: number } }).result?.matchedCount ?? 0;
    return { errors: new Map(errors.map((each) => [each.index, errorOf(each)])), matched };
  }
}

/** A document may have been refused only because the database is changing its primary. */
function errorOf(error: BulkDocumentError): Error {
  return isFailoverCode(error.code) ? new Unavailable('the database') : new DocumentError(error);
}

/** The database took the batch, but not this document. */
export class DocumentError extends Error {
  /** Whether a document with this `_id` is there already. */
  readonly isDuplicateId: boolean;
  /** The unique index in which another document stands in its place, by its name in the database; absent where it is none. */
  readonly duplicateIn?: string | undefined;

  constructor({ code, errmsg = `error ${code}` }: BulkDocumentError) {
    super(errmsg);
    this.duplicateIn = code === DUPLICATE_KEY ? / index: (\S+) /.exec(errmsg)?.[1] : undefined;
    this.isDuplicateId = this.duplicateIn === '_id_';
  }
}
