/** How much was done in a closed loop. */
export interface LoopResult {
  readonly count: number;
  readonly seconds: number;
  readonly perSecond: number;
}

/**
 * Does `action` over and over for so many seconds, `concurrency` at a time: each begins the next when its last one has ended. That finds how much
 * can be done at most; how long something takes at a given rate is for an open loop.
 */
export async function closedLoop(
  seconds: number,
  concurrency: number,
  signal: AbortSignal,
  action: (index: number) => Promise<unknown>,
): Promise<LoopResult> {
  const begin = performance.now();
  let count = 0;
  const worker = async () => {
    while (performance.now() - begin < seconds * 1_000) {
      signal.throwIfAborted();
      await action(count++);
    }
  };
  await Promise.all(Array.from({ length: concurrency }, worker));
  const took = (performance.now() - begin) / 1_000;
  return { count, seconds: took, perSecond: count / took };
}
