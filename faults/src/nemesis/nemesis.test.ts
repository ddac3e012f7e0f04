import fc from 'fast-check';
import { randomFrom } from '../random.js';
import type { Fault, Stage } from './fault.js';
import { type Injection, runNemesis } from './nemesis.js';

const stageOf = (seed: number) => ({ random: randomFrom(seed), cluster: {} }) as unknown as Stage;

/** Faults that last no time, and what was begun and ended of them. */
function recorded(names: readonly string[]) {
  const began: string[] = [];
  const ended: string[] = [];
  const faults = names.map(
    (name): Fault => ({
      name,
      lasts: [0, 0],
      begin: async ({ random }) => {
        const what = `${name}-${random.integer(0, 99)}`;
        began.push(what);
        return { what, end: async () => void ended.push(what) };
      },
    }),
  );
  return { faults, began, ended };
}

/** Lets so many injections happen. */
async function run(stage: Stage, faults: readonly Fault[], injections: number, recovered = async () => true): Promise<Injection[]> {
  const end = new AbortController();
  let left = injections;
  return runNemesis(stage, {
    faults,
    until: Number.POSITIVE_INFINITY,
    recovered: async () => {
      if (--left === 0) end.abort();
      return recovered();
    },
    signal: end.signal,
    note: () => {},
  });
}

test('each fault comes once before any comes again, and each that begins is ended', async () => {
  const { faults, began, ended } = recorded(['a', 'b', 'c']);
  const injections = await run(stageOf(1), faults, 1);
  const names = injections.flatMap((injection) => injection.faults);
  expect(new Set(names).size).toBe(names.length);
  expect(ended.toSorted()).toEqual(began.toSorted());
});

test('the same seed brings the same faults on the same targets', async () => {
  await fc.assert(
    fc.asyncProperty(fc.nat(), async (seed) => {
      const runs = await Promise.all(
        [1, 2].map(async () => {
          const { faults, began } = recorded(['a', 'b', 'c', 'd']);
          await run(stageOf(seed), faults, 1);
          return began;
        }),
      );
      expect(runs[0]).toEqual(runs[1]);
    }),
    { numRuns: 20 },
  );
});

test('how often a fault draws does not change what follows', async () => {
  const [once, often] = await Promise.all(
    [1, 5].map(async (draws) => {
      const { faults, began } = recorded(['a', 'b', 'c', 'd']);
      const drawing = faults.map(
        (fault): Fault => ({
          ...fault,
          begin: async (stage) => {
            const begun = await fault.begin(stage);
            for (let draw = 1; draw < draws; draw++) stage.random.integer(0, 99);
            return begun;
          },
        }),
      );
      await run(stageOf(7), drawing, 2);
      return began;
    }),
  );
  expect(often).toEqual(once);
});

test('what does not recover ends the run', async () => {
  const { faults } = recorded(['a']);
  const injections = await run(stageOf(1), faults, 5, async () => false);
  expect(injections).toHaveLength(1);
  expect(injections[0]?.recoveredAt).toBeUndefined();
});

describe('a fault that cannot begin', () => {
  const broken: Fault = { name: 'broken', lasts: [0, 0], begin: () => Promise.reject(new Error('cannot begin')) };
  const { random } = stageOf(1);
  const inOrder = { ...stageOf(1), random: { ...random, chance: () => true, integer: () => 0 } } as Stage;

  test('is left out where another is there already', async () => {
    const { faults, began, ended } = recorded(['a']);
    const injections = await run(inOrder, [...faults, broken], 1);
    expect(injections.map((injection) => injection.faults)).toEqual([['a']]);
    expect(began).toHaveLength(1);
    expect(ended).toEqual(began);
  });

  test('ends the run where nothing else can be the reason', async () => {
    await expect(run(inOrder, [broken], 1)).rejects.toThrow('cannot begin');
  });
});
