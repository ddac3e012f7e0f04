import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { type DaemonSpec, startDaemon } from './daemon.js';
import { identityOf, isAlive } from './known-process.js';
import { endRecordedDaemons } from './recorded-daemons.js';
import { waitForDaemon } from './wait-for-daemon.js';

const directory = mkdtempSync(path.join(tmpdir(), 'docket-daemon-'));
afterAll(() => rmSync(directory, { recursive: true }));

const records = () => readdirSync(path.join(directory, 'processes'));
const node = (name: string, script: string, more: Partial<DaemonSpec> = {}): DaemonSpec => {
  return { name, role: 'service', command: process.execPath, args: ['-e', script], graceMs: 5_000, ...more };
};
const forEver = 'setInterval(() => {}, 1000); console.log("up")';
const log = (name: string) => readFileSync(path.join(directory, 'logs', `${name}.log`), 'utf8');
const logged = async (name: string, text: string) => {
  while (!log(name).includes(text)) await delay(20);
};

test('a daemon logs, is recorded while it runs, and ends when asked to', async () => {
  const daemon = startDaemon(directory, node('gentle', `process.on('SIGTERM', () => { console.log('bye'); process.exit(0) }); ${forEver}`));
  await logged('gentle', 'up');
  expect(records()).toEqual([`${daemon.pid}.json`]);
  await daemon.stop();
  expect(daemon.ended).toBe('exit code 0');
  expect(log('gentle')).toContain('bye');
  expect(records()).toEqual([]);
});

test('one that does not listen is ended all the same', async () => {
  const deaf = startDaemon(directory, node('deaf', `process.on('SIGTERM', () => {}); ${forEver}`, { graceMs: 200 }));
  await logged('deaf', 'up');
  await deaf.stop();
  expect(deaf.ended).toBe('signal SIGKILL');
});

test('one that ends while it is waited for shows the end of its log', async () => {
  const failing = startDaemon(directory, node('failing', 'console.log("no such database"); process.exit(3)'));
  await expect(waitForDaemon(failing, async () => false, 10_000)).rejects.toThrow(
    /failing ended while starting \(exit code 3\)[\s\S]*no such database/,
  );
});

test('a program that is not there is told by name', async () => {
  const missing = startDaemon(directory, { ...node('missing', ''), command: 'no-such-program' });
  await expect(waitForDaemon(missing, async () => false, 10_000)).rejects.toThrow('ENOENT');
  await missing.stop();
});

test('left-over daemons are ended by what was recorded of them, services first; an unrelated process of the same number is not', async () => {
  const sayWhen = `process.on('SIGTERM', () => { console.log(Date.now()); process.exit(0) }); ${forEver}`;
  const database = startDaemon(directory, node('database', sayWhen, { role: 'infrastructure' }));
  const service = startDaemon(directory, node('service', sayWhen));
  await Promise.all([logged('database', 'up'), logged('service', 'up')]);
  const stranger = { pid: process.pid, identity: 'started at another time', name: 'stranger', role: 'service', graceMs: 0 };
  writeFileSync(path.join(directory, 'processes', `${process.pid}.json`), JSON.stringify(stranger));

  expect((await endRecordedDaemons(directory)).sort()).toEqual(['database', 'service', 'stranger']);

  expect([isAlive(database), isAlive(service)]).toEqual([false, false]);
  const [endOfDatabase, endOfService] = ['database', 'service'].map((name) => Number(log(name).split('\n')[1])) as [number, number];
  expect(endOfService).toBeLessThanOrEqual(endOfDatabase);
  expect(records()).toEqual([]);
});

test('a process is known by its start', () => {
  expect(identityOf(process.pid)).toBe(identityOf(process.pid));
  expect(identityOf(process.ppid)).not.toBe(identityOf(process.pid));
  expect(identityOf(999_999_999)).toBeNull();
});
