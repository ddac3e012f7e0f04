import { readFileSync, writeFileSync } from 'node:fs';

export interface MeasuredProcess {
  readonly name: string;
  /** `orders` of `orders-2`. */
  readonly program: string;
  readonly pid: number;
}

/** What a process used in a stretch of time. Undefined is what the kernel does not tell. */
export interface ProcessUsage {
  readonly name: string;
  readonly program: string;
  readonly cpuMilliseconds: number;
  /** Resident memory at the end. */
  readonly megabytes: number;
  /** The most that it was since `resetPeaks`, or in its whole life where the kernel does not let that be reset. */
  readonly peakMegabytes: number;
  /** What it caused to be written to the disk. */
  readonly writtenBytes: number | undefined;
}

// The kernel counts a process's time for user space in ticks of a hundredth of a second, whatever its own are.
const MILLISECONDS_PER_TICK = 10;

/** Begins to measure; the function it gives ends that. Of a process that has ended, or on a system without /proc, nothing is told. */
export function measureUsage(processes: readonly MeasuredProcess[]): () => ProcessUsage[] {
  const before = new Map(processes.map(({ pid }) => [pid, countersOf(pid)]));
  return () =>
    processes.flatMap(({ name, program, pid }): ProcessUsage[] => {
      const [from, to] = [before.get(pid), countersOf(pid)];
      if (!from || !to) return [];
      return [
        {
          name,
          program,
          cpuMilliseconds: to.cpuMilliseconds - from.cpuMilliseconds,
          megabytes: memoryOf(pid, 'VmRSS'),
          peakMegabytes: memoryOf(pid, 'VmHWM'),
          writtenBytes: to.writtenBytes === undefined || from.writtenBytes === undefined ? undefined : to.writtenBytes - from.writtenBytes,
        },
      ];
    });
}

/** Lets the peaks of memory begin anew, so that what a start needs does not count as need under load. */
export function resetPeaks(processes: readonly MeasuredProcess[]): void {
  for (const { pid } of processes) {
    try {
      writeFileSync(`/proc/${pid}/clear_refs`, '5'); // proc(5): resets VmHWM to VmRSS
    } catch {
      // Then the peak is that of the whole life.
    }
  }
}

/** Resident memory now, or its peak. */
export function memoryOf(pid: number, field: 'VmRSS' | 'VmHWM'): number {
  const [, kilobytes] = new RegExp(`^${field}:\\s+(\\d+) kB`, 'm').exec(readProc(pid, 'status') ?? '') ?? [];
  return Number(kilobytes ?? 0) / 1_024;
}

/** User and system time of all threads, by proc(5); undefined when the process has ended. */
function countersOf(pid: number): { cpuMilliseconds: number; writtenBytes: number | undefined } | undefined {
  const stat = readProc(pid, 'stat');
  const fields = stat?.slice(stat.lastIndexOf(')') + 2).split(' ');
  if (!fields) return undefined;
  const [, written] = /^write_bytes: (\d+)/m.exec(readProc(pid, 'io') ?? '') ?? [];
  return {
    cpuMilliseconds: (Number(fields[11]) + Number(fields[12])) * MILLISECONDS_PER_TICK,
    writtenBytes: written === undefined ? undefined : Number(written),
  };
}

function readProc(pid: number, file: string): string | undefined {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return undefined;
  }
}
