import { writeFile } from 'node:fs/promises';
import process from 'node:process';
import { Command, InvalidArgumentError } from 'commander';
import { localGateway } from './local-addresses.js';
import { replay } from './replay-orders.js';
import { replayProgressBar } from './replay-progress.js';
import { replaySummary } from './replay-summary.js';

const command = new Command('npm run replay --')
  .description('Posts the orders of a CSV file in the columns of "Online Retail" to the gateway; safe to repeat.')
  .argument('<file>', 'CSV file, .gz or plain')
  .option('--gateway <url>', 'base URL of the gateway; without it DOCKET_GATEWAY, else http://localhost on GATEWAY_PORT or 8080', url)
  .option('--limit <n>', 'orders to send at most', positiveInteger)
  .option('--rate <n>', 'orders per second at most', positive)
  .option('--concurrency <n>', 'orders in flight at most', positiveInteger, 16)
  .option('--patience <seconds>', 'how long to insist on an order that gets no answer', positive, 300)
  .option('--acknowledged <file>', 'append each acknowledged order to this JSONL file')
  .option('--report <file>', 'write the report as JSON to this file')
  .showHelpAfterError();

interface Flags {
  readonly gateway?: string;
  readonly limit?: number;
  readonly rate?: number;
  readonly concurrency: number;
  readonly patience: number;
  readonly acknowledged?: string;
  readonly report?: string;
}

command.action(async (file: string, flags: Flags) => {
  const progress = replayProgressBar();
  const interrupted = new AbortController();
  // The report of what was done so far is worth the moment that it takes; a second signal ends at once.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => interrupted.abort());
  try {
    const gateway = flags.gateway ?? localGateway();
    const report = await replay({ file, ...flags, gateway, onProgress: progress.show, signal: interrupted.signal });
    progress.end();
    if (flags.report) await writeFile(flags.report, `${JSON.stringify({ file, gateway, ...report }, null, 2)}\n`);
    process.stdout.write(`${replaySummary(report)}\n`);
    process.exitCode = report.failed.orders > 0 || report.endedEarly || !report.balanced ? 1 : 0;
  } catch (error) {
    progress.end();
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  }
});

await command.parseAsync();

function url(text: string): string {
  if (!URL.canParse(text) || !/^https?:/.test(text)) throw new InvalidArgumentError('must be a URL such as http://localhost:8080');
  return text;
}

function positive(text: string): number {
  const value = Number(text);
  if (!(value > 0)) throw new InvalidArgumentError('must be a number above zero');
  return value;
}

function positiveInteger(text: string): number {
  const value = positive(text);
  if (!Number.isInteger(value)) throw new InvalidArgumentError('must be a whole number above zero');
  return value;
}
