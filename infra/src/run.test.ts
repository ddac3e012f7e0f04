import { existsSync, mkdtempSync, readdirSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { isAlive } from './known-process.js';
import { joinRun, openRun, ownerOf, runDirectory } from './run.js';

const before = process.cwd();
const folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'docket-run-')));
beforeAll(() => process.chdir(folder));
afterAll(() => {
  process.chdir(before);
  rmSync(folder, { recursive: true });
});

const sleeper = {
  role: 'service' as const,
  command: process.execPath,
  args: ['-e', 'setInterval(() => {}, 1000)'],
  graceMs: 5_000,
};

test('a run that keeps its data is open once at a time, and finds its data again', async () => {
  const run = await openRun('dev', { fresh: false });
  writeFileSync(path.join(run.directory, 'data'), '');
  expect(ownerOf(run.directory)?.pid).toBe(process.pid);
  await expect(openRun('dev', { fresh: false })).rejects.toThrow(`Docket is running already (process ${process.pid}).`);
  await run.close();
  expect(ownerOf(run.directory)).toBeNull();

  const again = await openRun('dev', { fresh: false });
  expect(existsSync(path.join(again.directory, 'data'))).toBe(true);
  await again.close();
});

test('fresh runs may be open side by side, each with nothing at the start', async () => {
  const first = await openRun('test', { fresh: true });
  const second = await openRun('test', { fresh: true });
  expect([first.name, second.name]).toEqual(['test', 'test-2']);
  writeFileSync(path.join(first.directory, 'data'), '');
  await first.close();
  const again = await openRun('test', { fresh: true });
  expect(again.name).toBe('test');
  expect(readdirSync(again.directory)).toEqual(['owner.json']);
  await Promise.all([again.close(), second.close()]);
});

test('closing a run ends its own daemons and those of who joined it; closing what joined, only those', async () => {
  const run = await openRun('test', { fresh: true });
  const database = run.start({ ...sleeper, name: 'database', role: 'infrastructure' });
  const joined = joinRun(run.directory);
  const one = joined.start({ ...sleeper, name: 'one' });
  await joined.close();
  expect([isAlive(one), isAlive(database)]).toEqual([false, true]);

  const other = joinRun(run.directory).start({ ...sleeper, name: 'other' });
  await run.close();
  expect([isAlive(other), isAlive(database)]).toEqual([false, false]);
  expect(() => run.start({ ...sleeper, name: 'late' })).toThrow('late is not started');
});

test('what a killed owner left running is ended by the next', async () => {
  const left = joinRun(runDirectory('dev')).start({ ...sleeper, name: 'left' });
  writeFileSync(path.join(runDirectory('dev'), 'owner.json'), JSON.stringify({ pid: process.pid, identity: 'of long ago' }));
  const run = await openRun('dev', { fresh: false });
  expect(isAlive(left)).toBe(false);
  await run.close();
});
