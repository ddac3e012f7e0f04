import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { countBatches, readTopicLogs } from './topic-logs.js';

/** A batch as a broker writes it, as far as it is read here. */
function batch(records: number, payloadBytes: number): Buffer {
  const bytes = Buffer.alloc(61 + payloadBytes);
  bytes.writeInt32BE(bytes.length - 12, 8);
  bytes.writeInt32BE(records, 57);
  return bytes;
}

test('batches, their records and their bytes are counted', () => {
  const segment = Buffer.concat([batch(3, 100), batch(1, 0), batch(7, 20)]);
  expect(countBatches(segment)).toEqual({ batches: 3, records: 11, bytes: segment.length });
});

test('what is not written whole does not count', () => {
  const whole = batch(3, 100);
  expect(countBatches(Buffer.concat([whole, batch(5, 50).subarray(0, 80)]))).toEqual({ batches: 1, records: 3, bytes: whole.length });
  expect(countBatches(Buffer.concat([whole, Buffer.alloc(200)]))).toEqual({ batches: 1, records: 3, bytes: whole.length });
  expect(countBatches(Buffer.alloc(0))).toEqual({ batches: 0, records: 0, bytes: 0 });
});

test('all partitions of the topics are read, and no other', () => {
  const directory = mkdtempSync(path.join(tmpdir(), 'topic-logs-'));
  try {
    for (const [folder, records] of [
      ['a.events-0', 1],
      ['a.events-11', 2],
      ['b-0', 4],
      ['a.events.more-0', 8],
    ] as const) {
      mkdirSync(path.join(directory, folder));
      writeFileSync(path.join(directory, folder, '00000000000000000000.log'), batch(records, 0));
      writeFileSync(path.join(directory, folder, '00000000000000000000.index'), batch(16, 0));
    }
    expect(readTopicLogs(directory, ['a.events', 'b'])).toEqual({ batches: 3, records: 7, bytes: 3 * 61 });
  } finally {
    rmSync(directory, { recursive: true });
  }
});
