import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sampleObstacle } from './sample-obstacle.js';

const folder = mkdtempSync(join(tmpdir(), 'docket-sample-'));
const file = join(folder, 'stores.json');
afterAll(() => rmSync(folder, { recursive: true }));

const obstacle = (id: string, currencies: string[]) => {
  writeFileSync(file, JSON.stringify({ stores: [{ id, currencies }] }));
  return sampleObstacle(file);
};

test('the sample needs the store "uk" and that it sells in GBP', async () => {
  expect(await obstacle('uk', ['EUR', 'GBP'])).toBeUndefined();
  expect(await obstacle('uk', ['EUR'])).toContain('has one that does not');
  expect(await obstacle('de', ['GBP'])).toContain('has none');
});
