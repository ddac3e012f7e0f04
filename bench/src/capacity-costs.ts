import { topics } from '#contracts/topics.js';
import { loadGenerator, serviceProgram } from './programs.js';
import { HALF, NEAR } from './rates.js';
import type { BenchReport } from './report-files.js';
import { measureOf } from './series.js';
import { cpuByProgram, type UsageFigures } from './usage-figures.js';

/** What an order costs, from one run of the bench. */
export interface MeasuredCosts {
  readonly linesPerOrder: number;
  /**
   * Milliseconds of processor time by program, from the request until the order has settled, at the maximum: there a process is about as busy as
   * one that is sized well. At lower rates, what is done whether or not orders come (polls, scans) weighs more in each.
   */
  readonly orderCpu: ReadonlyMap<string, number>;
  /** Likewise for reading an order by id, near the maximum. */
  readonly readCpu: ReadonlyMap<string, number>;
  /** The most that a process of each service took under load, in megabytes. */
  readonly memory: ReadonlyMap<string, number>;
  /** Bytes of an order: posted, read, in topics before copies, as BSON in the databases, on disk with indexes, and of these the indexes. */
  readonly bytes: Readonly<Record<'posted' | 'read' | 'topics' | 'data' | 'disk' | 'indexes', number>>;
  /** How long accepting an order takes at half of the maximum rate, at the median; milliseconds. It holds one durable write. */
  readonly acceptMilliseconds: number;
  /** Orders per second that each partition carried when as many settled as could. */
  readonly settledPerPartition: number;
}

/** Of the run's series with one process of each service. Throws RangeError when it lacks what the calculation needs. */
export function measuredCosts({ subject, series }: Pick<BenchReport, 'subject' | 'series'>): MeasuredCosts {
  const single = needed(
    series.find(({ replicas }) => replicas === 1),
    'a series with one process of each service',
  );
  const reading = needed(measureOf(single, 'read', NEAR), 'reading near the maximum rate');
  const placements = needed(measureOf(single, 'place', HALF)?.latencies.placements, 'placing at half of the maximum rate');
  const usages = [single.burstUsage, ...single.measures.map(({ usage }) => usage)].flat();
  return {
    linesPerOrder: needed(subject.linesPerOrder, 'lines per order: it is of an older version'),
    orderCpu: cpuOfSystem(single.burstUsage),
    readCpu: cpuOfSystem(reading.usage),
    memory: peaks(usages.filter(({ program }) => serviceProgram(program))),
    bytes: {
      posted: single.orderBytes.posted,
      read: single.orderBytes.read,
      topics: needed(single.writes.topicBytes, 'the size of topics: the broker must be a local process'),
      data: single.dataSize.dataBytes,
      disk: single.dataSize.diskBytes,
      indexes: single.dataSize.indexBytes,
    },
    acceptMilliseconds: placements.p50.median,
    settledPerPartition: single.maxima.settle.median / topics.orders.partitions,
  };
}

function cpuOfSystem(usage: readonly UsageFigures[]): Map<string, number> {
  return cpuByProgram(usage.filter(({ program }) => program !== loadGenerator));
}

function peaks(usages: readonly UsageFigures[]): Map<string, number> {
  const most = new Map<string, number>();
  for (const { program, peakMegabytes } of usages) most.set(program, Math.max(most.get(program) ?? 0, peakMegabytes.max));
  return most;
}

function needed<Value>(value: Value | undefined, what: string): Value {
  if (value === undefined) throw new RangeError(`the run has no figures of ${what}`);
  return value;
}
