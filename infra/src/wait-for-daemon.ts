import { setTimeout as delay } from 'node:timers/promises';
import type { Daemon } from './daemon.js';
import { lastLogLines } from './last-log-lines.js';

/** Waits until `isReady` says so. When the daemon ends first or `timeoutMs` pass, throws an Error with the last lines of its log. */
export async function waitForDaemon(daemon: Daemon, isReady: () => Promise<boolean>, timeoutMs: number): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  while (!(await isReady())) {
    if (daemon.ended) throw new Error(describe(daemon, `ended while starting (${daemon.ended})`));
    if (Date.now() > deadline) throw new Error(describe(daemon, `was not ready after ${Math.round(timeoutMs / 1000)} s`));
    await delay(100);
  }
  if (daemon.ended) throw new Error(describe(daemon, `ended while starting (${daemon.ended}); something else answers in its place`));
}

function describe(daemon: Daemon, what: string): string {
  return `${daemon.name} ${what}. The end of ${daemon.logFile}:\n${lastLogLines(daemon.logFile)}`;
}
