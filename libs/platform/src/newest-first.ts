import type { AggregateDocument } from './aggregate-document.js';
import type { Database } from './database.js';
import { behind, type PageCursor } from './list-conditions.js';

/** A document in a list, with the fields of its state that lists show. */
export type Listed<State, Field extends keyof State> = Pick<State, Field> & {
  readonly id: string;
  readonly version: number;
  readonly createdAt: string;
};

/** The documents of one kind that lists show, the newest first. */
export class NewestFirst<State, Field extends keyof State & string> {
  constructor(
    private readonly database: Database,
    private readonly collection: string,
    private readonly fields: readonly Field[],
  ) {}

  /** At most so many that a filter finds, behind one of them where it is named. */
  async find(filter: object, limit: number, after?: PageCursor): Promise<Listed<State, Field>[]> {
    const page = behind('createdAt', 'descending', after && [new Date(after[0]), after[1]]);
    const found = await this.#documents
      .find({ $and: [filter, page] } as object)
      .project<{ _id: string; version: number; createdAt: Date; state: Pick<State, Field> }>({
        version: 1,
        createdAt: 1,
        ...Object.fromEntries(this.fields.map((name) => [`state.${name}`, 1])),
      })
      .sort({ createdAt: -1, _id: -1 })
      .limit(limit)
      .toArray();
    return found.map(({ _id, version, createdAt, state }) => ({ id: _id, version, createdAt: createdAt.toISOString(), ...state }));
  }

  count(filter: object): Promise<number> {
    return this.#documents.countDocuments(filter as object);
  }

  get #documents() {
    return this.database.collection<AggregateDocument<State> & { _id: string }>(this.collection);
  }
}
