import type { Operation } from './endpoints.js';

/** How long something takes: milliseconds, until the promise is kept, or until the double is told to heal. */
export type Duration = number | Promise<unknown> | 'until-healed';

/** What is to go wrong with a request. */
export type Fault =
  /** The connection is cut before the request was carried out, or after it. */
  | { readonly lose: 'before' | 'after' }
  /** It is carried out, and answered so much later. */
  | { readonly late: Duration }
  /** It is carried out so much later, whether anybody still waits for it or not. */
  | { readonly held: Duration }
  /** It is answered with this status, and an error that goes with it; a 429 with Retry-After. It may come `after` the request was carried out. */
  | { readonly fail: number; readonly after?: boolean }
  /** It is answered with this text, as JSON, and 200 unless another status is told; `after` it was carried out, or instead. */
  | { readonly say: string; readonly status?: number; readonly after?: boolean }
  /** It is carried out; the head of the answer and a part of its body come at once, the rest so much later. */
  | { readonly stall: Duration }
  /** It is carried out, and its answer dated so many milliseconds later than it is. */
  | { readonly ahead: number };

export const faultNames = ['lose', 'late', 'held', 'fail', 'say', 'stall', 'ahead'] as const;

/** Which request a fault is for. */
export interface Aim {
  readonly operation?: Operation;
  /** Of a document. */
  readonly code?: string;
  /** For how many requests; 1 unless told. */
  readonly times?: number;
}

/** A request, as far as faults aim at it. */
export interface Target {
  readonly operation?: Operation | undefined;
  readonly code?: string | undefined;
}

/** Faults that wait for their requests. */
export class Faults {
  #waiting: { readonly fault: Fault; readonly aim: Aim; left: number }[] = [];
  /** What goes wrong with a request that no fault waits for. */
  otherwise: (target: Target) => Fault | undefined = () => undefined;
  #healed = Promise.withResolvers<void>();

  add(fault: Fault, aim: Aim = {}): void {
    this.#waiting.push({ fault, aim, left: aim.times ?? 1 });
  }

  /** From now on, with each request that the aim is at and that no fault waits for. */
  always(fault: Fault, aim: Aim): void {
    const before = this.otherwise;
    this.otherwise = (target) => (isAimedAt(aim, target) ? fault : before(target));
  }

  take(target: Target): Fault | undefined {
    const found = this.#waiting.find(({ aim }) => isAimedAt(aim, target));
    if (!found) return this.otherwise(target);
    found.left -= 1;
    if (found.left <= 0) this.#waiting = this.#waiting.filter((waiting) => waiting !== found);
    return found.fault;
  }

  /** Nothing goes wrong any more, and what was held goes on. */
  heal(): void {
    this.#waiting = [];
    this.otherwise = () => undefined;
    this.#healed.resolve();
    this.#healed = Promise.withResolvers();
  }

  get healed(): Promise<void> {
    return this.#healed.promise;
  }
}

export function isAimedAt({ operation, code }: Aim, target: Target): boolean {
  return (operation === undefined || operation === target.operation) && (code === undefined || code === target.code);
}
