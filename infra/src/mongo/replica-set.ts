import { setTimeout as delay } from 'node:timers/promises';
import { type MongoClient, withMongo } from './client.js';

/**
 * Makes one replica set of the members, or keeps it, and waits until one of them takes writes. The first one decides what there was.
 * The ports are those under which members find each other.
 */
export async function formReplicaSet(name: string, ports: readonly number[]): Promise<void> {
  const members = ports.map((port, id) => ({ _id: id, host: `127.0.0.1:${port}` }));
  await withMongo(`mongodb://${members[0]?.host}/?directConnection=true`, 5_000, async (client) => {
    await configure(client, { _id: name, members });
    await waitForPrimary(client);
  });
}

interface ReplicaSetConfig {
  readonly _id: string;
  readonly version?: number;
  readonly members: readonly { readonly _id: number; readonly host: string }[];
}

/** The members' addresses are part of the stored data: on other ports than last time they would not know themselves. */
async function configure(client: MongoClient, wanted: ReplicaSetConfig): Promise<void> {
  const found = await findConfig(client);
  if (!found) {
    await client.db('admin').command({ replSetInitiate: wanted });
  } else if (addresses(found) !== addresses(wanted)) {
    const config = { ...found, members: wanted.members, version: (found.version ?? 1) + 1 };
    await client.db('admin').command({ replSetReconfig: config, force: true });
  }
}

async function findConfig(client: MongoClient): Promise<ReplicaSetConfig | null> {
  return client.db('local').collection<ReplicaSetConfig>('system.replset').findOne();
}

function addresses({ members }: ReplicaSetConfig): string {
  return members.map((member) => member.host).join();
}

async function waitForPrimary(client: MongoClient): Promise<void> {
  const deadline = Date.now() + 30_000;
  while (!(await client.db('admin').command({ hello: 1 })).primary) {
    if (Date.now() > deadline) throw new Error('MongoDB: no member of the replica set takes writes after 30 s');
    await delay(50);
  }
}
