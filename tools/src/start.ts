import process from 'node:process';
import { Command, InvalidArgumentError, Option } from 'commander';
import type { Infrastructure } from '#infra/infrastructure.js';
import { lastLogLines } from '#infra/last-log-lines.js';
import type { Run } from '#infra/run.js';
import { streamLogs } from './log-stream.js';
import { postSampleOnce } from './sample-orders.js';
import { type ServiceName, serviceNames } from './services.js';
import { startSystem } from './start-system.js';
import { keepRunning } from './supervision.js';
import { addresses } from './system-addresses.js';
import { withRun } from './with-run.js';

interface Flags {
  readonly logs: ServiceName[];
  readonly sample: number;
}

// `npm start`: the whole system on this machine, until Ctrl-C. Its data stays for the next start; `npm run reset` forgets it.
const command = new Command('npm start --')
  .description('Starts Kafka, MongoDB and all services on this machine, with a sample of real orders the first time.')
  .addOption(new Option('--logs <service>', 'show the log of a service; may be repeated').argParser(collectService).default([], 'none'))
  .option('--sample <orders>', 'how many sample orders to post when there are no orders yet', wholeNumber, 200)
  .showHelpAfterError();

command.action((flags: Flags) =>
  withRun('dev', { fresh: false, interruptedCode: 0 }, async (run, interrupted) => {
    const system = await startSystem(run);
    const { infrastructure, replicas, gateway } = system;
    for (const replica of replicas) keepRunning(run, replica, say);
    const sample = await postSampleOnce({ ...infrastructure, gateway, limit: flags.sample, interrupted });
    say(`${sample}\n${await addresses(system, run.directory)}\n\nCtrl-C stops everything; the data stays.`);
    streamLogs(run.directory, flags.logs, (line) => process.stdout.write(`${line}\n`));
    return Promise.race([untilAborted(interrupted), endOf(infrastructure, run)]);
  }),
);

await command.parseAsync();

function untilAborted(signal: AbortSignal): Promise<number> {
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(0), { once: true }));
}

/** Without the broker or the database nothing goes on; a start from what is on disk is the remedy. */
async function endOf({ processes }: Infrastructure, run: Run): Promise<number> {
  const ended = processes.map((daemon) => daemon.exited.then((how) => ({ daemon, how })));
  const { daemon, how } = await Promise.race(ended.length > 0 ? ended : [new Promise<never>(() => {})]);
  if (!run.closing) say(`${daemon.name} ended (${how}), so everything is stopped. The end of its log:\n${lastLogLines(daemon.logFile)}`);
  return 1;
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

function collectService(text: string, so: ServiceName[]): ServiceName[] {
  const service = serviceNames.find((name) => name === text);
  if (!service) throw new InvalidArgumentError(`must be one of ${serviceNames.join(', ')}`);
  return [...so, service];
}

function wholeNumber(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 0) throw new InvalidArgumentError('must be a whole number');
  return value;
}
