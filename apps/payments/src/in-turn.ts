import { setTimeout as delay } from 'node:timers/promises';
import { Unavailable } from '#platform/outage.js';
import { isTaken } from '#platform/series-numbers.js';

const GIVE_UP_AFTER = 15_000;

/** What a decision throws that finds the document of its turn changed: so may have the others, before or after it. */
export class TurnTaken extends Error {}

/** What is decided on several documents of an order at once, of which `what` says which; `index` keeps each of their turns unique. */
export interface Turns<Document> {
  readonly what: string;
  readonly index: Parameters<typeof isTaken>[1];
  readonly read: () => Promise<readonly Document[]>;
  readonly next: (documents: readonly Document[]) => number | undefined;
}

/** Decides on all of them as they are, and again when another change came between. Throws Unavailable when that goes on for too long. */
export async function inTurn<Document, Outcome>(
  { what, index, read, next }: Turns<Document>,
  attempt: (documents: readonly Document[], turn: number) => Promise<Outcome>,
): Promise<Outcome> {
  const giveUpAt = performance.now() + GIVE_UP_AFTER;
  for (let cause: unknown; ; ) {
    const documents = await read();
    const turn = next(documents);
    try {
      if (turn !== undefined) return await attempt(documents, turn);
    } catch (error) {
      if (!(error instanceof TurnTaken) && !isTaken(error, index)) throw error;
      cause = error;
    }
    if (performance.now() > giveUpAt) throw new Unavailable(what, { cause });
    await delay(Math.random() * 20);
  }
}
