const SHOWN = 20;

/** What makes two differences alike: the words, whatever the ids, numbers and amounts. */
const likeness = (difference: string) => difference.replaceAll(/\S*\d\S*/g, '#');

/** Cuts a list of differences for people: of those that are alike, the first 20 are shown and the others counted. */
export class DifferenceList {
  readonly #alike = new Map<string, number>();
  total = 0;

  /** Counts one in; true when it is to be shown. */
  shows(difference: string): boolean {
    const kind = likeness(difference);
    const count = (this.#alike.get(kind) ?? 0) + 1;
    this.#alike.set(kind, count);
    this.total++;
    return count <= SHOWN;
  }

  /** A line for each kind of which not all were shown. */
  rest(): string[] {
    const cut = [...this.#alike].filter(([, count]) => count > SHOWN);
    return cut.map(([kind, count]) => `… and ${(count - SHOWN).toLocaleString('en-GB')} more like: ${kind}`);
  }
}
