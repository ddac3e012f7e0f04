import { type Latencies, latenciesOf } from './latencies.js';

/** What a closed loop measured. */
export interface LoopResult {
  readonly count: number;
  readonly seconds: number;
  readonly perSecond: number;
  readonly latencies: Latencies;
}

/**
 * Does `action` for each item, `concurrency` at a time: each worker begins the next when its last one has ended.
 * A system that stalls is therefore asked less: the latencies are those of this many clients, not of a given rate of arrival.
 */
export async function closedLoop<Item>(
  items: readonly Item[],
  concurrency: number,
  signal: AbortSignal,
  action: (item: Item, index: number) => Promise<void>,
): Promise<LoopResult> {
  const milliseconds: number[] = [];
  let next = 0;
  const begin = performance.now();
  const worker = async () => {
    for (let index = next++; index < items.length; index = next++) {
      signal.throwIfAborted();
      const since = performance.now();
      await action(items[index] as Item, index);
      milliseconds.push(performance.now() - since);
    }
  };
  await Promise.all(Array.from({ length: concurrency }, worker));
  const seconds = (performance.now() - begin) / 1_000;
  return { count: items.length, seconds, perSecond: items.length / seconds, latencies: latenciesOf(milliseconds) };
}
