import { pino } from 'pino';
import { v7 as uuid } from 'uuid';
import { Database } from '#platform/database.js';
import { eventually } from '../../../test/support/eventually.js';
import { mongoUrl } from '../../../test/support/services-needed.js';

/** A database of its own for one test, with what `declaring` makes on it before it opens. */
export async function withOwnDatabase<Made>(
  declaring: (database: Database) => Made,
): Promise<{ readonly database: Database; readonly made: Made }> {
  const database = new Database(mongoUrl(), `test-${uuid().slice(-12)}`, pino({ level: 'silent' }));
  const made = declaring(database);
  database.onModuleInit();
  await eventually(() => database.ping().then(() => true));
  return { database, made };
}
