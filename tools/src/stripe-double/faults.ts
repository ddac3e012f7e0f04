/** What is to go wrong with the next request. */
export type Fault =
  /** The connection is cut before the request was carried out, or after it. The package sends such a request once more, and that is cut too. */
  | { readonly lose: 'before' | 'after' }
  /** It is carried out, and answered so many milliseconds later, or when the promise is kept. */
  | { readonly late: number | Promise<unknown> }
  /** It is carried out when the promise is kept, whether anybody still waits for it or not; until then its key is in use. */
  | { readonly held: Promise<unknown> }
  /** It is answered with this status: a 5xx is kept under the key, and may come `after` the request was carried out. */
  | { readonly fail: number; readonly after?: boolean };

const REPEATS_OF_THE_PACKAGE = 1;

/** Each fault is for one request, and in the case of a cut connection for its repeat. */
export class Faults {
  readonly #next: Fault[] = [];
  /** What goes wrong with a request that has no fault of its own, by its method. */
  otherwise: (method: string) => Fault | undefined = () => undefined;
  readonly #cutAgain = new Map<string, { fault: Fault; left: number }>();

  add(fault: Fault): void {
    this.#next.push(fault);
  }

  /** What goes wrong with the request, which is told from others by its key, or else by what it asks. */
  take(method: string, request: string): Fault | undefined {
    const cut = this.#cutAgain.get(request);
    if (cut && cut.left > 0) {
      cut.left -= 1;
      return cut.fault;
    }
    const fault = this.#next.shift() ?? this.otherwise(method);
    if (fault && 'lose' in fault) this.#cutAgain.set(request, { fault, left: REPEATS_OF_THE_PACKAGE });
    return fault;
  }
}
