import type { BenchContext } from './bench-context.js';
import { type Latencies, latencySpreads } from './latencies.js';
import { type Scenario, startLoad } from './load.js';
import { type MachineUsage, machineFigures, measureMachine } from './machine-usage.js';
import { type OpenLoopResult, openLoop } from './open-loop.js';
import { measureUsage, type ProcessUsage } from './process-usage.js';
import type { Measure, Timed } from './series.js';
import { waitUntilSettled } from './settlement.js';
import { spreadOf } from './spread.js';
import { untilPublished } from './stored-documents.js';
import { usageFigures } from './usage-figures.js';

/** One scenario at one rate, once. */
export interface MeasuredRun {
  readonly loop: OpenLoopResult;
  readonly achievedPerSecond: number;
  readonly latencies: Partial<Record<Timed, Latencies>>;
  readonly failures: Readonly<Record<string, number>>;
  readonly usage: readonly ProcessUsage[];
  readonly machine: MachineUsage;
}

/** Sends at the rate and waits until what was placed has settled, so that the next one finds the system at rest. */
export async function measureRun(context: BenchContext, scenario: Scenario, perSecond: number, round: string): Promise<MeasuredRun> {
  const { system, database, seconds, signal } = context;
  const usageOf = measureUsage(system.processes);
  const machineOf = measureMachine();
  const load = startLoad(scenario, round, context);
  const beganAt = Date.now();
  const loop = await openLoop(perSecond, seconds, signal, load.send);
  const settling = await waitUntilSettled(database, load.placed, beganAt, signal);
  if (scenario !== 'read') await untilPublished(database, signal);
  const usage = usageOf();
  const machine = machineOf(usage);
  const requests = Object.fromEntries(Object.entries(loop.requests).map(([kind, { latencies }]) => [kind, latencies]));
  return {
    loop,
    achievedPerSecond: scenario === 'settle' ? settling.perSecond : loop.achievedPerSecond,
    latencies: { ...requests, ...(scenario === 'settle' ? { settling: settling.latencies } : {}) },
    failures: { ...loop.failures, ...(settling.unsettled > 0 ? { 'not settled': settling.unsettled } : {}) },
    usage,
    machine,
  };
}

/** The runs of one scenario at one rate as figures. */
export function measureOfRuns(scenario: Scenario, share: number, runs: readonly MeasuredRun[]): Measure {
  const timed = [...new Set(runs.flatMap(({ latencies }) => Object.keys(latencies)))] as Timed[];
  const failures: Record<string, number> = {};
  for (const [what, count] of runs.flatMap((run) => Object.entries(run.failures))) failures[what] = (failures[what] ?? 0) + count;
  return {
    scenario,
    share,
    offeredPerSecond: runs[0]?.loop.offeredPerSecond ?? 0,
    achievedPerSecond: spreadOf(runs.map((run) => run.achievedPerSecond)),
    latencies: Object.fromEntries(
      timed.map((what) => [what, latencySpreads(runs.flatMap(({ latencies }) => (latencies[what] ? [latencies[what]] : [])))]),
    ),
    failures,
    lateness: spreadOf(runs.map(({ loop }) => loop.lateness)),
    machine: machineFigures(runs.map(({ machine }) => machine)),
    usage: usageFigures(runs.map(({ usage, loop }) => ({ usage, count: loop.count }))),
  };
}
