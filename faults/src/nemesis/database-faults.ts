import { type MongoClient, withMongo } from '#infra/mongo/client.js';
import type { Begun, Fault, Stage } from './fault.js';
import { memberAddresses, primaryOf } from './primary.js';

export const databaseFaults: readonly Fault[] = [
  { name: 'primary steps down', lasts: [5, 15], begin: stepDown },
  { name: 'disk of a database member hangs', lasts: [5, 25], begin: hungDisk },
];

async function stepDown({ mongo }: Stage): Promise<Begun> {
  const what = (await primaryOf(mongo)) ?? 'no primary';
  // A lone member may only by force, and is elected again afterwards.
  await mongo.db('admin').command({ replSetStepDown: 10, secondaryCatchUpPeriodSecs: 2, force: true });
  return { what, end: async () => {} };
}

/** The member's own lock on its files: writes wait as on a disk that does not answer, and heartbeats go on. */
async function hungDisk({ mongo, random }: Stage): Promise<Begun> {
  const addresses = await memberAddresses(mongo);
  const name = (random.chance(0.5) ? await primaryOf(mongo) : undefined) ?? random.pick([...addresses.keys()]);
  const url = `mongodb://${addresses.get(name)}/?directConnection=true`;
  const tell = (action: (client: MongoClient) => Promise<unknown>) => withMongo(url, 10_000, action);
  await tell((client) => client.db('admin').command({ fsync: 1, lock: true }));
  return { what: name, end: () => tell((client) => client.db('admin').command({ fsyncUnlock: 1 })).then(() => undefined) };
}
