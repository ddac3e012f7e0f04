import { existsSync } from 'node:fs';
import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { cached } from '#infra/download-cache.js';
import { runProgram } from '#infra/programs.js';
import { SetupError } from '#infra/setup-error.js';

const file = 'libfaketimeMT.so.1';
const folders = ['/usr/lib/x86_64-linux-gnu/faketime', '/usr/lib/aarch64-linux-gnu/faketime', '/usr/lib64/faketime', '/usr/lib/faketime'];

/** The path of libfaketime: an installed one, otherwise Debian's package, fetched once and not installed; `null` where there is neither. */
export async function clockLibrary(onStep: (what: string) => void): Promise<string | null> {
  const installed = folders.map((folder) => path.join(folder, file)).find((place) => existsSync(place));
  if (installed) return installed;
  try {
    return path.join(await cached('libfaketime', (folder) => fetchPackage(folder, onStep)), file);
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    onStep('Clocks stay as they are: libfaketime is not installed and cannot be fetched');
    return null;
  }
}

/** Debian's tool checks what it fetches by the archive's signature. */
async function fetchPackage(folder: string, onStep: (what: string) => void): Promise<void> {
  onStep('Fetching libfaketime with apt-get (once, 60 kB)');
  const work = path.join(folder, 'work');
  await mkdir(work);
  const advice = 'Install libfaketime (Debian: apt-get install libfaketime).';
  await runProgram('env', ['--chdir', work, 'apt-get', 'download', '--quiet', 'libfaketime'], 'fetch libfaketime', advice);
  const [archive = ''] = await readdir(work);
  await runProgram('dpkg-deb', ['--extract', path.join(work, archive), work], 'unpack libfaketime', advice);
  const unpacked = folders.map((place) => path.join(work, place, file)).find((place) => existsSync(place));
  if (!unpacked) throw new SetupError('The package libfaketime has another layout than expected.', advice);
  await rename(unpacked, path.join(folder, file));
  await rm(work, { recursive: true });
}
