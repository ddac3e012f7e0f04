import { leastSquares } from './least-squares.js';

/** The memory of one process at one moment of a soak. */
export interface MemorySample {
  /** Since the begin. */
  readonly seconds: number;
  readonly name: string;
  readonly residentMegabytes: number;
  /** Null when it could not be asked. */
  readonly heapMegabytes: number | null;
}

export interface GrowthFigure {
  readonly megabytesPerHour: number;
  /** Standard error; a growth within twice of it may be chance. Null for two samples. */
  readonly error: number | null;
}

export interface Growth {
  readonly name: string;
  readonly firstMegabytes: number;
  readonly lastMegabytes: number;
  readonly resident: GrowthFigure;
  readonly heap: GrowthFigure;
}

/** By how much each process grows, by the line with the least squares through its samples. Throws RangeError when there are fewer than two. */
export function growthOf(samples: readonly MemorySample[]): Growth[] {
  return [...new Set(samples.map(({ name }) => name))].map((name) => {
    const own = samples.filter((sample) => sample.name === name);
    return {
      name,
      firstMegabytes: own[0]?.residentMegabytes ?? 0,
      lastMegabytes: own.at(-1)?.residentMegabytes ?? 0,
      resident: slopeOf(own.map(({ seconds, residentMegabytes }) => ({ x: seconds / 3_600, y: residentMegabytes }))),
      heap: slopeOf(
        own.flatMap(({ seconds, heapMegabytes }) => (heapMegabytes === null ? [] : [{ x: seconds / 3_600, y: heapMegabytes }])),
      ),
    };
  });
}

function slopeOf(points: readonly { x: number; y: number }[]): GrowthFigure {
  const { slope, slopeError } = leastSquares(points);
  return { megabytesPerHour: slope, error: Number.isFinite(slopeError) ? slopeError : null };
}
