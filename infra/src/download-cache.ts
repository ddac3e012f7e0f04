import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { identityOf } from './known-process.js';

/** Where downloads are kept: `$DOCKET_CACHE`, otherwise `~/.cache/docket`. */
export function cacheDirectory(): string {
  return path.resolve(process.env.DOCKET_CACHE || path.join(homedir(), '.cache', 'docket'));
}

/** The folder of that name in the cache when it is there and whole, otherwise `null`. */
export function findCached(name: string): string | null {
  const folder = path.join(cacheDirectory(), name);
  return isWhole(folder) ? folder : null;
}

/**
 * The folder of that name in the cache, filled by `fill` if it is not there.
 * It is filled beside its place and moved there when it is whole, so an interrupted download is never taken for a finished one.
 * Two processes that fill it at the same time do the work twice; the first to finish wins.
 */
export async function cached(name: string, fill: (folder: string) => Promise<void>): Promise<string> {
  const found = findCached(name);
  if (found) return found;
  const folder = path.join(cacheDirectory(), name);
  removeAbandoned(name);
  const partial = `${folder}.${process.pid}.partial`;
  mkdirSync(partial, { recursive: true });
  try {
    await fill(partial);
    writeFileSync(path.join(partial, listFile), JSON.stringify(sizes(partial)));
    if (isWhole(folder)) return folder;
    rmSync(folder, { recursive: true, force: true });
    renameSync(partial, folder);
    return folder;
  } finally {
    rmSync(partial, { recursive: true, force: true });
  }
}

const listFile = 'files.json';

function isWhole(folder: string): boolean {
  try {
    const listed: Record<string, number> = JSON.parse(readFileSync(path.join(folder, listFile), 'utf8'));
    return Object.entries(listed).every(([file, size]) => statSync(path.join(folder, file)).size === size);
  } catch {
    return false;
  }
}

function sizes(folder: string): Record<string, number> {
  return Object.fromEntries(readdirSync(folder).map((file) => [file, statSync(path.join(folder, file)).size]));
}

function removeAbandoned(name: string): void {
  if (!existsSync(cacheDirectory())) return;
  for (const entry of readdirSync(cacheDirectory())) {
    const pid = entry.startsWith(`${name}.`) && /\.(\d+)\.partial$/.exec(entry)?.[1];
    if (pid && identityOf(Number(pid)) === null) rmSync(path.join(cacheDirectory(), entry), { recursive: true, force: true });
  }
}
