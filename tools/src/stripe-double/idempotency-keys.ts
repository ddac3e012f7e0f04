import { StripeFailure } from './stripe-objects.js';

export interface KeptAnswer {
  readonly status: number;
  readonly body: string;
}

interface KeptRequest {
  readonly request: string;
  readonly since: number;
  answer?: KeptAnswer;
}

const DAY = 24 * 3_600;

/** What was answered under each key, for a day: also what failed, once the endpoint had begun to run. */
export class IdempotencyKeys {
  readonly #kept = new Map<string, KeptRequest>();

  constructor(private readonly now: () => number) {}

  /** The answer that the key has had; undefined for a key that is new. Throws on another request under it, and while the first is running. */
  begin(key: string, request: string): KeptAnswer | undefined {
    const kept = this.#kept.get(key);
    if (!kept || kept.since + DAY <= this.now()) {
      this.#kept.set(key, { request, since: this.now() });
      return undefined;
    }
    if (kept.request !== request) {
      const message = 'Keys for idempotent requests can only be used with the same parameters they were first used with.';
      throw new StripeFailure(400, { type: 'idempotency_error', message }, false);
    }
    if (kept.answer) return kept.answer;
    throw new StripeFailure(409, { type: 'idempotency_error', code: 'idempotency_key_in_use', message: 'It is in use.' }, false);
  }

  keep(key: string, answer: KeptAnswer): void {
    const kept = this.#kept.get(key);
    if (kept) kept.answer = answer;
  }

  forget(key: string): void {
    this.#kept.delete(key);
  }
}
