import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';

/** A process that can be told from another one that got the same number later. */
export interface KnownProcess {
  readonly pid: number;
  readonly identity: string;
}

/** When the process started, as the system tells it; `null` when there is no such process any more. */
export function identityOf(pid: number): string | null {
  return process.platform === 'linux' ? fromProc(pid) : fromPs(pid);
}

export function isAlive({ pid, identity }: KnownProcess): boolean {
  return identityOf(pid) === identity;
}

/** Asks a process to end and, after `graceMs`, ends it. Never touches an unrelated process. Returns when it is gone. */
export async function end(known: KnownProcess, graceMs: number): Promise<void> {
  if (graceMs > 0 && (await goneAfter('SIGTERM', known, graceMs))) return;
  if (!(await goneAfter('SIGKILL', known, 10_000))) throw new Error(`Process ${known.pid} does not end, not even by SIGKILL`);
}

async function goneAfter(signal: NodeJS.Signals, known: KnownProcess, timeoutMs: number): Promise<boolean> {
  const deadline = Date.now() + timeoutMs;
  if (isAlive(known)) sendSignal(known.pid, signal);
  while (isAlive(known)) {
    if (Date.now() > deadline) return false;
    await delay(25);
  }
  return true;
}

function sendSignal(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/** Clock ticks since boot, so the boot belongs to it. A zombie has ended; its parent only has not asked yet. */
function fromProc(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' ? null : `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()} ${fields[19]}`;
  } catch {
    return null;
  }
}

function fromPs(pid: number): string | null {
  try {
    return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim() || null;
  } catch {
    return null;
  }
}
