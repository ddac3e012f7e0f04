import type { Operation } from './endpoints.js';
import { isAimedAt, type Target } from './faults.js';

/** A request that came. */
export interface Call extends Target {
  readonly at: Date;
  readonly operation: Operation | undefined;
  readonly code: string | undefined;
  readonly method: string;
  readonly path: string;
  /** What was answered; undefined until then, and for ever where the connection was cut. */
  status?: number;
}

/** Every request since the start, in order. Its headers and body are not kept. */
export class Calls {
  #all: Call[] = [];

  add(call: Call): Call {
    this.#all.push(call);
    return call;
  }

  of(wanted: Target): readonly Call[] {
    return this.#all.filter((call) => isAimedAt(wanted as never, call));
  }

  forget(): void {
    this.#all = [];
  }
}
