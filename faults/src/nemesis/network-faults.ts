import type { Cluster } from '../cluster/cluster.js';
import type { Disturbance, Flow } from '../cluster/network.js';
import { type Begun, documentServices, type Fault, nodesOf, type Stage } from './fault.js';

export const networkFaults: readonly Fault[] = [
  { name: 'partition between two', lasts: [10, 35], begin: async (stage) => disturbed(stage, bothWays(pair(stage)), { kind: 'silence' }) },
  {
    name: 'one node cut off from all',
    lasts: [10, 35],
    begin: async (stage) => disturbed(stage, bothWays(fromAll(stage)), { kind: 'silence' }),
  },
  { name: 'connections reset', lasts: [1, 12], begin: async (stage) => disturbed(stage, bothWays(fromAll(stage)), { kind: 'cut' }) },
  {
    name: 'connections half closed',
    lasts: [5, 10],
    begin: async (stage) => disturbed(stage, bothWays(fromAll(stage)), { kind: 'half-close' }),
  },
  { name: 'slow network', lasts: [10, 20], begin: slow },
  { name: 'narrow network', lasts: [10, 20], begin: narrow },
  { name: 'delivery delayed', lasts: [10, 20], begin: delayedDelivery },
  { name: 'reply to a produce request lost', lasts: [5, 15], begin: (stage) => lostReplies(stage, 'produce') },
  { name: 'reply to a database write lost', lasts: [5, 15], begin: (stage) => lostReplies(stage, 'write') },
];

/** Two that speak with each other. */
function pair({ cluster, random }: Stage): Flow {
  return random.pick(conversations(cluster));
}

function conversations(cluster: Cluster): Flow[] {
  const services = documentServices(cluster);
  const gateways = nodesOf(cluster, 'service').filter(({ service }) => service === 'gateway');
  const [brokers, members] = [nodesOf(cluster, 'broker'), nodesOf(cluster, 'member')];
  const between = (froms: readonly { name: string }[], tos: readonly { name: string }[]) =>
    froms.flatMap(({ name: from }) => tos.filter(({ name }) => name !== from).map(({ name: to }) => ({ from, to })));
  return [
    ...between(services, brokers),
    ...between(services, members),
    ...between(gateways, services),
    ...between(brokers, brokers),
    ...between(members, members),
  ];
}

function fromAll({ cluster, random }: Stage): Flow {
  return { from: random.pick(cluster.nodes).name, to: '*' };
}

/** A connection belongs to whoever began it, and trouble between two does not ask who that was. */
function bothWays({ from, to }: Flow): Flow[] {
  return [
    { from, to },
    { from: to, to: from },
  ];
}

function disturbed({ cluster }: Stage, flows: readonly Flow[], disturbance: Disturbance): Begun {
  const ends = flows.map((flow) => cluster.network.disturb(flow, disturbance));
  const [{ from, to }] = flows as [Flow];
  return {
    what: `${from} and ${to === '*' ? 'all others' : to}${details(disturbance)}`,
    end: async () => {
      for (const end of ends) end();
    },
  };
}

async function slow(stage: Stage): Promise<Begun> {
  const milliseconds = stage.random.integer(20, 400);
  return disturbed(stage, bothWays(fromAll(stage)), { kind: 'delay', milliseconds, jitter: milliseconds });
}

async function narrow(stage: Stage): Promise<Begun> {
  return disturbed(stage, bothWays(fromAll(stage)), { kind: 'throttle', bytesPerSecond: stage.random.integer(20_000, 200_000) });
}

/** A replica hears of events only seconds later, near the time limit of its requests, while the others go on. */
async function delayedDelivery(stage: Stage): Promise<Begun> {
  const { name } = stage.random.pick(documentServices(stage.cluster));
  const flows = nodesOf(stage.cluster, 'broker').map((broker) => ({ from: name, to: broker.name }));
  return disturbed(stage, flows, { kind: 'delay', milliseconds: stage.random.integer(2_000, 7_000), jitter: 1_000 });
}

async function lostReplies(stage: Stage, to: 'produce' | 'write'): Promise<Begun> {
  const { random, cluster } = stage;
  const services = documentServices(cluster).map(({ name }) => name);
  const from = random.pick(services);
  const disturbance: Disturbance = {
    kind: 'lose-replies',
    to,
    count: random.integer(1, 5),
    connection: random.pick(['kept', 'cut'] as const),
  };
  const targets = nodesOf(cluster, to === 'produce' ? 'broker' : 'member');
  return disturbed(
    stage,
    targets.map(({ name }) => ({ from, to: name })),
    disturbance,
  );
}

function details(disturbance: Disturbance): string {
  switch (disturbance.kind) {
    case 'delay':
      return `, ${disturbance.milliseconds} ms more`;
    case 'throttle':
      return `, ${Math.round(disturbance.bytesPerSecond / 1_000)} kB/s`;
    case 'lose-replies':
      return `, ${disturbance.count} times, connection ${disturbance.connection}`;
    default:
      return '';
  }
}
