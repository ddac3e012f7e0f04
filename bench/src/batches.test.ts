import fc from 'fast-check';
import { batchesOf, evenlyFrom } from './batches.js';

const upTo = (count: number) => Array.from({ length: count }, (_, index) => index);

test('a whole mean size cuts even pieces, the last one shorter', () => {
  expect(batchesOf(upTo(7), 3)).toEqual([[0, 1, 2], [3, 4, 5], [6]]);
});

test('a fraction is met on average', () => {
  const batches = batchesOf(upTo(100), 2.5);
  expect(batches).toHaveLength(40);
  expect(new Set(batches.map(({ length }) => length))).toEqual(new Set([2, 3]));
});

test('nothing is lost, doubled, moved or empty', () => {
  fc.assert(
    fc.property(fc.nat(300), fc.double({ min: 0, max: 40, noNaN: true }), (count, meanSize) => {
      const batches = batchesOf(upTo(count), meanSize);
      expect(batches.flat()).toEqual(upTo(count));
      expect(batches.every(({ length }) => length > 0)).toBe(true);
    }),
  );
});

test('some of the items are taken evenly', () => {
  expect(evenlyFrom(upTo(10), 5)).toEqual([1, 3, 5, 7, 9]);
  expect(evenlyFrom(upTo(3), 8)).toEqual([0, 1, 2]);
  expect(evenlyFrom(upTo(3), 0)).toEqual([]);
  expect(evenlyFrom([], 4)).toEqual([]);
});
