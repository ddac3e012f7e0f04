import { mkdir, writeFile } from 'node:fs/promises';
import { cpus, totalmem } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import type { TopLevelSpec } from 'vega-lite';
import type { Infrastructure } from '#infra/infrastructure.js';
import type { Goal } from './goals.js';
import type { Quotes } from './quotes.js';
import { renderChart } from './render-chart.js';
import type { SampleOrders } from './sample-orders.js';
import type { Series } from './series.js';
import type { Soak } from './soak.js';

export interface Subject {
  readonly startedAt: string;
  readonly minutes: number;
  readonly machine: string;
  readonly node: string;
  readonly infrastructure: string;
  readonly orders: string;
  readonly linesPerOrder: number;
  /** Share of the machine that was busy before the run began. */
  readonly busyBeforehand: number;
  readonly runs?: number;
  readonly secondsPerLoad: number;
  readonly clients: number;
}

/** What is in the JSON file of a run. */
export interface BenchReport {
  readonly subject: Subject;
  readonly series: readonly Series[];
  readonly goals: readonly Goal[];
}

/** Likewise of a soak. */
export interface SoakReport {
  readonly subject: Subject;
  readonly soak: Soak;
}

/** Likewise of quotes. */
export interface QuotesReport {
  readonly subject: Subject;
  readonly quotes: Quotes;
}

export const reportDirectory = path.resolve('.docket', 'bench');

export function describeSubject(
  startedAt: Date,
  infrastructure: Infrastructure,
  sample: SampleOrders,
  settings: Pick<Subject, 'runs' | 'secondsPerLoad' | 'clients' | 'busyBeforehand'>,
): Subject {
  return {
    startedAt: startedAt.toISOString(),
    minutes: Number(((Date.now() - startedAt.getTime()) / 60_000).toFixed(1)),
    machine: `${cpus().length} × ${cpus()[0]?.model ?? 'CPU'}, ${(totalmem() / 2 ** 30).toFixed(0)} GB`,
    node: process.version,
    infrastructure: infrastructure.description,
    orders: `${sample.orders.length} of ${sample.file}`,
    linesPerOrder: Number(sample.linesPerOrder.toFixed(1)),
    ...settings,
  };
}

/** Writes the figures, and the chart if there is one, beside those of earlier runs, and says where. */
export async function saveReport(startedAt: Date, report: BenchReport | SoakReport | QuotesReport, chart?: TopLevelSpec): Promise<void> {
  const name = startedAt.toISOString().slice(0, 19).replaceAll(':', '-');
  const file = path.join(reportDirectory, name);
  await mkdir(reportDirectory, { recursive: true });
  await writeFile(`${file}.json`, `${JSON.stringify(report, null, 2)}\n`);
  if (chart) await writeFile(`${file}.svg`, await renderChart(chart));
  const subject = Object.entries(report.subject).map(([key, value]) => `${key}: ${value}`);
  const relative = path.relative(process.cwd(), file);
  process.stdout.write(`${subject.join('\n')}\n\nfigures: ${relative}.json\n${chart ? `plot:    ${relative}.svg\n` : ''}`);
}
