import process from 'node:process';
import { Command } from 'commander';
import { startInfrastructure } from '#infra/infrastructure.js';
import { withMongo } from '#infra/mongo/client.js';
import { createTopics } from '#tools/topics.js';
import { withRun } from '#tools/with-run.js';
import { benchChart } from './bench-chart.js';
import { evaluateGoals } from './goals.js';
import { growthChart } from './growth-chart.js';
import { growthTable } from './growth-table.js';
import { busyBeforehand, DISTURBING } from './machine-usage.js';
import { measureSeries } from './measure-series.js';
import { positive, positiveInteger, positiveIntegers } from './positive.js';
import { quoteTable } from './quote-table.js';
import { measureQuotes, startProvider } from './quotes.js';
import { describeSubject, saveReport } from './report-files.js';
import { reportTables } from './report-tables.js';
import { readSampleOrders } from './sample-orders.js';
import type { Series } from './series.js';
import { soak } from './soak.js';
import { withSystem } from './with-system.js';

interface Flags {
  readonly quick?: true;
  readonly runs?: number;
  readonly replicas?: readonly number[];
  readonly seconds?: number;
  readonly clients: number;
  readonly soak?: number;
  readonly rate?: number;
  readonly quotes?: true;
}

// `npm run bench`: a system of its own, measured against what its database and broker do without it on the same machine in the same run.
const command = new Command('npm run bench --')
  .description(
    'Measures placing, settling and reading orders at constant rates, and the bare writes that they come to. docs/performance.md',
  )
  .option('--quick', 'about two minutes: one run, one process of each service, four seconds a load')
  .option('--runs <n>', 'how often everything is measured; medians are told (default: 3)', positiveInteger)
  .option('--replicas <n,…>', 'processes of each service, one series after the other (default: 1,2)', positiveIntegers)
  .option('--seconds <n>', 'how long each load lasts (default: 6)', positiveInteger)
  .option('--clients <n>', 'requests under way while a maximum is sought, and writes in a floor', positiveInteger, 64)
  .option('--soak <minutes>', 'instead: places orders at a constant rate for so long and tells by how much memory grows', positive)
  .option('--rate <n>', 'with --soak: orders per second (default: half of the maximum); with --quotes: requests per second', positive)
  .option('--quotes', 'instead: what quotes cost on top of a tax provider, a double of AvaTax, which is asked beside them')
  .showHelpAfterError();

command.action((flags: Flags) =>
  withRun('bench-run', { fresh: true }, async (run, signal) => {
    const onStep = (text: string) => process.stderr.write(`• ${text} …\n`);
    const startedAt = new Date();
    const busyBefore = await busyBeforehand(signal);
    if (busyBefore > DISTURBING) warnOfOthers(`${percent(busyBefore)} of the machine is busy before the bench begins`);
    const infrastructure = await startInfrastructure(run, onStep);
    await createTopics(infrastructure.kafkaBrokers);
    const sample = await readSampleOrders();
    const seconds = flags.seconds ?? (flags.quick ? 4 : 6);
    const replicaCounts = flags.replicas ?? (flags.quick ? [1] : [1, 2]);
    const runs = flags.runs ?? (flags.quick ? 1 : 3);

    return withMongo(infrastructure.mongoUrl, 5_000, async (database) => {
      const settings = { secondsPerLoad: seconds, clients: flags.clients, busyBeforehand: Number(busyBefore.toFixed(3)) };
      const measuring = { run, infrastructure, database, sample, clients: flags.clients, seconds, signal, onStep };
      if (flags.soak !== undefined) {
        const options = { minutes: flags.soak, perSecond: flags.rate, onStep };
        const result = await withSystem(measuring, replicaCounts[0] as number, (context) => soak(context, options));
        const subject = describeSubject(startedAt, infrastructure, sample, settings);
        process.stdout.write(`${growthTable(result)}\n`);
        await saveReport(startedAt, { subject, soak: result }, growthChart(result));
        return 0;
      }
      if (flags.quotes) {
        const provider = await startProvider(run);
        const options = { perSecond: flags.rate ?? 90, seconds: flags.seconds ?? 30, signal, onStep };
        const quotes = await withSystem({ ...measuring, settings: provider.settings }, replicaCounts[0] as number, ({ client }) =>
          measureQuotes(client, provider.url, options),
        );
        const subject = describeSubject(startedAt, infrastructure, sample, { ...settings, secondsPerLoad: options.seconds });
        process.stdout.write(`${quoteTable(quotes)}\n`);
        await saveReport(startedAt, { subject, quotes });
        return 0;
      }
      const series: Series[] = [];
      for (const replicas of replicaCounts) {
        series.push(await withSystem(measuring, replicas, (context) => measureSeries(context, runs, onStep)));
      }
      const goals = series.flatMap(evaluateGoals);
      const subject = describeSubject(startedAt, infrastructure, sample, { ...settings, runs });
      process.stdout.write(`${reportTables(series, goals)}\n`);
      await saveReport(startedAt, { subject, series, goals }, benchChart(series));
      const worst = Math.max(...series.map(othersAtMost));
      if (worst > DISTURBING) warnOfOthers(`other programs took up to ${percent(worst)} of the machine meanwhile`);
      return 0;
    });
  }),
);

await command.parseAsync();

function othersAtMost({ burstMachine, measures }: Series): number {
  return Math.max(...[burstMachine, ...measures.map(({ machine }) => machine)].map(({ others }) => others.median));
}

function warnOfOthers(what: string): void {
  process.stderr.write(`WARNING: ${what}; the figures are not those of the system alone.\n`);
}

function percent(share: number): string {
  return `${(share * 100).toFixed(0)} %`;
}
