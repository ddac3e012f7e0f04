import { arrivalTimes } from './arrivals.js';

test('requests start evenly apart, the first one at once', () => {
  expect(arrivalTimes(4, 1)).toEqual([0, 250, 500, 750]);
});

test('a rate below one per second has its pauses too', () => {
  expect(arrivalTimes(0.5, 5)).toEqual([0, 2_000]);
});

test('a part of a request is not sent, and at least one is', () => {
  expect(arrivalTimes(3, 0.9)).toHaveLength(2);
  expect(arrivalTimes(0.1, 5)).toEqual([0]);
});

test('rounding does not add up over a long load', () => {
  const times = arrivalTimes(3, 100_000);
  expect(times).toHaveLength(300_000);
  expect(times.at(-1)).toBeCloseTo(100_000_000 - 1_000 / 3, 3);
});

test.each([0, -1, Number.NaN])('a rate of %p is refused', (perSecond) => {
  expect(() => arrivalTimes(perSecond, 1)).toThrow(RangeError);
});
