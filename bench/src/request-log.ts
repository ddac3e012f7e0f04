import { type Latencies, latenciesOf } from './latencies.js';
import type { Answer, RequestKind } from './load.js';

export interface RequestSummary {
  readonly count: number;
  readonly latencies: Latencies;
}

/** Notes each answer with the time that it took. */
export class RequestLog {
  readonly #milliseconds = new Map<RequestKind, number[]>();
  /** How often each failure came. */
  readonly failures: Record<string, number> = {};
  count = 0;

  /** A request that failed counts with the time until it did: leaving it out would make an overload look fast. */
  add({ kind, failure, steps = [] }: Answer, milliseconds: number): void {
    for (const each of [{ kind, milliseconds }, ...steps]) {
      const times = this.#milliseconds.get(each.kind) ?? [];
      times.push(each.milliseconds);
      this.#milliseconds.set(each.kind, times);
    }
    if (failure === undefined) this.count += 1;
    else this.failures[failure] = (this.failures[failure] ?? 0) + 1;
  }

  summaries(): Partial<Record<RequestKind, RequestSummary>> {
    return Object.fromEntries(
      [...this.#milliseconds].map(([kind, times]) => [kind, { count: times.length, latencies: latenciesOf(times) }]),
    );
  }
}
