import { loadGenerator, serviceProgram } from './programs.js';
import { HALF } from './rates.js';
import { cells } from './report-cells.js';
import { measureOf, type Series } from './series.js';
import { textTable } from './text-table.js';
import type { UsageFigures } from './usage-figures.js';

const head = [
  'CPU ms per …',
  'order, at max',
  'order, at half',
  'order, floor',
  'read, at half',
  'MB now',
  'MB peak',
  'kB written per order',
];

/** What every process used. The sums leave the load generator out: it stands for the clients. In the floor's column it is the floor itself. */
export function processTable(series: Series): string {
  const usages = [
    series.burstUsage,
    measureOf(series, 'settle', HALF)?.usage ?? [],
    series.settleFloor.usage,
    measureOf(series, 'read', HALF)?.usage ?? [],
  ];
  const rows = series.burstUsage.map(({ name, megabytes, peakMegabytes, writtenBytes }) => [
    name,
    ...cells(...usages.map((usage) => usage.find((each) => each.name === name)?.cpuMilliseconds.median)),
    megabytes.median.toFixed(0),
    peakMegabytes.max.toFixed(0),
    writtenBytes ? (writtenBytes.median / 1_000).toFixed(1) : '-',
  ]);
  const sumRow = (name: string, counts: (program: string) => boolean) => [
    name,
    ...cells(...usages.map((usage) => cpuOf(usage.filter(({ program }) => counts(program))))),
    ...['', '', ''],
  ];
  return textTable(head, [
    ...rows,
    sumRow('services together', serviceProgram),
    sumRow('all but the load generator', (program) => program !== loadGenerator),
  ]);
}

const cpuOf = (usage: readonly UsageFigures[]) => usage.reduce((total, { cpuMilliseconds }) => total + cpuMilliseconds.median, 0);
