import { readdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { DaemonRecord, DaemonRole } from './daemon.js';
import { end } from './known-process.js';

const endingOrder: readonly DaemonRole[] = ['service', 'infrastructure'];

/** Ends every daemon recorded in a run's directory, whoever started it, services first. Returns the names of those that were recorded. */
export async function endRecordedDaemons(runDirectory: string): Promise<string[]> {
  const folder = path.join(runDirectory, 'processes');
  const files = filesOf(folder).map((file) => path.join(folder, file));
  const records = files.map(readRecord).filter((record) => record !== null);
  for (const role of endingOrder) {
    await Promise.all(records.filter((record) => record.role === role).map((record) => end(record, record.graceMs)));
  }
  for (const file of files) rmSync(file, { force: true });
  return records.map((record) => record.name);
}

function filesOf(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

/** `null`: the daemon ended and took its record away meanwhile, or its parent was killed while writing it. */
function readRecord(file: string): DaemonRecord | null {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return null;
  }
}
