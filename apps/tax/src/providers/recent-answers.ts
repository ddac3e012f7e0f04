import { LRUCache } from 'lru-cache';

/** How a question was answered: anew, together with somebody who had just asked the same, or by what was said a moment ago. */
export type AnsweredBy = 'asking' | 'joining' | 'remembering';

/**
 * What was said a moment ago, by question; what goes wrong is not remembered. It is kept as text: thousands of small objects that live for a minute are what
 * stops a process for collecting garbage.
 */
export class RecentAnswers<Answer extends object> {
  readonly #remembered: LRUCache<string, string>;
  readonly #asked = new Map<string, Promise<Answer>>();
  readonly #isOn: boolean;

  /** Each for so many milliseconds (0: nothing is), as JSON at most `most` characters together. */
  constructor(
    milliseconds: number,
    most: number,
    private readonly onAnswer: (by: AnsweredBy) => void = () => {},
  ) {
    this.#isOn = milliseconds > 0;
    this.#remembered = new LRUCache({ maxSize: most, sizeCalculation: (text) => text.length, ttl: Math.max(1, milliseconds) });
  }

  async of(question: string, ask: () => Promise<Answer>): Promise<Answer> {
    const remembered = this.#isOn ? this.#remembered.get(question) : undefined;
    if (remembered !== undefined) return this.#by('remembering', JSON.parse(remembered) as Answer);
    const asked = this.#asked.get(question);
    if (asked !== undefined) return this.#by('joining', asked);
    this.onAnswer('asking');
    const asking = ask();
    if (!this.#isOn) return asking;
    this.#asked.set(question, asking);
    try {
      const answer = await asking;
      this.#remembered.set(question, JSON.stringify(answer));
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
