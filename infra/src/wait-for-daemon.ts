import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Daemon } from './daemon.js';
import { lastLogLines } from './last-log-lines.js';
import { SetupError } from './setup-error.js';

/** Waits until `isReady` says so. When the daemon ends first or `timeoutMs` pass, throws SetupError with the last lines of its log. */
export async function waitForDaemon(daemon: Daemon, isReady: () => Promise<boolean>, timeoutMs: number): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  while (!(await isReady())) {
    if (daemon.ended) throw failure(daemon, `ended while starting (${daemon.ended})`);
    if (Date.now() > deadline) throw failure(daemon, `was not ready after ${Math.round(timeoutMs / 1000)} s`);
    await delay(100);
  }
  if (daemon.ended) throw failure(daemon, `ended while starting (${daemon.ended}); something else answers in its place`);
}

function failure({ name, logFile }: Daemon, what: string): SetupError {
  return new SetupError(`${name} ${what}. The end of ${path.relative('', logFile)}:`, lastLogLines(logFile));
}
