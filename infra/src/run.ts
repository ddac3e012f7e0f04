import { spawn } from 'node:child_process';
import { linkSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type Daemon, type DaemonSpec, startDaemon } from './daemon.js';
import { identityOf, isAlive, type KnownProcess } from './known-process.js';
import { endRecordedDaemons } from './recorded-daemons.js';
import { SetupError } from './setup-error.js';

/** Everything that belongs together from one start to its end: child processes, their logs and their data, under `.docket/<name>`. */
export interface Run {
  /** `dev`, `test`, … or `test-2` when another `test` is under way. */
  readonly name: string;
  readonly directory: string;
  /** Whether its data is thrown away, so that nobody needs to end gently. */
  readonly fresh: boolean;
  start(spec: DaemonSpec): Daemon;
  /** Whether it is being closed, or is closed: whatever ends from now on ends because of that. */
  readonly closing: boolean;
  /** For what is not a child process, as containers; called last. */
  onClose(action: () => Promise<unknown>): void;
  /** Ends all its daemons, services first. */
  close(): Promise<void>;
}

/**
 * Opens a run that ends with this process, however that ends.
 * `fresh` runs begin with an empty directory, and several may be under way; of others there is one at a time (throws SetupError).
 */
export async function openRun(name: string, { fresh }: { fresh: boolean }): Promise<Run> {
  const directory = fresh ? claimAny(name) : claimOnly(name);
  await endRecordedDaemons(directory); // of an owner that was killed together with its watchdog
  for (const entry of readdirSync(directory)) {
    if (fresh ? entry !== ownerFile : entry === 'logs') rmSync(path.join(directory, entry), { recursive: true });
  }
  const releaseWatchdog = startWatchdog(directory);
  return newRun(directory, fresh, async () => {
    await endRecordedDaemons(directory);
    rmSync(path.join(directory, ownerFile), { force: true });
    releaseWatchdog();
  });
}

/** Takes part in a run that another process owns, as the system tests do: closing it ends only what was started here. */
export function joinRun(directory: string): Run {
  return newRun(directory, true, async (daemons) => {
    await Promise.all(daemons.map((daemon) => daemon.stop()));
  });
}

export function runDirectory(name: string): string {
  return path.resolve('.docket', name);
}

/** The process that has this run open; `null` when none has. */
export function ownerOf(directory: string): KnownProcess | null {
  try {
    const owner: KnownProcess = JSON.parse(readFileSync(path.join(directory, ownerFile), 'utf8'));
    return isAlive(owner) ? owner : null;
  } catch {
    return null;
  }
}

const ownerFile = 'owner.json';

function newRun(directory: string, fresh: boolean, end: (daemons: readonly Daemon[]) => Promise<void>): Run {
  const daemons: Daemon[] = [];
  const actions: (() => Promise<unknown>)[] = [];
  let closing: Promise<void> | undefined;
  return {
    name: path.basename(directory),
    directory,
    fresh,
    start(spec) {
      if (closing !== undefined) throw new Error(`${spec.name} is not started: the run is being closed`);
      const daemon = startDaemon(directory, spec);
      daemons.push(daemon);
      return daemon;
    },
    get closing() {
      return closing !== undefined;
    },
    onClose: (action) => void actions.push(action),
    close() {
      closing ??= end(daemons).then(async () => void (await Promise.all(actions.map((action) => action()))));
      return closing;
    },
  };
}

function claimOnly(name: string): string {
  const directory = runDirectory(name);
  if (claim(directory)) return directory;
  throw new SetupError(
    `Docket is running already (process ${ownerOf(directory)?.pid}).`,
    'Stop it with Ctrl-C where it was started, and try again.',
  );
}

function claimAny(name: string): string {
  for (let number = 1; ; number++) {
    const directory = runDirectory(number === 1 ? name : `${name}-${number}`);
    if (claim(directory)) return directory;
  }
}

function claim(directory: string): boolean {
  mkdirSync(directory, { recursive: true });
  const file = path.join(directory, ownerFile);
  const draft = `${file}.${process.pid}`;
  const owner: KnownProcess = { pid: process.pid, identity: identityOf(process.pid) ?? '' };
  writeFileSync(draft, JSON.stringify(owner));
  try {
    if (ownerOf(directory)) return false;
    rmSync(file, { force: true });
    linkSync(draft, file); // unlike writing, makes the whole file or fails because another process was faster
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(draft);
  }
}

/** The built file even when called from sources: it runs in a process of its own. */
function startWatchdog(directory: string): () => void {
  const script = path.resolve('dist/infra/src/watchdog.js');
  const watchdog = spawn(process.execPath, [script, directory], { detached: true, stdio: ['pipe', 'ignore', 'ignore'] });
  watchdog.unref();
  return () => watchdog.stdin.destroy();
}
