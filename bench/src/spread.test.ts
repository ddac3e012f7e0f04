import { spreadOf } from './spread.js';

test('of an odd number of runs, the median is the one in the middle', () => {
  expect(spreadOf([30, 10, 20])).toEqual({ median: 20, min: 10, max: 30, runs: [30, 10, 20] });
});

test('of an even number, it lies between the two in the middle', () => {
  expect(spreadOf([4, 1, 3, 2]).median).toBe(2.5);
});

test('one run is its own median', () => {
  expect(spreadOf([7])).toEqual({ median: 7, min: 7, max: 7, runs: [7] });
});

test('figures are compared as numbers, not as text', () => {
  expect(spreadOf([100, 9, 20]).median).toBe(20);
});

test('no run has no median', () => {
  expect(() => spreadOf([])).toThrow(RangeError);
});
