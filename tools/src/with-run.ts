import { constants } from 'node:os';
import process from 'node:process';
import { setTimeout as delay } from 'node:timers/promises';
import { openRun, type Run } from '#infra/run.js';
import { SetupError } from '#infra/setup-error.js';

export interface RunOptions {
  /** See `openRun`. */
  readonly fresh: boolean;
  /** Exit code after Ctrl-C; otherwise the shell's, 130. */
  readonly interruptedCode?: number;
}

/**
 * Opens a run, does the work, closes the run and exits with the code that the work gave; on a failure, says so and exits with 1.
 * Ctrl-C, SIGTERM, SIGHUP, a closed output and the end of the program that started this one close the run at once; `interrupted` tells the
 * work. The same signal may come twice, from the terminal and from npm. Two seconds later another one means haste: the watchdog ends the rest.
 */
export async function withRun(
  name: string,
  { fresh, interruptedCode }: RunOptions,
  work: (run: Run, interrupted: AbortSignal) => Promise<number>,
): Promise<never> {
  const run = await openRun(name, { fresh }).catch(fail);
  const interruption = new AbortController();
  const finished = work(run, interruption.signal).catch((error: unknown) => {
    if (!interruption.signal.aborted) report(error); // its end is why the work failed
    return 1;
  });
  const interrupted = firstInterruption().then(async (signal) => {
    interruption.abort();
    say('\nStopping …');
    await run.close();
    await Promise.race([finished, delay(3_000)]);
    say('Stopped.');
    return interruptedCode ?? 128 + constants.signals[signal];
  });
  const code = await Promise.race([finished.then((done) => (interruption.signal.aborted ? interrupted : done)), interrupted]);
  await run.close().catch(fail);
  process.exit(code);
}

function firstInterruption(): Promise<NodeJS.Signals> {
  return new Promise((resolve) => {
    let since = 0;
    const interrupt = (signal: NodeJS.Signals) => {
      if (since !== 0 && performance.now() - since > 2_000) process.exit(1);
      since ||= performance.now();
      resolve(signal);
    };
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, interrupt);
    process.stdout.on('error', () => interrupt('SIGPIPE'));
    process.stderr.on('error', () => interrupt('SIGPIPE'));
    watchParent(() => interrupt('SIGHUP'));
  });
}

/** with-node.js cannot pass on a SIGKILL. It names itself, so that a parent that leaves on purpose (`nohup … &`) is not taken for it. */
function watchParent(onEnd: () => void): void {
  const parent = process.ppid;
  if (process.env.DOCKET_PARENT !== String(parent)) return;
  setInterval(() => process.ppid !== parent && onEnd(), 500).unref();
}

function fail(error: unknown): never {
  report(error);
  process.exit(1);
}

function report(error: unknown): void {
  say(error instanceof SetupError ? `\n${error.message}` : `\n${error instanceof Error ? error.stack : String(error)}`);
}

function say(text: string): void {
  process.stderr.write(`${text}\n`);
}
