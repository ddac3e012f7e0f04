import type { Database } from './database.js';

const BLOCK = 50;

/**
 * Document numbers by template: unique among all replicas, and without a write for each, since a process takes a block of them at a time.
 * Numbers that a process did not use before it ended are never given, so the series has gaps.
 */
export class DocumentNumbers {
  readonly #blocks = new Map<string, Promise<{ next: number; end: number }>>();

  constructor(private readonly database: Database) {}

  /** The next number of a template at a moment: `CO{yyMMdd}-{00001}` → `CO261124-00001`. Throws what the database throws. */
  async next(template: string, now: Date): Promise<string> {
    const dated = template.replace('{yyMMdd}', now.toISOString().slice(2, 10).replaceAll('-', ''));
    const counter = /\{(0*1)\}/.exec(dated);
    if (!counter) throw new Error(`the number template "${template}" has no counter such as {00001}`);
    // Two templates that come to the same prefix share a counter, so their numbers cannot meet.
    const value = await this.#take(dated.replace(counter[0], '#'));
    return dated.replace(counter[0], String(value).padStart((counter[1] as string).length, '0'));
  }

  async #take(series: string): Promise<number> {
    for (;;) {
      let taking = this.#blocks.get(series);
      if (!taking) {
        taking = this.#reserve(series);
        this.#blocks.set(series, taking);
        // Yesterday's series would stay for good.
        if (this.#blocks.size > 1_000) this.#blocks.delete(this.#blocks.keys().next().value as string);
      }
      const block = await taking.catch((error) => {
        if (this.#blocks.get(series) === taking) this.#blocks.delete(series);
        throw error;
      });
      if (block.next < block.end) {
        block.next += 1;
        return block.next;
      }
      if (this.#blocks.get(series) === taking) this.#blocks.delete(series);
    }
  }

  /** Raising a counter is not repeatable, and need not be: an unknown outcome costs a block, never a repeated number. */
  async #reserve(series: string): Promise<{ next: number; end: number }> {
    const counter = await this.database
      .collection<{ _id: string; taken: number }>('numberSeries')
      .findOneAndUpdate({ _id: series }, { $inc: { taken: BLOCK } }, { upsert: true, returnDocument: 'after' });
    const end = counter?.taken ?? 0;
    return { next: end - BLOCK, end };
  }
}
