import { latenciesOf, latencySpreads } from './latencies.js';

test('percentiles are measured values, by nearest rank', () => {
  const oneToThousand = Array.from({ length: 1_000 }, (_, index) => 1_000 - index);
  expect(latenciesOf(oneToThousand)).toEqual({ p50: 500, p95: 950, p99: 990, max: 1_000 });
});

test('of few values, the high percentiles are the slowest', () => {
  expect(latenciesOf([8, 2, 4])).toEqual({ p50: 4, p95: 8, p99: 8, max: 8 });
});

test('of none, all are zero', () => {
  expect(latenciesOf([])).toEqual({ p50: 0, p95: 0, p99: 0, max: 0 });
});

test('over runs, each percentile has its own median', () => {
  const spreads = latencySpreads([latenciesOf([1, 90]), latenciesOf([3, 10]), latenciesOf([2, 50])]);
  expect(spreads.p50.median).toBe(2);
  expect(spreads.p99).toMatchObject({ median: 50, min: 10, max: 90 });
});
