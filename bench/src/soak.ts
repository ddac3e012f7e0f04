import { setTimeout as delay } from 'node:timers/promises';
import type { BenchContext } from './bench-context.js';
import type { ServiceProcess } from './bench-system.js';
import { placingBurst } from './burst.js';
import { type Growth, growthOf, type MemorySample } from './growth.js';
import { startLoad } from './load.js';
import { type OpenLoopResult, openLoop } from './open-loop.js';
import { memoryOf } from './process-usage.js';
import { waitUntilSettled } from './settlement.js';
import { warmUp } from './warm-up.js';

export interface SoakOptions {
  readonly minutes: number;
  /** Orders; undefined is half of what can be placed and settled. */
  readonly perSecond: number | undefined;
  readonly onStep: (what: string) => void;
}

export interface Soak {
  readonly minutes: number;
  readonly load: OpenLoopResult;
  readonly unsettled: number;
  readonly samples: readonly MemorySample[];
  readonly growth: readonly Growth[];
}

const SAMPLE_EVERY = 10_000;
const METRICS_WITHIN = 5_000;

/** Places orders at a constant rate and looks at the memory of every service meanwhile. Throws when it is too short for two samples. */
export async function soak(start: Omit<BenchContext, 'known'>, { minutes, perSecond, onStep }: SoakOptions): Promise<Soak> {
  onStep('warming up');
  const { known } = await warmUp({ ...start, known: [] }, 'soak');
  const context = { ...start, known };
  const rate = perSecond ?? (await placingBurst(context, 'soak-maximum')).settling.perSecond / 2;

  onStep(`placing ${rate.toFixed(1)} orders per second for ${minutes} minutes`);
  const { system, database, signal } = context;
  const load = startLoad('settle', 'soak', context);
  const samples: MemorySample[] = [];
  const ended = new AbortController();
  const sampling = sampleUntil(AbortSignal.any([signal, ended.signal]), system.services, samples);
  const beganAt = Date.now();
  try {
    const result = await openLoop(rate, minutes * 60, signal, load.send);
    const { unsettled } = await waitUntilSettled(database, load.placed, beganAt, signal);
    return { minutes, load: result, unsettled, samples, growth: growthOf(samples) };
  } finally {
    ended.abort();
    await sampling;
  }
}

async function sampleUntil(ended: AbortSignal, services: readonly ServiceProcess[], samples: MemorySample[]): Promise<void> {
  const begin = performance.now();
  for (let at = 0; !ended.aborted; at += SAMPLE_EVERY) {
    await delay(Math.max(0, begin + at - performance.now()), undefined, { signal: ended }).catch(() => undefined);
    if (ended.aborted) return;
    const seconds = (performance.now() - begin) / 1_000;
    const each = async ({ name, pid, url }: ServiceProcess) => ({
      seconds,
      name,
      residentMegabytes: memoryOf(pid, 'VmRSS'),
      heapMegabytes: await heapOf(url),
    });
    samples.push(...(await Promise.all(services.map(each))));
  }
}

/** What of Node's heap is in use. Null when the service does not answer in time: a busy one must not end the soak. */
async function heapOf(url: string): Promise<number | null> {
  try {
    const answer = await fetch(`${url}/metrics`, { signal: AbortSignal.timeout(METRICS_WITHIN) });
    const [, bytes] = /^nodejs_heap_size_used_bytes (\d+)/m.exec(await answer.text()) ?? [];
    return bytes === undefined ? null : Number(bytes) / 2 ** 20;
  } catch {
    return null;
  }
}
