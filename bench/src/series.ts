import type { LatencySpreads } from './latencies.js';
import type { RequestKind, Scenario } from './load.js';
import type { MachineFigures } from './machine-usage.js';
import type { Spread } from './spread.js';
import type { DataSize } from './stored-documents.js';
import type { UsageFigures } from './usage-figures.js';
import type { WritesPerOrder } from './write-counts.js';

/** What was timed: requests, or orders from their acceptance until they settled. */
export type Timed = RequestKind | 'settling';

/** One scenario at one rate. */
export interface Measure {
  readonly scenario: Scenario;
  /** The rate as a share of the maximum. */
  readonly share: number;
  readonly offeredPerSecond: number;
  /** Requests answered per second, or orders settled. */
  readonly achievedPerSecond: Spread;
  readonly latencies: Partial<Record<Timed, LatencySpreads>>;
  /** Of all runs together, by what came. */
  readonly failures: Readonly<Record<string, number>>;
  /** Of the load generator, see `OpenLoopResult`. */
  readonly lateness: Spread;
  readonly machine: MachineFigures;
  /** Per request; for what places, until all orders have settled. */
  readonly usage: readonly UsageFigures[];
}

/** What the database and the broker do without the services, per second. */
export interface Floor {
  readonly perSecond: Spread;
  /** What the system did at most, over the floor of the same run. */
  readonly ratio: Spread;
}

/** Everything that was measured with so many processes of each service. */
export interface Series {
  readonly replicas: number;
  /** Requests per second; of `settle`, orders settled per second. */
  readonly maxima: Readonly<Record<Scenario, Spread>>;
  /** `ordersPerCommand`: of the fastest, in each run. */
  readonly acceptFloor: Floor & { readonly ordersPerCommand: readonly number[] };
  readonly settleFloor: Floor & { readonly usage: readonly UsageFigures[] };
  /** While as many orders were placed as could be, until all had settled; per order. */
  readonly burstUsage: readonly UsageFigures[];
  readonly burstMachine: MachineFigures;
  /** Of the run in the middle by orders settled per second. */
  readonly writes: WritesPerOrder;
  readonly measures: readonly Measure[];
  /** Of all orders of this and earlier series, per order. */
  readonly dataSize: DataSize;
  /** Mean size of an order that is posted and of one that is read. */
  readonly orderBytes: { readonly posted: number; readonly read: number };
}

export function measureOf({ measures }: Series, scenario: Scenario, share: number): Measure | undefined {
  return measures.find((measure) => measure.scenario === scenario && measure.share === share);
}
