import { pino } from 'pino';
import { v7 as uuid } from 'uuid';
import { Database } from '#platform/database.js';
import { eventually } from '../../../test/support/eventually.js';
import { FaultyProxy } from '../../../test/support/faulty-proxy.js';
import { mongoUrl } from '../../../test/support/services-needed.js';

/** A database of its own for one test, not open yet. */
export function ownDatabase(url = mongoUrl()): Database {
  return new Database(url, `test-${uuid().slice(-12)}`, pino({ level: 'silent' }));
}

/** The same, open, with what `declaring` makes on it before. */
export async function withOwnDatabase<Made>(
  declaring: (database: Database) => Made,
  url = mongoUrl(),
): Promise<{ readonly database: Database; readonly made: Made }> {
  const database = ownDatabase(url);
  const made = declaring(database);
  database.onModuleInit();
  await eventually(() => database.ping().then(() => true));
  return { database, made };
}

/** The same behind a proxy that can lose the answers of the database. */
export async function withDatabaseBehindProxy<Made>(declaring: (database: Database) => Made) {
  const proxy = await FaultyProxy.to(new URL(mongoUrl()).host);
  const own = await withOwnDatabase(declaring, `mongodb://127.0.0.1:${proxy.port}/?directConnection=true&retryWrites=false`);
  return {
    ...own,
    proxy,
    /** The next write to the collection is carried out, and its answer never arrives. */
    loseNextAnswer(collection: string): void {
      let isLost = false;
      proxy.loseAnswersTo((request) => {
        const hit = !isLost && request.includes(collection) && ['insert', 'update'].some((command) => request.includes(command));
        isLost ||= hit;
        return hit;
      });
    },
    async stop(): Promise<void> {
      await own.database.close();
      await proxy.away();
    },
  };
}
