import { cpus } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import type { ProcessUsage } from './process-usage.js';
import { type Spread, spreadOf } from './spread.js';

/** How busy the machine was in a stretch of time, as shares of all its cores. */
export interface MachineUsage {
  readonly busy: number;
  /** The part of it by processes that are not measured: above a few hundredths, the figures are not those of the system alone. */
  readonly others: number;
}

export interface MachineFigures {
  readonly busy: Spread;
  readonly others: Spread;
}

/** From this share on, what others do is worth a warning. */
export const DISTURBING = 0.1;

/** Begins to measure; the function it gives ends that, and wants to know what the measured processes used meanwhile. */
export function measureMachine(): (usage: readonly ProcessUsage[]) => MachineUsage {
  const begin = performance.now();
  const before = busyMilliseconds();
  return (usage) => {
    const whole = (performance.now() - begin) * cpus().length;
    const own = usage.reduce((sum, { cpuMilliseconds }) => sum + cpuMilliseconds, 0);
    return machineUsage(busyMilliseconds() - before, own, whole);
  };
}

/** All in milliseconds of processor time: of everything, of the measured processes, and that there was. Ticks are coarse, so shares are bounded. */
export function machineUsage(busy: number, own: number, whole: number): MachineUsage {
  const share = (part: number) => Math.min(1, Math.max(0, part / whole));
  return { busy: share(busy), others: share(busy - own) };
}

export function machineFigures(runs: readonly MachineUsage[]): MachineFigures {
  return { busy: spreadOf(runs.map(({ busy }) => busy)), others: spreadOf(runs.map(({ others }) => others)) };
}

/** The share of its cores that the machine is busy with before anything of ours runs. Takes three seconds. */
export async function busyBeforehand(signal: AbortSignal): Promise<number> {
  const usageOf = measureMachine();
  await delay(3_000, undefined, { signal });
  return usageOf([]).busy;
}

function busyMilliseconds(): number {
  return cpus().reduce((sum, { times: { user, nice, sys, irq } }) => sum + user + nice + sys + irq, 0);
}
