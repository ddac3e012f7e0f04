import type { Database } from './database.js';
import { DocumentNumbers } from './document-numbers.js';

/** What MongoDB does with `$inc` on one collection of counters. */
function counters() {
  const taken = new Map<string, number>();
  let writes = 0;
  let broken = false;
  const collection = () => ({
    async findOneAndUpdate({ _id }: { _id: string }, { $inc }: { $inc: { taken: number } }) {
      if (broken) throw new Error('the database is away');
      writes += 1;
      const value = (taken.get(_id) ?? 0) + $inc.taken;
      taken.set(_id, value);
      return { _id, taken: value };
    },
  });
  return {
    database: { collection } as unknown as Database,
    writes: () => writes,
    breaks: (now: boolean) => {
      broken = now;
    },
  };
}

const noon = new Date('2026-11-24T12:00:00.000Z');

test.each([
  ['CO{yyMMdd}-{00001}', 'CO261124-00001'],
  ['{00001}', '00001'],
  ['{1}', '1'],
  ['PI-{001}/{yyMMdd}', 'PI-001/261124'],
  ['X$&{01}', 'X$&01'],
])('the first number by the template %s is %s', async (template, number) => {
  expect(await new DocumentNumbers(counters().database).next(template, noon)).toBe(number);
});

test('the day is that in UTC', async () => {
  const numbers = new DocumentNumbers(counters().database);
  expect(await numbers.next('{yyMMdd}-{1}', new Date('2026-12-31T23:59:59.999Z'))).toBe('261231-1');
  expect(await numbers.next('{yyMMdd}-{1}', new Date('2027-01-01T00:00:00.000Z'))).toBe('270101-1');
});

test('numbers count on, longer than the template when they must be', async () => {
  const numbers = new DocumentNumbers(counters().database);
  const given: string[] = [];
  for (let count = 0; count < 101; count += 1) given.push(await numbers.next('{01}', noon));
  expect([given[0], given[8], given[9], given[99], given[100]]).toEqual(['01', '09', '10', '100', '101']);
});

test('many at once are all different, and a write serves a block of them', async () => {
  const { database, writes } = counters();
  const numbers = new DocumentNumbers(database);
  const given = await Promise.all(Array.from({ length: 500 }, () => numbers.next('CO{yyMMdd}-{00001}', noon)));
  expect(new Set(given).size).toBe(500);
  expect(writes()).toBe(10);
});

test('two processes never give the same number', async () => {
  const { database } = counters();
  const processes = [new DocumentNumbers(database), new DocumentNumbers(database)];
  const given = await Promise.all(Array.from({ length: 300 }, (_, index) => processes[index % 2]?.next('{1}', noon)));
  expect(new Set(given).size).toBe(300);
});

test('templates that come to the same text but for the width of their counter share it', async () => {
  const numbers = new DocumentNumbers(counters().database);
  expect([await numbers.next('CO{00001}', noon), await numbers.next('CO{1}', noon)]).toEqual(['CO00001', 'CO2']);
});

test('a template without a counter is thrown', async () => {
  await expect(new DocumentNumbers(counters().database).next('CO{yyMMdd}', noon)).rejects.toThrow('"CO{yyMMdd}" has no counter');
});

test('a database that is away is thrown, and asked again the next time', async () => {
  const { database, breaks } = counters();
  const numbers = new DocumentNumbers(database);
  breaks(true);
  const failed = await Promise.allSettled([numbers.next('{1}', noon), numbers.next('{1}', noon)]);
  expect(failed.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  breaks(false);
  expect(await numbers.next('{1}', noon)).toBe('1');
});

test('more series than are remembered cost numbers, but never give one twice', async () => {
  const numbers = new DocumentNumbers(counters().database);
  const given: string[] = [];
  for (let round = 0; round < 2; round += 1) {
    for (let series = 0; series < 1_100; series += 1) given.push(await numbers.next(`S${series}-{1}`, noon));
  }
  expect(new Set(given).size).toBe(given.length);
});
