import { kafkaJars } from '#infra/kafka/jars.js';
import { mongodBinary } from '#infra/mongo/binary.js';
import { formReplicaSet } from '#infra/mongo/replica-set.js';
import type { Run } from '#infra/run.js';
import { SetupError } from '#infra/setup-error.js';
import { serviceEnvironment } from '#tools/services.js';
import { createTopics } from '#tools/topics.js';
import { brokerNodes } from './broker-nodes.js';
import { clockLibrary } from './clock-library.js';
import { type Cluster, type Profile, REPLICAS } from './cluster.js';
import { DisturbedNetwork } from './disturbed-network.js';
import { freeDoors, portsOf } from './doors.js';
import type { ManagedNode } from './managed-node.js';
import { memberNodes, replicaSet } from './member-nodes.js';
import { nodeClock } from './node-clock.js';
import { NodeProxy } from './node-proxy.js';
import { serviceNodes } from './service-nodes.js';
import type { Site } from './site.js';
import { SocketOwners } from './socket-owner.js';

export interface ClusterOptions {
  readonly onStep: (what: string) => void;
  /** Added to the environment of every service. */
  readonly serviceEnv?: Readonly<Record<string, string>>;
  /** Arguments of Node for every service, before the program's file. */
  readonly nodeOptions?: readonly string[];
}

/** Starts brokers, members, topics and services, with a proxy before each; all ends with the run. Throws SetupError. */
export async function startCluster(
  run: Run,
  profile: Profile,
  { onStep, serviceEnv = {}, nodeOptions = [] }: ClusterOptions,
): Promise<Cluster> {
  if (process.platform !== 'linux')
    throw new SetupError('The fault suite runs on Linux only.', 'Run it in a container or a virtual machine.');
  const [jars, mongod, library] = await Promise.all([kafkaJars(onStep), mongodBinary(onStep), clockLibrary(onStep)]);
  const nodes: ManagedNode[] = [];
  const network = new DisturbedNetwork();
  const running = () => nodes.flatMap(({ name, pid }) => (pid === null ? [] : { name, pid }));
  const owners = new SocketOwners(() => [...running(), { name: 'clients', pid: process.pid }]);
  const proxies: NodeProxy[] = [];
  const site: Site = {
    run,
    proxy(spec) {
      const proxy = new NodeProxy(spec, network, (client) => owners.ownerOf(client));
      proxies.push(proxy);
      return proxy;
    },
    clock: (name) => (library === null ? null : nodeClock(library, run.directory, name)),
  };
  run.onClose(async () => {
    for (const proxy of proxies) proxy.close();
    await network.close();
  });

  const size = profile === 'full' ? 3 : 1;
  const doors = await freeDoors(size, REPLICAS);
  const kafkaBrokers = doors.brokers.map(({ clients }) => `127.0.0.1:${clients.proxy}`).join();
  const mongoUrl = `mongodb://${doors.members.map(({ proxy }) => `127.0.0.1:${proxy}`).join()}/?replicaSet=${replicaSet}`;
  nodes.push(...brokerNodes(site, jars, doors.brokers), ...memberNodes(site, mongod, doors.members));
  onStep(`Starting ${nodes.map(({ name }) => name).join(', ')}`);
  await Promise.all(nodes.map((node) => node.start()));
  await formReplicaSet(
    replicaSet,
    doors.members.map(({ proxy }) => proxy),
  );
  await createTopics(kafkaBrokers, size);

  onStep('Starting the services, each twice');
  const gateways = portsOf(doors.services, 'proxy').gateway.map((port) => `http://127.0.0.1:${port}`);
  const env = { ...serviceEnvironment({ kafkaBrokers, mongoUrl }, portsOf(doors.services, 'proxy')), ...serviceEnv };
  const services = serviceNodes(site, doors.services, env, nodeOptions);
  nodes.push(...services);
  await Promise.all(services.map((node) => node.start()));
  return {
    profile,
    nodes,
    network,
    gateways,
    kafkaBrokers,
    mongoUrl,
    clocks: library !== null,
    directory: run.directory,
  };
}
