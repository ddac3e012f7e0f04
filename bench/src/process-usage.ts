import { readFileSync } from 'node:fs';
import { cpus } from 'node:os';

export interface MeasuredProcess {
  readonly name: string;
  readonly pid: number;
}

/** What a process used in a stretch of time; the memory is the peak of its whole life. */
export interface ProcessUsage {
  readonly name: string;
  readonly cpuSeconds: number;
  readonly cpuMillisecondsPerOrder: number;
  readonly peakMegabytes: number;
}

export interface Usage {
  readonly processes: readonly ProcessUsage[];
  /** CPUs that were busy on average: all together, and with what else runs on the machine. */
  readonly busyCpus: number;
  readonly busyCpusOfMachine: number;
  readonly cpus: number;
}

// The kernel counts a process's time for user space in ticks of a hundredth of a second, whatever its own are.
const TICKS_PER_SECOND = 100;

/** Begins to measure; the function it gives ends that, and spreads the time over so many orders. Of a system without /proc no process is told. */
export function measureUsage(processes: readonly MeasuredProcess[]): (orders: number) => Usage {
  const begin = performance.now();
  const machineBefore = machineSeconds();
  const before = processes.map(({ pid }) => cpuSecondsOf(pid));
  return (orders) => {
    const seconds = (performance.now() - begin) / 1_000;
    const used = processes.flatMap(({ name, pid }, index): ProcessUsage[] => {
      const [from, to] = [before[index], cpuSecondsOf(pid)];
      if (from === undefined || to === undefined) return [];
      const cpuSeconds = to - from;
      return [{ name, cpuSeconds, cpuMillisecondsPerOrder: (cpuSeconds * 1_000) / orders, peakMegabytes: peakMegabytesOf(pid) }];
    });
    return {
      processes: used,
      busyCpus: used.reduce((sum, { cpuSeconds }) => sum + cpuSeconds, 0) / seconds,
      busyCpusOfMachine: (machineSeconds() - machineBefore) / seconds,
      cpus: cpus().length,
    };
  };
}

/** User and system time of all threads, by proc(5); undefined when the process has ended. */
function cpuSecondsOf(pid: number): number | undefined {
  const stat = readProc(pid, 'stat');
  const fields = stat?.slice(stat.lastIndexOf(')') + 2).split(' ');
  return fields && (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
}

function peakMegabytesOf(pid: number): number {
  const [, kilobytes] = /^VmHWM:\s+(\d+) kB/m.exec(readProc(pid, 'status') ?? '') ?? [];
  return Number(kilobytes ?? 0) / 1_024;
}

function readProc(pid: number, file: string): string | undefined {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return undefined;
  }
}

function machineSeconds(): number {
  return cpus().reduce((sum, { times }) => sum + times.user + times.nice + times.sys + times.irq, 0) / 1_000;
}
