import { acceptsConnections } from '#infra/accepts-connections.js';
import { launchReplica, replicaSpecs, serviceIsReady } from '#tools/services.js';
import { type ClusterDoors, type Doors, portsOf } from './doors.js';
import { ManagedNode } from './managed-node.js';
import type { Site } from './site.js';

/** Every replica of every service: `orders-1` and so on. A run's end waits for none of them: what they hold is thrown away. */
export function serviceNodes(
  site: Site,
  doors: ClusterDoors['services'],
  env: Readonly<Record<string, string>>,
  nodeOptions: readonly string[],
): ManagedNode[] {
  return replicaSpecs(portsOf(doors, 'own'), env).map((spec) => {
    const { service, number, port } = spec;
    const name = `${service}-${number}`;
    const { proxy } = doors[service][number - 1] as Doors;
    const clock = site.clock(name);
    const url = `http://127.0.0.1:${port}`;
    return new ManagedNode({
      name,
      kind: 'service',
      service,
      url,
      launch: () => launchReplica(site.run, { ...spec, env: { ...env, ...clock?.env }, nodeOptions, graceMs: 0 }).process,
      listens: () => acceptsConnections(port),
      isReady: () => serviceIsReady(url),
      proxies: [site.proxy({ to: name, port: proxy, targetPort: port, protocol: null })],
      clock,
    });
  });
}
