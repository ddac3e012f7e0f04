/** One operation of a batch, and who waits for its outcome. */
export interface Waiting<Operation, Outcome> {
  readonly operation: Operation;
  resolve(outcome: Outcome): void;
  reject(error: unknown): void;
}

// Two batches under way keep the database busy while the next one gathers; more would only make them smaller.
const MAX_IN_FLIGHT = 2;
const MAX_BATCH = 32;

/** Runs operations that come at the same time as one; one that comes alone runs at once. */
export class Batcher<Operation, Outcome> {
  readonly #waiting: Waiting<Operation, Outcome>[] = [];
  #inFlight = 0;

  constructor(private readonly run: (batch: readonly Waiting<Operation, Outcome>[]) => Promise<void>) {}

  add(operation: Operation): Promise<Outcome> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ operation, resolve, reject });
      this.#next();
    });
  }

  #next(): void {
    while (this.#inFlight < MAX_IN_FLIGHT && this.#waiting.length > 0) void this.#send(this.#waiting.splice(0, MAX_BATCH));
  }

  async #send(batch: readonly Waiting<Operation, Outcome>[]): Promise<void> {
    this.#inFlight += 1;
    try {
      await this.run(batch);
    } catch (error) {
      for (const waiting of batch) waiting.reject(error);
    }
    this.#inFlight -= 1;
    this.#next();
  }
}
