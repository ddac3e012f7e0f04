import fc from 'fast-check';
import { OffsetTracker } from './offset-tracker.js';

const tracking = (...offsets: number[]) => {
  const tracker = new OffsetTracker();
  for (const offset of offsets) tracker.take(offset);
  return tracker;
};

test('nothing is committed while the first message is not handled', () => {
  const tracker = tracking(5, 6, 7);
  tracker.finish(7);
  tracker.finish(6);
  expect(tracker.uncommitted).toBeUndefined();
  expect(tracker.pending).toBe(1);
});

test('the first message takes with it whatever was handled before it', () => {
  const tracker = tracking(5, 6, 7, 8);
  tracker.finish(7);
  tracker.finish(6);
  tracker.finish(5);
  expect(tracker.uncommitted).toBe(8);
  expect(tracker.pending).toBe(1);
});

test('offsets may have gaps, as compaction and transactions leave them', () => {
  const tracker = tracking(5, 9, 20);
  tracker.finish(5);
  expect(tracker.uncommitted).toBe(6);
  tracker.finish(9);
  expect(tracker.uncommitted).toBe(10);
  tracker.finish(20);
  expect(tracker.uncommitted).toBe(21);
});

test('what was committed is not committed again, and what was handled during the commit is', () => {
  const tracker = tracking(0, 1);
  tracker.finish(0);
  const committing = tracker.uncommitted as number;
  tracker.finish(1);
  tracker.committed(committing);
  expect(tracker.uncommitted).toBe(2);
  tracker.committed(2);
  expect(tracker.uncommitted).toBeUndefined();
});

test.each([
  ['a message that was never taken', 9],
  ['a message a second time', 0],
])('%s may be finished without effect', (_name, offset) => {
  const tracker = tracking(0, 1);
  tracker.finish(0);
  tracker.finish(offset);
  expect(tracker.pending).toBe(1);
  expect(tracker.uncommitted).toBe(1);
});

test('whatever the order of finishing and committing, it agrees with a naive model and never passes an unfinished message', () => {
  const step = fc.oneof(
    { weight: 3, arbitrary: fc.record({ kind: fc.constant('take' as const), pick: fc.integer({ min: 1, max: 3 }) }) },
    { weight: 4, arbitrary: fc.record({ kind: fc.constant('finish' as const), pick: fc.nat(1_000) }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('commit' as const), pick: fc.constant(0) }) },
  );
  fc.assert(
    fc.property(fc.nat(1_000_000), fc.array(step, { maxLength: 80 }), (start, steps) => {
      const tracker = new OffsetTracker();
      const taken: number[] = [];
      const finished = new Set<number>();
      let committed: number | undefined;
      let next = start;
      for (const { kind, pick } of steps) {
        if (kind === 'take') {
          taken.push(next);
          tracker.take(next);
          next += pick;
        } else if (kind === 'finish' && taken.length > 0) {
          const offset = taken[pick % taken.length] as number;
          finished.add(offset);
          tracker.finish(offset);
        } else if (kind === 'commit' && tracker.uncommitted !== undefined) {
          committed = tracker.uncommitted;
          tracker.committed(committed);
        }
        const unfinished = taken.filter((offset) => !finished.has(offset));
        const handled = taken.slice(
          0,
          taken.indexOf(unfinished[0] ?? Number.NaN) === -1 ? taken.length : taken.indexOf(unfinished[0] as number),
        );
        const last = handled.at(-1);
        const committable = last === undefined || last + 1 === committed ? undefined : last + 1;
        expect(tracker.uncommitted).toBe(committable);
        expect(tracker.pending).toBe(unfinished.length);
        for (const offset of unfinished) expect(tracker.uncommitted ?? 0).toBeLessThanOrEqual(offset);
      }
    }),
    { numRuns: 300 },
  );
});
