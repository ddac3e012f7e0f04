import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** The clock of one node, which stays as it is set when the node's process is started again. */
export interface NodeClock {
  /** What a process needs to go by this clock. */
  readonly env: Readonly<Record<string, string>>;
  /** The process sees it within two seconds. */
  set(offsetSeconds: number): void;
  /** Takes away what a process that ended without a word has left in the machine's shared memory. */
  clearAfter(pid: number): void;
}

/** A clock that libfaketime reads from a file, again each second. Time that is measured, for timers and time-outs, goes on as it was. */
export function nodeClock(library: string, directory: string, name: string): NodeClock {
  const file = path.join(directory, 'clocks', name);
  const set = (offsetSeconds: number) => {
    const draft = `${file}.new`;
    writeFileSync(draft, `${offsetSeconds < 0 ? '' : '+'}${offsetSeconds}\n`);
    renameSync(draft, file); // read at any moment, it must be whole
  };
  mkdirSync(path.dirname(file), { recursive: true });
  set(0);
  return {
    env: {
      LD_PRELOAD: library,
      FAKETIME_TIMESTAMP_FILE: file,
      FAKETIME_CACHE_DURATION: '1', // without, each look at the clock reads the file
      FAKETIME_DONT_FAKE_MONOTONIC: '1',
      NO_FAKE_STAT: '1',
    },
    set,
    clearAfter(pid) {
      for (const left of [`faketime_shm_${pid}`, `sem.faketime_sem_${pid}`]) rmSync(path.join('/dev/shm', left), { force: true });
    },
  };
}
