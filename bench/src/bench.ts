import { mkdir, writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { Command, InvalidArgumentError } from 'commander';
import { withRun } from '#tools/with-run.js';
import { startBenchSystem } from './bench-system.js';
import { measureAll } from './measurements.js';
import { reportTables } from './report-tables.js';
import { readSampleOrders } from './sample-orders.js';

interface Flags {
  readonly orders: number;
  readonly concurrency: readonly number[];
  readonly json?: string;
}

// `npm run bench`: a system of its own, measured against what its database and broker do without it on the same machine in the same run.
const command = new Command('npm run bench --')
  .description('Measures accepting and settling orders, and the bare inserts and events that they come to.')
  .option('--orders <n>', 'orders per number of clients', positiveInteger, 600)
  .option('--concurrency <n,…>', 'numbers of clients', positiveIntegers, [32, 64])
  .option('--json <file>', 'where to write the figures; by default into the directory of the run, where the next run removes them')
  .showHelpAfterError();

command.action((flags: Flags) =>
  withRun('bench', { fresh: true }, async (run, interrupted) => {
    const step = (text: string) => process.stderr.write(`• ${text} …\n`);
    const system = await startBenchSystem(run, step);
    const sample = await readSampleOrders(flags.orders);
    const measured = await measureAll(system, sample, flags.concurrency, interrupted, step);

    const subject = {
      startedAt: new Date(Date.now() - performance.now()).toISOString(),
      seconds: performance.now() / 1_000,
      machine: `${cpus().length} × ${cpus()[0]?.model ?? 'CPU'}`,
      node: process.version,
      infrastructure: system.infrastructure.description,
      orders: `${flags.orders} of ${sample.file}, ${sample.linesPerOrder.toFixed(1)} lines each on average`,
      load: 'closed loop: each client sends its next order when its last one is answered',
    };
    const file = path.resolve(flags.json ?? path.join(run.directory, 'bench.json'));
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, `${JSON.stringify({ subject, ...measured }, null, 2)}\n`);
    const lines = Object.entries(subject).map(([name, value]) => `${name}: ${typeof value === 'number' ? value.toFixed(0) : value}`);
    process.stdout.write(`${lines.join('\n')}\n\n${reportTables(measured)}\n\nfigures as JSON: ${path.relative(process.cwd(), file)}\n`);
    return measured.levels.every(({ settling }) => settling.count === flags.orders) ? 0 : 1;
  }),
);

await command.parseAsync();

function positiveInteger(text: string): number {
  const value = Number(text);
  if (!(Number.isInteger(value) && value > 0)) throw new InvalidArgumentError('must be a whole number above zero');
  return value;
}

function positiveIntegers(text: string): number[] {
  return text.split(',').map(positiveInteger);
}
