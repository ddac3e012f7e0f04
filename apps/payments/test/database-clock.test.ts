import { DatabaseClock } from '#platform/database-clock.js';
import { Unavailable } from '#platform/outage.js';
import { ownDatabase, withOwnDatabase } from './own-database.js';

const HOUR = 3_600_000;

test.each([-25 * HOUR, 25 * HOUR])("it goes by the database's clock, also when the replica's own is %d ms off", async (wrong) => {
  const { database } = await withOwnDatabase(() => undefined);
  const clock = new DatabaseClock(database);
  const own = Date.now;
  const right = own();
  Date.now = () => own() + wrong;
  try {
    const first = await clock.now();
    expect(Math.abs(first - right)).toBeLessThan(HOUR);
    // Counted on while the database is away.
    await database.close();
    expect(await clock.now()).toBeGreaterThanOrEqual(first);
  } finally {
    Date.now = own;
  }
});

test('before the database was reached, it does not guess', async () => {
  await expect(new DatabaseClock(ownDatabase()).now()).rejects.toThrow(Unavailable);
});
