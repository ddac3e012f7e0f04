import type { ProcessUsage } from './process-usage.js';
import { type Spread, spreadOf } from './spread.js';

/** What one process needed, over several runs. */
export interface UsageFigures {
  readonly name: string;
  readonly program: string;
  /** Per order, or per request where nothing but reads was asked. */
  readonly cpuMilliseconds: Spread;
  readonly megabytes: Spread;
  readonly peakMegabytes: Spread;
  /** Per order; null where the kernel does not tell. */
  readonly writtenBytes: Spread | null;
}

/** What the processes used in each run, spread over what was done in it. Processes that are not in every run are left out. */
export function usageFigures(runs: readonly { readonly usage: readonly ProcessUsage[]; readonly count: number }[]): UsageFigures[] {
  return (runs[0]?.usage ?? []).flatMap(({ name, program }): UsageFigures[] => {
    const found = runs.flatMap(({ usage, count }) => usage.filter((each) => each.name === name).map((each) => ({ ...each, count })));
    if (found.length < runs.length) return [];
    const written = found.flatMap(({ writtenBytes, count }) => (writtenBytes === undefined ? [] : [writtenBytes / count]));
    return [
      {
        name,
        program,
        cpuMilliseconds: spreadOf(found.map(({ cpuMilliseconds, count }) => cpuMilliseconds / count)),
        megabytes: spreadOf(found.map(({ megabytes }) => megabytes)),
        peakMegabytes: spreadOf(found.map(({ peakMegabytes }) => peakMegabytes)),
        writtenBytes: written.length === found.length ? spreadOf(written) : null,
      },
    ];
  });
}

/** The medians of all processes of each program together, in the order in which they come first. */
export function cpuByProgram(figures: readonly UsageFigures[]): Map<string, number> {
  const sums = new Map<string, number>();
  for (const { program, cpuMilliseconds } of figures) sums.set(program, (sums.get(program) ?? 0) + cpuMilliseconds.median);
  return sums;
}
