import { Presets, SingleBar } from 'cli-progress';
import type { ReplayProgress } from './replay-orders.js';

export interface ReplayProgressBar {
  show(progress: ReplayProgress): void;
  end(): void;
}

/** A bar on a terminal; in a pipe, a line every few seconds. */
export function replayProgressBar(): ReplayProgressBar {
  const format =
    '{bar} {value} of {total} orders · {placedNow} placed now · {alreadyThere} already there · {failed} failed · {eta_formatted}';
  const bar = new SingleBar({ format, noTTYOutput: true, notTTYSchedule: 5_000, stopOnComplete: false }, Presets.shades_classic);
  let started = false;
  return {
    show: ({ total, ...counts }) => {
      const done = counts.placedNow + counts.alreadyThere + counts.failed;
      if (started) bar.update(done, counts);
      else bar.start(total, done, counts);
      started = true;
    },
    end: () => {
      if (started) bar.stop();
    },
  };
}
