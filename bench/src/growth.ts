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
  /** Standard error. Null for two samples. */
  readonly error: number | null;
}

export interface Growth {
  readonly name: string;
  /** Resident, at the begin and at the end of the later half. */
  readonly firstMegabytes: number;
  readonly lastMegabytes: number;
  readonly resident: GrowthFigure;
  readonly heap: GrowthFigure;
}

/**
 * By how much each process grows, by the line with the least squares through its samples of the later half: in the first, caches fill and heaps
 * find their size. Throws RangeError when the later half has fewer than two.
 */
export function growthOf(samples: readonly MemorySample[]): Growth[] {
  return [...new Set(samples.map(({ name }) => name))].map((name) => {
    const all = samples.filter((sample) => sample.name === name);
    const own = all.filter(({ seconds }) => seconds >= laterHalfFrom(all));
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

/** Seconds at which the later half of the samples' time begins. */
export function laterHalfFrom(samples: readonly MemorySample[]): number {
  return ((samples[0]?.seconds ?? 0) + (samples.at(-1)?.seconds ?? 0)) / 2;
}

/** Whether growth is beyond chance: three errors, since a soak asks it ten times (five processes, two figures), and two would cry wolf in one soak of four. */
export function isBeyondChance({ megabytesPerHour, error }: GrowthFigure): boolean {
  return error !== null && megabytesPerHour > 3 * error;
}

function slopeOf(points: readonly { x: number; y: number }[]): GrowthFigure {
  const { slope, slopeError } = leastSquares(points);
  return { megabytesPerHour: slope, error: Number.isFinite(slopeError) ? slopeError : null };
}
