import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import path from 'node:path';
import type { Begun, Fault, Stage } from './fault.js';

const WRITERS = 3;

/** The disk is slow for all: others write to it without a pause, each megabyte forced out before the next. */
export const slowDisk: Fault = { name: 'slow disk', lasts: [10, 20], begin };

async function begin({ cluster }: Stage): Promise<Begun> {
  const ends = Array.from({ length: WRITERS }, (_, index) => keepWriting(path.join(cluster.directory, `slow-disk-${index}`)));
  return { what: `${WRITERS} writers beside`, end: async () => void (await Promise.all(ends.map((end) => end()))) };
}

/** The file is written over and over, so that it never grows. */
function keepWriting(file: string): () => Promise<void> {
  let ended = false;
  let current: { kill(): void } = { kill: () => {} };
  const finished = (async () => {
    while (!ended) {
      const writer = spawn('dd', ['if=/dev/zero', `of=${file}`, 'bs=1M', 'count=64', 'oflag=dsync', 'conv=notrunc'], { stdio: 'ignore' });
      current = { kill: () => void writer.kill('SIGKILL') };
      await new Promise<void>((resolve) => {
        writer.once('exit', () => resolve());
        writer.once('error', () => {
          ended = true;
          resolve();
        });
      });
    }
  })();
  return async () => {
    ended = true;
    current.kill();
    await finished;
    rmSync(file, { force: true });
  };
}
