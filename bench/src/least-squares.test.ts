import { leastSquares } from './least-squares.js';

const points = (...pairs: [number, number][]) => pairs.map(([x, y]) => ({ x, y }));

test('a line is found without error where all points lie on it', () => {
  const line = leastSquares(points([0, 5], [1, 7], [2, 9], [10, 25]));
  expect(line.slope).toBeCloseTo(2);
  expect(line.intercept).toBeCloseTo(5);
  expect(line.slopeError).toBeCloseTo(0);
});

test('noise gives the slope an error', () => {
  // By hand: the means are 1.5 and 2, Σdx·dy = 2, Σdx² = 5, Σdy² = 4, of which the line explains 0.4 · 2.
  const line = leastSquares(points([0, 1], [1, 3], [2, 1], [3, 3]));
  expect(line.slope).toBeCloseTo(0.4);
  expect(line.intercept).toBeCloseTo(1.4);
  expect(line.slopeError).toBeCloseTo(Math.sqrt(3.2 / 2 / 5));
});

test('neighbours that resemble each other make the error wider', () => {
  const ys = (residuals: number[]) => leastSquares(points(...residuals.map((y, x): [number, number] => [x, y]))).slopeError;
  const [waves, shuffled] = [ys([1, 1, -1, -1, -1, -1, 1, 1]), ys([1, -1, 1, -1, -1, 1, -1, 1])];
  // Both have no slope and the same squares; by hand, the neighbours of the waves correlate by (1 − 1 + 1 + 1 + 1 − 1 + 1) / 8.
  expect(waves / shuffled).toBeCloseTo(Math.sqrt((1 + 3 / 8) / (1 - 3 / 8)));
});

test('two points say nothing about chance', () => {
  expect(leastSquares(points([0, 0], [1, 1])).slopeError).toBe(Number.POSITIVE_INFINITY);
});

test.each([[[]], [points([1, 1])], [points([1, 1], [1, 2])]])('%j have no line', (few) => {
  expect(() => leastSquares(few)).toThrow(RangeError);
});
