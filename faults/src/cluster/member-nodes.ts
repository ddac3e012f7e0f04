import { withMongo } from '#infra/mongo/client.js';
import { launchMember } from '#infra/mongo/member.js';
import type { Doors } from './doors.js';
import { ManagedNode } from './managed-node.js';
import { mongoProtocol } from './protocol.js';
import type { Site } from './site.js';

export const replicaSet = 'docket';

/** The members of one replica set: `mongo-1` and so on, one for each of the doors. Ready is who answers, whatever its state. */
export function memberNodes(site: Site, binary: string, doors: readonly Doors[]): ManagedNode[] {
  return doors.map(({ own, proxy }, index) => {
    const name = `mongo-${index + 1}`;
    return new ManagedNode({
      name,
      kind: 'member',
      launch: () => launchMember(site.run, binary, { memberId: index + 1, port: own, replicaSet }),
      isReady: () => answersHello(own),
      proxies: [site.proxy({ to: name, port: proxy, targetPort: own, protocol: mongoProtocol })],
      clock: null,
    });
  });
}

async function answersHello(port: number): Promise<boolean> {
  try {
    await withMongo(`mongodb://127.0.0.1:${port}/?directConnection=true`, 1_000, (client) => client.db('admin').command({ hello: 1 }));
    return true;
  } catch {
    return false;
  }
}
