import type { Database } from './database.js';
import { DocumentError } from './group-commit.js';
import { indexName, isTaken, SeriesNumbers, seriesIndex, seriesOf } from './series-numbers.js';

const noon = new Date('2026-11-24T12:00:00.000Z');

test.each([
  ['{legalEntity}-{yyyy}-{00001}', 'ACME/ACME-2026-', 'ACME-2026-00007'],
  ['R{yyyy}/{1}', 'ACME/R2026/', 'R2026/7'],
  ['{yyyy}-{legalEntity}-{legalEntity}-{01}', 'ACME/2026-ACME-ACME-', '2026-ACME-ACME-07'],
])('the template %s has the series %s', (template, name, seventh) => {
  const series = seriesOf(template, 'ACME', noon);
  expect([series.name, series.numberOf(7)]).toEqual([name, seventh]);
});

test('a year has its own series, in UTC; the width of the counter has not', () => {
  const at = (time: string, template = '{yyyy}-{001}') => seriesOf(template, 'ACME', new Date(time)).name;
  expect(at('2026-12-31T23:59:59.999Z')).toBe('ACME/2026-');
  expect(at('2027-01-01T00:00:00.000Z')).toBe('ACME/2027-');
  expect(at('2027-01-01T00:00:00.000Z', '{yyyy}-{1}')).toBe('ACME/2027-');
});

const taken = () =>
  new DocumentError({
    index: 0,
    code: 11_000,
    errmsg: `E11000 duplicate key error collection: x.y index: ${indexName(seriesIndex.key)} dup key: { }`,
  });

test('a number that another document has is told from other errors', () => {
  expect(isTaken(taken(), seriesIndex.key)).toBe(true);
  expect(isTaken(taken(), { 'state.orderId': 1, 'state.turn': 1 })).toBe(false);
  expect(isTaken(new Error('the database is away'), seriesIndex.key)).toBe(false);
});

/** A series of documents that processes share, as the database keeps it: no number twice. */
function shared() {
  const documents: number[] = [];
  let reads = 0;
  const findOne = async () => {
    reads += 1;
    return documents.length === 0 ? null : { state: { sequence: Math.max(...documents) } };
  };
  const ownProcess = () => new SeriesNumbers({ collection: () => ({ findOne }) } as unknown as Database, 'invoices');
  const write = async (sequence: number) => {
    await Promise.resolve();
    if (documents.includes(sequence)) throw taken();
    documents.push(sequence);
    return { outcome: sequence, sequence };
  };
  return { documents, reads: () => reads, ownProcess, write };
}

test('one process reads once, and counts on by itself', async () => {
  const { ownProcess, write, reads } = shared();
  const numbers = ownProcess();
  expect(await Promise.all(Array.from({ length: 50 }, () => numbers.take('s', write)))).toEqual(
    Array.from({ length: 50 }, (_, index) => index + 1),
  );
  expect(reads()).toBe(1);
});

test('several processes give every number once, and leave none out', async () => {
  const { ownProcess, write, documents } = shared();
  const processes = [ownProcess(), ownProcess(), ownProcess()];
  await Promise.all(Array.from({ length: 90 }, (_, index) => processes[index % 3]?.take('s', write)));
  expect(documents.sort((one, other) => one - other)).toEqual(Array.from({ length: 90 }, (_, index) => index + 1));
});

test('a write that was refused, or failed, takes no number', async () => {
  const { ownProcess, write, documents } = shared();
  const numbers = ownProcess();
  await numbers.take('s', write);
  expect(await numbers.take('s', async () => ({ outcome: 'refused', sequence: undefined }))).toBe('refused');
  await expect(numbers.take('s', () => Promise.reject(new Error('the database is away')))).rejects.toThrow('away');
  await numbers.take('s', write);
  expect(documents).toEqual([1, 2]);
});

test('a write whose answer was lost is counted when it landed', async () => {
  const { ownProcess, write, documents } = shared();
  const numbers = ownProcess();
  const lost = numbers.take('s', async (sequence) => {
    await write(sequence);
    throw new Error('no answer');
  });
  await expect(lost).rejects.toThrow('no answer');
  await numbers.take('s', write);
  expect(documents).toEqual([1, 2]);
});
