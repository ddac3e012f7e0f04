import { setTimeout as delay } from 'node:timers/promises';
import type { Random } from '../random.js';
import type { Begun, Fault, Stage } from './fault.js';

/** One or two faults that were there at the same time, and what came of it. Times are those of `Date.now()`. */
export interface Injection {
  /** Rows of the report. */
  readonly faults: readonly string[];
  readonly what: string;
  readonly beganAt: number;
  readonly healedAt: number;
  /** When everything worked again; undefined when that did not come. */
  readonly recoveredAt: number | undefined;
}

export interface NemesisOptions {
  readonly faults: readonly Fault[];
  /** Begins no fault after this, by `Date.now()`. */
  readonly until: number;
  /** Resolves with true when everything works again, with false when it gave up. */
  readonly recovered: () => Promise<boolean>;
  readonly signal: AbortSignal;
  readonly note: (text: string) => void;
}

/** How often a second fault joins the first. */
const TOGETHER = 0.25;

/**
 * Lets one fault follow the other: each sort as often as the others, in an order that the seed decides, and each time waits until all works
 * again. Ends early when that does not come: what follows would say nothing.
 */
export async function runNemesis(stage: Stage, { faults, until, recovered, signal, note }: NemesisOptions): Promise<Injection[]> {
  const { random } = stage;
  const injections: Injection[] = [];
  const bag = new Bag(
    faults.filter(({ isPossible = () => true }) => isPossible(stage.cluster)),
    random,
  );
  while (Date.now() < until && !signal.aborted) {
    const chosen = [bag.next()];
    if (random.chance(TOGETHER)) chosen.push(bag.next());
    const seconds = Math.max(...chosen.map(({ lasts: [least, most] }) => random.between(least, most)));
    // Of its own, since how often a fault draws depends on what it finds, and must not change those that follow.
    const own = random.fork(`injection ${injections.length}`);
    const injection = await inject({ ...stage, random: own }, chosen, seconds, { recovered, signal, note });
    injections.push(injection);
    if (injection.recoveredAt === undefined) break;
    await delay(random.integer(500, 3_000), undefined, { signal }).catch(() => {});
  }
  return injections;
}

async function inject(
  stage: Stage,
  faults: readonly Fault[],
  seconds: number,
  { recovered, signal, note }: Pick<NemesisOptions, 'recovered' | 'signal' | 'note'>,
): Promise<Injection> {
  const beganAt = Date.now();
  const begun: (Begun & { readonly name: string })[] = [];
  try {
    for (const fault of faults) {
      try {
        begun.push({ name: fault.name, ...(await fault.begin(stage)) });
        note(`${fault.name}: ${begun.at(-1)?.what}, for ${seconds.toFixed(0)} s`);
      } catch (error) {
        if (begun.length === 0) throw error;
        // What is broken already may be what this one needs.
        note(`${fault.name} could not begin: ${(error as Error).message}`);
      }
    }
    await delay(seconds * 1_000, undefined, { signal }).catch(() => {});
  } finally {
    await Promise.all(begun.map((each) => each.end()));
  }
  const healedAt = Date.now();
  const names = begun.map(({ name }) => name);
  const what = begun.map((each) => each.what).join(' and ');
  const works = await recovered();
  const recoveredAt = works ? Date.now() : undefined;
  note(recoveredAt === undefined ? 'did not recover' : `recovered in ${((recoveredAt - healedAt) / 1_000).toFixed(1)} s`);
  return { faults: names, what, beganAt, healedAt, recoveredAt };
}

/** Gives each fault once, in random order, before any comes again. */
class Bag {
  readonly #left: Fault[] = [];

  constructor(
    private readonly faults: readonly Fault[],
    private readonly random: Random,
  ) {}

  next(): Fault {
    if (this.#left.length === 0) this.#left.push(...this.faults);
    const [fault] = this.#left.splice(this.random.integer(0, this.#left.length - 1), 1);
    if (!fault) throw new Error('no fault is possible here');
    return fault;
  }
}
