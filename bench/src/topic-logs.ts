import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** What a broker has written of some topics. A producer's send of one partition is one batch. */
export interface LogContents {
  readonly batches: number;
  readonly records: number;
  readonly bytes: number;
}

// Fixed places in a record batch, https://kafka.apache.org/documentation/#recordbatch
const LENGTH_AT = 8;
const COUNT_AT = 57;
const HEADER_BYTES = 61;

/** All partitions of the topics in a broker's data directory. Throws when the directory cannot be read. */
export function readTopicLogs(directory: string, topics: readonly string[]): LogContents {
  const folders = readdirSync(directory).filter((name) => topics.includes(name.slice(0, name.lastIndexOf('-'))));
  const files = folders.flatMap((folder) =>
    readdirSync(path.join(directory, folder))
      .filter((name) => name.endsWith('.log'))
      .map((name) => path.join(directory, folder, name)),
  );
  return files
    .map((file) => countBatches(readFileSync(file)))
    .reduce((sum, log) => ({ batches: sum.batches + log.batches, records: sum.records + log.records, bytes: sum.bytes + log.bytes }), {
      batches: 0,
      records: 0,
      bytes: 0,
    });
}

/** What a segment file holds; a batch that is still being written at its end does not count. */
export function countBatches(segment: Buffer): LogContents {
  let batches = 0;
  let records = 0;
  let at = 0;
  while (at + HEADER_BYTES <= segment.length) {
    const size = LENGTH_AT + 4 + segment.readInt32BE(at + LENGTH_AT);
    if (at + size > segment.length || size < HEADER_BYTES) break;
    batches += 1;
    records += segment.readInt32BE(at + COUNT_AT);
    at += size;
  }
  return { batches, records, bytes: at };
}
