import { setTimeout as delay } from 'node:timers/promises';
import { arrivalTimes } from './arrivals.js';
import { latenciesOf } from './latencies.js';
import type { Answer, RequestKind } from './load.js';
import { RequestLog, type RequestSummary } from './request-log.js';

export interface OpenLoopResult {
  readonly offeredPerSecond: number;
  /** Requests that succeeded, over the time from the first start to the last answer. */
  readonly achievedPerSecond: number;
  readonly count: number;
  readonly requests: Partial<Record<RequestKind, RequestSummary>>;
  readonly failures: Readonly<Record<string, number>>;
  /** By how much the load generator itself sent late, 99th percentile in milliseconds. It is part of the latencies. */
  readonly lateness: number;
}

/**
 * Sends at a constant rate, whether or not earlier requests are answered, and waits for all answers. A latency counts from the moment for which
 * the request was meant: a system that stalls is not asked less, and what would have come meanwhile is slow too (no coordinated omission).
 */
export async function openLoop(
  perSecond: number,
  seconds: number,
  signal: AbortSignal,
  send: (index: number) => Promise<Answer>,
): Promise<OpenLoopResult> {
  const arrivals = arrivalTimes(perSecond, seconds);
  const log = new RequestLog();
  const lateness: number[] = [];
  const underWay: Promise<void>[] = [];
  const begin = performance.now();
  for (const [index, arrival] of arrivals.entries()) {
    const early = begin + arrival - performance.now();
    if (early > 0) await delay(early, undefined, { signal });
    signal.throwIfAborted();
    lateness.push(Math.max(0, performance.now() - begin - arrival));
    underWay.push(send(index).then((answer) => log.add(answer, performance.now() - begin - arrival)));
  }
  await Promise.all(underWay);
  return {
    offeredPerSecond: perSecond,
    achievedPerSecond: (log.count * 1_000) / (performance.now() - begin),
    count: arrivals.length,
    requests: log.summaries(),
    failures: log.failures,
    lateness: latenciesOf(lateness).p99,
  };
}
