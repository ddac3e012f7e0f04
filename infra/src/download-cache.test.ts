import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { cached, findCached } from './download-cache.js';

const before = process.env.DOCKET_CACHE;
let folder: string;
beforeEach(() => {
  folder = process.env.DOCKET_CACHE = mkdtempSync(path.join(tmpdir(), 'docket-cache-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
  if (before === undefined) delete process.env.DOCKET_CACHE;
  else process.env.DOCKET_CACHE = before;
});

const fillWith = (content: string) => async (target: string) => writeFileSync(path.join(target, 'kafka.jar'), content);

test('what was fetched is kept', async () => {
  const place = await cached('kafka', fillWith('first'));
  expect(await cached('kafka', fillWith('second'))).toBe(place);
  expect(readFileSync(path.join(place, 'kafka.jar'), 'utf8')).toBe('first');
});

test('an interrupted download leaves nothing that could be taken for a whole one', async () => {
  const interrupted = cached('kafka', async (target) => {
    writeFileSync(path.join(target, 'kafka.jar'), 'half of');
    throw new Error('the connection broke');
  });
  await expect(interrupted).rejects.toThrow('the connection broke');
  expect(readdirSync(folder)).toEqual([]);
  expect(findCached('kafka')).toBeNull();
});

test('what a killed process left behind is removed, what is damaged is fetched again', async () => {
  const place = await cached('kafka', fillWith('whole'));
  writeFileSync(path.join(place, 'kafka.jar'), 'cut');
  writeFileSync(path.join(folder, 'kafka.999999999.partial'), '');
  expect(findCached('kafka')).toBeNull();
  await cached('kafka', fillWith('whole'));
  expect(readFileSync(path.join(place, 'kafka.jar'), 'utf8')).toBe('whole');
  expect(readdirSync(folder)).toEqual(['kafka']);
});
