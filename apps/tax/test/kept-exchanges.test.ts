import { pino } from 'pino';
import { v7 as uuid } from 'uuid';
import { Database } from '#platform/database.js';
import { eventually } from '../../../test/support/eventually.js';
import { mongoUrl } from '../../../test/support/services-needed.js';
import { TaxExchanges } from '../src/storage/tax-exchanges.js';

const log = pino({ level: 'silent' });
const order = { orderId: 'o-1', taxTransactionId: 't-1', orderNumber: 'SO-1' } as never;
const exchange = (number: number) => ({
  ...{ askedAt: new Date(Date.UTC(2026, 10, 20, 9, 0, number)), milliseconds: 12, method: 'POST', path: '/create', status: 201 },
  ...{ request: { $number: number, lines: 'x'.repeat(2_000_000) }, answer: { 'a.b': null, totalTax: 5.04 } },
});

let database: Database;
const exchangesFor = (days: number, on = database) => new TaxExchanges(on, { AVATAX_LOG_DAYS: days } as never, log);

beforeAll(async () => {
  database = new Database(mongoUrl(), `test-${uuid().slice(-12)}`, log);
  exchangesFor(1);
  database.onModuleInit();
  await eventually(() => database.ping().then(() => true));
});
afterAll(() => database.close());

it('are read as they were, the newest first, and go in time', async () => {
  const exchanges = exchangesFor(2);
  for (const number of [1, 2, 3]) await exchanges.keeperOf(order)(exchange(number));
  const [third, second] = await exchanges.ofOrder('o-1', 2);
  expect(third).toMatchObject({ orderId: 'o-1', taxTransactionId: 't-1', code: 'SO-1', askedAt: '2026-11-20T09:00:03.000Z', status: 201 });
  const rest = await exchanges.ofOrder('o-1', 5, [second?.askedAt as string, second?.id as string]);
  expect(rest.map(({ askedAt }) => askedAt)).toEqual(['2026-11-20T09:00:01.000Z']);
  const { askedAt, ...word } = exchange(3);
  expect(await exchanges.find(third?.id as string)).toMatchObject({ ...word, askedAt: askedAt.toISOString() });
  expect(await exchanges.ofOrder('another', 5)).toEqual([]);
  const collection = database.collection<{ expiresAt?: Date }>('taxExchanges');
  const { expiresAt } = (await collection.findOne({})) as { expiresAt: Date };
  expect(Math.round((expiresAt.getTime() - Date.now()) / 86_400_000)).toBe(2);
  expect(await collection.indexes()).toContainEqual(expect.objectContaining({ key: { expiresAt: 1 }, expireAfterSeconds: 0 }));
});

it('are kept for good where the setting says so', async () => {
  const forGood = { ...(order as object), orderId: 'o-2' } as never;
  await exchangesFor(0).keeperOf(forGood)(exchange(1));
  expect(await database.collection('taxExchanges').findOne({ orderId: 'o-2' } as object)).not.toHaveProperty('expiresAt');
});

it('stand in nobody’s way where they cannot be kept', async () => {
  const away = new Database('mongodb://127.0.0.1:9', 'none', log);
  await expect(exchangesFor(1, away).keeperOf(order)(exchange(1))).resolves.toBeUndefined();
  await away.close();
});
