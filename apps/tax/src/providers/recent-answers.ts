import { LRUCache } from 'lru-cache';

/** How a question was answered: anew, together with somebody who had just asked the same, or by what was said a moment ago. */
export type AnsweredBy = 'asking' | 'joining' | 'remembering';

/** What was said a moment ago, by question; what goes wrong is not remembered. */
export class RecentAnswers<Answer extends object> {
  readonly #remembered: LRUCache<string, Answer>;
  readonly #asked = new Map<string, Promise<Answer>>();
  readonly #isOn: boolean;

  /** Each for so many milliseconds (0: nothing is), and of `sizeOf` together at most `most`. */
  constructor(
    milliseconds: number,
    most: number,
    sizeOf: (answer: Answer) => number,
    private readonly onAnswer: (by: AnsweredBy) => void = () => {},
  ) {
    this.#isOn = milliseconds > 0;
    this.#remembered = new LRUCache({ maxSize: most, sizeCalculation: sizeOf, ttl: Math.max(1, milliseconds) });
  }

  async of(question: string, ask: () => Promise<Answer>): Promise<Answer> {
    const remembered = this.#isOn ? this.#remembered.get(question) : undefined;
    if (remembered) return this.#by('remembering', remembered);
    const asked = this.#asked.get(question);
    if (asked !== undefined) return this.#by('joining', asked);
    this.onAnswer('asking');
    const asking = ask();
    if (!this.#isOn) return asking;
    this.#asked.set(question, asking);
    try {
      const answer = await asking;
      this.#remembered.set(question, answer);
      return answer;
    } finally {
      this.#asked.delete(question);
    }
  }

  #by<Said>(by: AnsweredBy, said: Said): Said {
    this.onAnswer(by);
    return said;
  }
}
