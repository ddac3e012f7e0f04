import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import { Command } from 'commander';
import { type MeasuredCosts, measuredCosts } from './capacity-costs.js';
import { defaultHardware, defaultWorkload, type Hardware, type Workload } from './capacity-input.js';
import { capacityText } from './capacity-text.js';
import { positive, positiveInteger } from './positive.js';
import { type BenchReport, reportDirectory, type Subject } from './report-files.js';

interface Flags extends Omit<Workload, 'linesPerOrder'>, Hardware {
  readonly from?: string;
  readonly linesPerOrder?: number;
}

// Those that docs/capacity.md goes by.
const COMMITTED_FIGURES = 'docs/figures/bench.json';

// `npm run capacity`: from the figures of a bench, what a larger system needs. Calculates only; starts nothing.
const command = new Command('npm run capacity --')
  .description(
    'Tells from the figures of a bench what 1, 10, 100 and 1,000 times a load need, and which limit comes next. docs/capacity.md',
  )
  .option('--from <file>', `JSON of a bench (default: the newest of .docket/bench, else ${COMMITTED_FIGURES})`)
  .option('--orders-per-second <n>', 'at 1 ×, averaged over the days', positive, defaultWorkload.ordersPerSecond)
  .option('--peak-factor <n>', 'the busiest minute over the average', positive, defaultWorkload.peakFactor)
  .option('--lines-per-order <n>', 'on average (default: as measured; fewer count as measured)', positive)
  .option('--reads-per-order <n>', 'how often an order is read by id', positive, defaultWorkload.readsPerOrder)
  .option('--retention-days <n>', 'for which the databases keep orders', positive, defaultWorkload.retentionDays)
  .option('--busy <share>', 'of a processor or a disk that is used at the peak', positive, defaultHardware.busy)
  .option('--broker-cores <n>', 'of each broker', positiveInteger, defaultHardware.brokerCores)
  .option('--broker-terabytes <n>', 'disk of each broker', positive, defaultHardware.brokerTerabytes)
  .option('--member-cores <n>', 'of each member of the database', positiveInteger, defaultHardware.memberCores)
  .option('--member-terabytes <n>', 'disk of each member', positive, defaultHardware.memberTerabytes)
  .showHelpAfterError();

command.action(async (flags: Flags) => {
  const file = flags.from ?? (await newestFigures()) ?? COMMITTED_FIGURES;
  const { subject, costs } = await readFigures(file).catch((error: Error) =>
    command.error(`${file} cannot be calculated with: ${error.message}`),
  );
  const { startedAt, machine, runs } = subject;
  process.stdout.write(`Figures: ${path.relative('', file)}, ${startedAt.slice(0, 10)}, ${machine}, runs: ${runs}\n`);
  process.stdout.write(`${capacityText(costs, { ...flags, linesPerOrder: flags.linesPerOrder ?? costs.linesPerOrder }, flags)}\n`);
});

await command.parseAsync();

/** Throws when it is no file of a bench, or lacks what is needed. */
async function readFigures(file: string): Promise<{ subject: Subject; costs: MeasuredCosts }> {
  const report = JSON.parse(await readFile(file, 'utf8')) as Partial<BenchReport>;
  if (!report.subject || !report.series) throw new RangeError('it is not of a bench');
  return { subject: report.subject, costs: measuredCosts({ subject: report.subject, series: report.series }) };
}

/** The newest file of a bench that measured series; a soak has none. */
async function newestFigures(): Promise<string | undefined> {
  const names = await readdir(reportDirectory).catch(() => []);
  for (const name of names.toSorted().reverse()) {
    const file = path.join(reportDirectory, name);
    if (name.endsWith('.json') && (await readFile(file, 'utf8')).includes('"series"')) return file;
  }
  return undefined;
}
