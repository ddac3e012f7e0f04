import { loadGenerator, serviceProgram } from './programs.js';
import { HALF } from './rates.js';
import { measureOf, type Series } from './series.js';
import type { Spread } from './spread.js';

export interface Goal {
  readonly replicas: number;
  readonly name: string;
  readonly unit: '%' | 'ms' | 'MB';
  readonly bound: 'at least' | 'below';
  readonly limit: number;
  /** Null where it could not be measured. */
  readonly figure: number | null;
  readonly reached: boolean;
}

/** The goals of the system, each with what was measured. What could not be measured counts as not reached. */
export function evaluateGoals(series: Series): Goal[] {
  const placing = measureOf(series, 'place', HALF)?.latencies.placements;
  const services = [series.burstUsage, ...series.measures.map(({ usage }) => usage)]
    .flat()
    .filter(({ program }) => serviceProgram(program));
  const system = series.burstUsage.filter(({ program }) => program !== loadGenerator);
  const goal = (name: string, unit: Goal['unit'], bound: Goal['bound'], limit: number, figure: number | null): Goal => ({
    replicas: series.replicas,
    name,
    unit,
    bound,
    limit,
    figure,
    reached: figure !== null && (bound === 'below' ? figure < limit : figure >= limit),
  });
  return [
    goal('orders accepted, of the accept floor', '%', 'at least', 60, percent(series.acceptFloor.ratio)),
    goal('orders placed and settled, of the settle floor', '%', 'at least', 40, percent(series.settleFloor.ratio)),
    goal('p99 of placing, at half of the maximum rate', 'ms', 'below', 100, placing?.p99.median ?? null),
    goal('memory of the largest service under load', 'MB', 'below', 200, largest(services.map(({ peakMegabytes }) => peakMegabytes.max))),
    goal(
      'CPU per settled order, all processes together',
      'ms',
      'below',
      6,
      total(system.map(({ cpuMilliseconds }) => cpuMilliseconds.median)),
    ),
  ];
}

const percent = (ratio: Spread) => ratio.median * 100;
const largest = (values: readonly number[]) => (values.length > 0 ? Math.max(...values) : null);
const total = (values: readonly number[]) => (values.length > 0 ? values.reduce((sum, value) => sum + value, 0) : null);
