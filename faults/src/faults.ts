import { mkdirSync, writeFileSync } from 'node:fs';
import process from 'node:process';
import { Command, InvalidArgumentError, Option } from 'commander';
import { withRun } from '#tools/with-run.js';
import type { Profile } from './cluster/cluster.js';
import { allFaults } from './nemesis/all-faults.js';
import type { Fault } from './nemesis/fault.js';
import { type PlantedBug, plantedBugs } from './planted/planted-bugs.js';
import { reportOf } from './report/report.js';
import { runFaults } from './run-faults.js';

interface Flags {
  readonly minutes: number;
  readonly seed: number;
  readonly profile: Profile;
  readonly rate: number;
  readonly patience: number;
  readonly only?: Fault[];
  readonly plant?: PlantedBug;
}

const command = new Command('npm run faults --')
  .description(
    'Runs the whole system on this machine, two replicas of each service, every connection through a proxy; places real orders while ' +
      'processes die or freeze, networks part and messages come twice, late or broken; then compares what clients were told with what is stored ' +
      'and published. Exits with 0 when nothing was lost, doubled or at odds, 1 when something was, with the story of the first broken order. ' +
      `The same seed gives the same faults in the same order. Faults: ${allFaults.map(({ name }) => name).join('; ')}.`,
  )
  .option('--minutes <minutes>', 'how long faults are begun; each is waited for', positive, 5)
  .option('--seed <seed>', 'decides which faults, on what, and what clients do', seed, Math.floor(Math.random() * 1_000_000))
  .addOption(
    new Option('--profile <profile>', 'full: three brokers, three database members; small: one of each')
      .choices(['full', 'small'])
      .default('full'),
  )
  .option('--rate <rate>', 'orders that arrive per second; two cores carry one in the full profile', positive, 1)
  .option('--patience <seconds>', 'what has not recovered by then counts as broken', positive, 120)
  .option('--only <faults>', 'names or parts of names, separated by commas', faultsNamed)
  .addOption(new Option('--plant <bug>', 'a mistake that the suite must find').choices(plantedBugs))
  .showHelpAfterError();

command.action(({ only = [...allFaults], plant: planted, ...flags }: Flags) =>
  withRun('faults', { fresh: true }, async (run, signal) => {
    const note = (text: string) => void process.stderr.write(`${new Date().toISOString().slice(11, 19)} ${text}\n`);
    note(`Seed ${flags.seed}, ${flags.profile} profile, ${flags.minutes} minutes`);
    const outcome = await runFaults(run, { ...flags, faults: only, planted, signal, note });
    const report = reportOf(outcome, { ...flags, planted });
    mkdirSync('.docket/fault-reports', { recursive: true });
    writeFileSync(`.docket/fault-reports/seed-${flags.seed}.md`, report.text);
    process.stdout.write(report.text);
    return report.isGood ? 0 : 1;
  }),
);

await command.parseAsync();

function positive(text: string): number {
  const value = Number(text);
  if (!(value > 0)) throw new InvalidArgumentError('must be a number above 0');
  return value;
}

function seed(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 0) throw new InvalidArgumentError('must be a whole number');
  return value;
}

function faultsNamed(text: string): Fault[] {
  const parts = text.split(',').map((part) => part.trim().toLowerCase());
  return parts.flatMap((part) => {
    const named = allFaults.filter(({ name }) => name.toLowerCase().includes(part));
    if (named.length === 0) throw new InvalidArgumentError(`no fault is called "${part}"`);
    return named;
  });
}
