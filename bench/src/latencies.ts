import { type Spread, spreadOf } from './spread.js';

export const latencyNames = ['p50', 'p95', 'p99', 'max'] as const;
export type LatencyName = (typeof latencyNames)[number];

/** How long something took, over many times that it was done; all in milliseconds. */
export type Latencies = Readonly<Record<LatencyName, number>>;

export type LatencySpreads = Readonly<Record<LatencyName, Spread>>;

/** By nearest rank, so that each is a time that was really measured. All zero when there is none. */
export function latenciesOf(milliseconds: readonly number[]): Latencies {
  const sorted = milliseconds.toSorted((a, b) => a - b);
  const rank = (share: number) => sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0;
  return { p50: rank(0.5), p95: rank(0.95), p99: rank(0.99), max: rank(1) };
}

/** Each percentile over the runs: the median of the runs' p99 and so on, not the p99 of all requests together. */
export function latencySpreads(runs: readonly Latencies[]): LatencySpreads {
  const spread = (name: LatencyName) => spreadOf(runs.map((run) => run[name]));
  return { p50: spread('p50'), p95: spread('p95'), p99: spread('p99'), max: spread('max') };
}
