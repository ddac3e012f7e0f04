import { setTimeout as delay } from 'node:timers/promises';
import { lastLogLines } from '#infra/last-log-lines.js';
import type { Run } from '#infra/run.js';
import { type Replica, startReplica } from './services.js';

const tries = 5;
const within = 60_000;

/** Starts a replica again when it ends by itself, and says so with the end of its log. Gives up on one that ends 5 times within a minute. */
export function keepRunning(run: Run, replica: Replica, say: (text: string) => void): void {
  const recent: number[] = [];
  const watch = async (running: Replica) => {
    const how = await running.process.exited;
    if (run.closing) return;
    say(`${replica.name} ended (${how}). The end of ${running.process.logFile}:\n${lastLogLines(running.process.logFile)}`);
    await restart();
  };
  const restart = async (): Promise<void> => {
    const now = performance.now();
    while (recent[0] !== undefined && now - recent[0] > within) recent.shift();
    if (recent.push(now) >= tries) {
      say(`${replica.name} ended ${tries} times within a minute and is left alone. Correct it; then Ctrl-C and npm start.`);
      return;
    }
    say(`${replica.name} is started again …`);
    await delay(recent.length * 1_000);
    if (run.closing) return;
    try {
      const restarted = await startReplica(run, replica);
      say(`${replica.name} is ready again.`);
      void watch(restarted);
    } catch (error) {
      if (run.closing) return;
      say((error as Error).message);
      await restart();
    }
  };
  void watch(replica);
}
