import { type GrowthFigure, isBeyondChance } from './growth.js';
import { figure } from './report-cells.js';
import type { Soak } from './soak.js';
import { textTable } from './text-table.js';

// Before, caches fill and heaps still find their size.
const TELLING_MINUTES = 30;

/** What a soak showed, for people. */
export function growthTable({ minutes, load, unsettled, samples, growth }: Soak): string {
  const { offeredPerSecond, count, requests, failures } = load;
  const placing = requests.placements?.latencies;
  const failed = Object.values(failures).reduce((sum, times) => sum + times, 0);
  const rows = growth.map(({ name, firstMegabytes, lastMegabytes, resident, heap }) => [
    name,
    firstMegabytes.toFixed(0),
    lastMegabytes.toFixed(0),
    perHour(resident),
    perHour(heap),
    isBeyondChance(resident) || isBeyondChance(heap) ? 'grows' : 'no more than chance gives',
  ]);
  const looks = growth.length > 0 ? samples.length / growth.length : 0;
  return [
    `${count} orders in ${minutes} minutes, ${figure(offeredPerSecond)} per second: ${failed} failed, ${unsettled} not settled`,
    `placing: p50 ${figure(placing?.p50 ?? 0)} ms, p99 ${figure(placing?.p99 ?? 0)} ms, max ${figure(placing?.max ?? 0)} ms`,
    `Growth in MB per hour by least squares through the later half of ${looks} looks, ± its standard error; chance: within three of these`,
    textTable(['process', 'MB at half', 'MB at end', 'resident MB/h', 'heap MB/h', ''], rows),
    ...(minutes < TELLING_MINUTES
      ? [`Under ${TELLING_MINUTES} minutes, this is the growth after a start, which says little of the hours to come.`]
      : []),
  ].join('\n');
}

const perHour = ({ megabytesPerHour, error }: GrowthFigure) => `${figure(megabytesPerHour)} ± ${error === null ? '?' : figure(error)}`;
