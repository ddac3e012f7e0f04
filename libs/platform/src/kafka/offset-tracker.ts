/**
 * What of one partition is handled, when messages finish in any order: the offset to commit is that before the first unfinished one.
 * Committing further would skip it after a crash.
 */
export class OffsetTracker {
  readonly #entries: { readonly offset: number; done: boolean }[] = [];
  readonly #byOffset = new Map<number, { done: boolean }>();
  #committable: number | undefined;
  #committed: number | undefined;

  /** Messages taken and not yet handled. */
  get pending(): number {
    return this.#byOffset.size;
  }

  /** What must be remembered: these, and what is done behind the first of them. */
  get kept(): number {
    return this.#entries.length;
  }

  take(offset: number): void {
    const entry = { offset, done: false };
    this.#entries.push(entry);
    this.#byOffset.set(offset, entry);
  }

  finish(offset: number): void {
    const entry = this.#byOffset.get(offset);
    if (!entry) return;
    entry.done = true;
    this.#byOffset.delete(offset);
    let handled = 0;
    while (this.#entries[handled]?.done) handled += 1;
    const last = this.#entries[handled - 1];
    if (last) this.#committable = last.offset + 1;
    this.#entries.splice(0, handled);
  }

  /** The next offset to read after a crash, if it is newer than what was committed. */
  get uncommitted(): number | undefined {
    return this.#committable !== this.#committed ? this.#committable : undefined;
  }

  committed(offset: number): void {
    this.#committed = offset;
  }
}
