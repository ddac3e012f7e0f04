import type mongoose from 'mongoose';
import { Batcher, type Waiting } from './batcher.js';

/** Puts the reads by `_id` that come at the same time into one command. What a fail-over may take back is not read. */
export class GroupRead<Document extends { readonly _id: string }> {
  readonly #reads = new Batcher<string, Document | null>((batch) => this.#find(batch));

  constructor(private readonly collection: () => mongoose.mongo.Collection<Document>) {}

  find(id: string): Promise<Document | null> {
    return this.#reads.add(id);
  }

  async #find(batch: readonly Waiting<string, Document | null>[]): Promise<void> {
    const ids = batch.map(({ operation }) => operation);
    const options = { readConcern: { level: 'majority' }, maxTimeMS: 5_000 } as const;
    const found = await this.collection()
      .find({ _id: { $in: ids } } as object, options)
      .toArray();
    const byId = new Map(found.map((document) => [document._id as string, document as Document]));
    for (const { operation, resolve } of batch) resolve(byId.get(operation) ?? null);
  }
}
