import type { Node, NodeKind } from '../cluster/cluster.js';
import { type Begun, type Fault, nodesOf, type Stage } from './fault.js';
import { primaryOf } from './primary.js';

// Longer than any session (10 s), time limit of a rebalance (20 s), socket of the database (10 s) and broker's session (9 s).
const LONGER_THAN_ANY_LEASE = [25, 40] as const;

export const processFaults: readonly Fault[] = [
  { name: 'replica killed', lasts: [1, 15], begin: async (stage) => killed([pick(stage, 'service')]) },
  { name: 'all replicas of a service killed', lasts: [1, 10], begin: async (stage) => killed(replicasOfOne(stage)) },
  { name: 'broker killed', lasts: [1, 20], begin: async (stage) => killed([pick(stage, 'broker')]) },
  { name: 'database member killed', lasts: [1, 20], begin: async (stage) => killed([await pickMember(stage)]) },
  { name: 'replica frozen', lasts: LONGER_THAN_ANY_LEASE, begin: async (stage) => frozen(pick(stage, 'service')) },
  { name: 'broker frozen', lasts: LONGER_THAN_ANY_LEASE, begin: async (stage) => frozen(pick(stage, 'broker')) },
  { name: 'database member frozen', lasts: LONGER_THAN_ANY_LEASE, begin: async (stage) => frozen(await pickMember(stage)) },
  { name: 'rolling restart of all services', lasts: [0, 0], begin: restartedInTurn },
];

function pick({ cluster, random }: Stage, kind: NodeKind): Node {
  return random.pick(nodesOf(cluster, kind));
}

function replicasOfOne({ cluster, random }: Stage): Node[] {
  const services = nodesOf(cluster, 'service');
  const service = random.pick(services).service;
  return services.filter((node) => node.service === service);
}

/** The primary in half of the cases: the others are missed less. */
async function pickMember(stage: Stage): Promise<Node> {
  const members = nodesOf(stage.cluster, 'member');
  const primary = stage.random.chance(0.5) ? await primaryOf(stage.mongo) : undefined;
  return members.find(({ name }) => name === primary) ?? stage.random.pick(members);
}

async function killed(nodes: readonly Node[]): Promise<Begun> {
  await Promise.all(nodes.map((node) => node.kill()));
  return { what: names(nodes), end: async () => void (await Promise.all(nodes.map((node) => node.start()))) };
}

async function frozen(node: Node): Promise<Begun> {
  node.freeze();
  return { what: node.name, end: async () => node.thaw() };
}

/** As a deployment does: one replica after the other, each ended gently and waited for. */
async function restartedInTurn({ cluster }: Stage): Promise<Begun> {
  const services = nodesOf(cluster, 'service');
  for (const node of services) {
    await node.stop();
    await node.start();
  }
  return { what: names(services), end: async () => {} };
}

const names = (nodes: readonly Node[]) => nodes.map(({ name }) => name).join(', ');
