import { type AcceptFloor, measureAcceptFloor } from './accept-floor.js';
import type { BenchContext } from './bench-context.js';
import { burstRate, type PlacingBurst, placingBurst } from './burst.js';
import { scenarios } from './load.js';
import { machineFigures } from './machine-usage.js';
import { type MeasuredRun, measureOfRuns, measureRun } from './measure.js';
import { measureUsage, type ProcessUsage } from './process-usage.js';
import { shares } from './rates.js';
import type { Floor, Measure, Series } from './series.js';
import { measureSettleFloor } from './settle-floor.js';
import { planSettleFloor } from './settle-floor-plan.js';
import { type Spread, spreadOf } from './spread.js';
import { readDataSize } from './stored-documents.js';
import { usageFigures } from './usage-figures.js';
import { type WarmedUp, warmUp } from './warm-up.js';

/** What is done at most, by the system and by the floors, in one run. */
interface MaximumRun {
  readonly burst: PlacingBurst;
  readonly readPerSecond: number;
  readonly mixPerSecond: number;
  readonly editPerSecond: number;
  readonly payPerSecond: number;
  readonly shipPerSecond: number;
  readonly acceptFloor: AcceptFloor;
  readonly settleFloor: { readonly perSecond: number; readonly count: number; readonly usage: readonly ProcessUsage[] };
}

/**
 * Everything with so many processes of each service: first, run by run, the maximum of each scenario beside the floors, so that both meet the same
 * state of the machine; then each scenario at its rates, all of them in each run, so that a slow minute does not fall on one of them alone.
 */
export async function measureSeries(start: Omit<BenchContext, 'known'>, runs: number, onStep: (what: string) => void): Promise<Series> {
  const { replicas } = start.system;
  const name = `${replicas}-replicas`;
  onStep(`${name}: warming up`);
  const warm = await warmUp({ ...start, known: [] }, name);
  const context: BenchContext = { ...start, known: warm.known };

  const maximumRuns: MaximumRun[] = [];
  for (let run = 1; run <= runs; run++) {
    onStep(`${name}: maxima and floors, run ${run} of ${runs}`);
    maximumRuns.push(await maximumRun(context, warm, `${name}-maximum-${run}`));
  }
  const maxima = {
    place: spreadOf(maximumRuns.map(({ burst }) => burst.acceptedPerSecond)),
    settle: spreadOf(maximumRuns.map(({ burst }) => burst.settling.perSecond)),
    read: spreadOf(maximumRuns.map(({ readPerSecond }) => readPerSecond)),
    mix: spreadOf(maximumRuns.map(({ mixPerSecond }) => mixPerSecond)),
    edit: spreadOf(maximumRuns.map(({ editPerSecond }) => editPerSecond)),
    pay: spreadOf(maximumRuns.map(({ payPerSecond }) => payPerSecond)),
    ship: spreadOf(maximumRuns.map(({ shipPerSecond }) => shipPerSecond)),
  };
  const measures = await measureRates(context, maxima, runs, name, onStep);
  return {
    replicas,
    maxima,
    acceptFloor: {
      ...floorOf(maximumRuns.map(({ acceptFloor, burst }) => [acceptFloor.perSecond, burst.acceptedPerSecond])),
      ordersPerCommand: maximumRuns.map(({ acceptFloor }) => acceptFloor.ordersPerCommand),
    },
    settleFloor: {
      ...floorOf(maximumRuns.map(({ settleFloor, burst }) => [settleFloor.perSecond, burst.settling.perSecond])),
      usage: usageFigures(maximumRuns.map(({ settleFloor }) => settleFloor)),
    },
    burstUsage: usageFigures(maximumRuns.map(({ burst }) => ({ usage: burst.usage, count: burst.placed.length }))),
    burstMachine: machineFigures(maximumRuns.map(({ burst }) => burst.machine)),
    writes: middleBurst(maximumRuns).writes,
    measures,
    dataSize: await readDataSize(context.database),
    orderBytes: { posted: context.sample.bytesPerOrder, read: warm.readBytes },
  };
}

async function maximumRun(context: BenchContext, { captured }: WarmedUp, round: string): Promise<MaximumRun> {
  const { system, clients: concurrency, signal } = context;
  const { mongoUrl, kafkaBrokers } = system.infrastructure;
  const burst = await placingBurst(context, `${round}-burst`);
  const seconds = context.seconds / 2;
  const acceptFloor = await measureAcceptFloor(mongoUrl, captured, { concurrency, seconds, signal });
  const plan = planSettleFloor(captured, burst.writes, burst.writes.recordsPerSend ?? concurrency);
  const { replicas } = system;
  let usageOf: () => ProcessUsage[] = () => [];
  const onBegin = () => {
    usageOf = measureUsage(system.processes);
  };
  const settle = await measureSettleFloor(plan, { mongoUrl, kafkaBrokers, concurrency, replicas, seconds, signal, onBegin });
  const usage = usageOf();
  return {
    burst,
    acceptFloor,
    settleFloor: { perSecond: settle.perSecond, count: settle.count, usage },
    readPerSecond: await burstRate(context, 'read', `${round}-read`),
    mixPerSecond: await burstRate(context, 'mix', `${round}-mix`),
    editPerSecond: await burstRate(context, 'edit', `${round}-edit`),
    payPerSecond: await burstRate(context, 'pay', `${round}-pay`),
    shipPerSecond: await burstRate(context, 'ship', `${round}-ship`),
  };
}

async function measureRates(
  context: BenchContext,
  maxima: Series['maxima'],
  runs: number,
  name: string,
  onStep: (what: string) => void,
): Promise<Measure[]> {
  const pairs = scenarios.flatMap((scenario) => shares.map((share) => ({ scenario, share, measured: [] as MeasuredRun[] })));
  for (let run = 1; run <= runs; run++) {
    for (const { scenario, share, measured } of pairs) {
      const perSecond = maxima[scenario].median * share;
      onStep(`${name}: ${scenario} at ${perSecond.toFixed(0)} per second, run ${run} of ${runs}`);
      measured.push(await measureRun(context, scenario, perSecond, `${name}-${scenario}-${share}-${run}`));
    }
  }
  return pairs.map(({ scenario, share, measured }) => measureOfRuns(scenario, share, measured));
}

/** Each pair is a floor and what the system did in the same run. */
function floorOf(pairs: readonly (readonly [floor: number, system: number])[]): Floor {
  const perSecond: Spread = spreadOf(pairs.map(([floor]) => floor));
  return { perSecond, ratio: spreadOf(pairs.map(([floor, system]) => system / floor)) };
}

function middleBurst(runs: readonly MaximumRun[]): PlacingBurst {
  const bursts = runs.map(({ burst }) => burst).toSorted((a, b) => a.settling.perSecond - b.settling.perSecond);
  return bursts[Math.floor((bursts.length - 1) / 2)] as PlacingBurst;
}
