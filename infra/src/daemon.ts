import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { end, identityOf, type KnownProcess } from './known-process.js';

export interface DaemonSpec {
  /** Names the log file too, e.g. `orders-1`. */
  readonly name: string;
  /** Services are ended before the infrastructure that they use. */
  readonly role: DaemonRole;
  readonly command: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** How long it may take to end by itself after SIGTERM; 0: no need to ask. */
  readonly graceMs: number;
}

export type DaemonRole = 'service' | 'infrastructure';

/** What is written down of a running daemon, for whoever has to end it when its parent could not. */
export interface DaemonRecord extends KnownProcess {
  readonly name: string;
  readonly role: DaemonRole;
  readonly graceMs: number;
}

export interface Daemon extends DaemonRecord {
  readonly logFile: string;
  /** Resolves when it has ended, to how: `exit code 1`, `signal SIGKILL`. Never rejects. */
  readonly exited: Promise<string>;
  /** How it ended; `null` while it runs. */
  readonly ended: string | null;
  stop(): Promise<void>;
  /** SIGKILL: what a crash looks like to the others. */
  kill(): Promise<void>;
}

/**
 * Starts a long-lived child process that logs to `<runDirectory>/logs/<name>.log` and is recorded under `<runDirectory>/processes`.
 * It has its own process group: Ctrl-C reaches the whole group of the terminal at once, but who uses whom decides the order of ending.
 */
export function startDaemon(runDirectory: string, spec: DaemonSpec): Daemon {
  const logFile = path.join(runDirectory, 'logs', `${spec.name}.log`);
  mkdirSync(path.dirname(logFile), { recursive: true });
  const log = openSync(logFile, 'a');
  const child = spawn(spec.command, spec.args, { detached: true, stdio: ['ignore', log, log], env: { ...process.env, ...spec.env } });
  closeSync(log);

  let ended: string | null = null;
  const exited = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(error.message)); // could not be started at all
    child.once('exit', (code, signal) => resolve(signal ? `signal ${signal}` : `exit code ${code}`));
  }).then((how) => {
    forget();
    ended = how;
    return how;
  });

  const pid = child.pid ?? 0;
  const record: DaemonRecord = {
    pid,
    identity: (pid && identityOf(pid)) || 'never started',
    name: spec.name,
    role: spec.role,
    graceMs: spec.graceMs,
  };
  const forget = pid ? writeRecord(runDirectory, record) : () => {};
  const endWithin = async (graceMs: number) => {
    if (pid) await end(record, graceMs);
    await exited;
  };
  return {
    ...record,
    logFile,
    exited,
    get ended() {
      return ended;
    },
    stop: () => endWithin(spec.graceMs),
    kill: () => endWithin(0),
  };
}

function writeRecord(runDirectory: string, record: DaemonRecord): () => void {
  const folder = path.join(runDirectory, 'processes');
  const file = path.join(folder, `${record.pid}.json`);
  mkdirSync(folder, { recursive: true });
  writeFileSync(file, JSON.stringify(record));
  return () => rmSync(file, { force: true });
}
