import type { MongoClient } from '#infra/mongo/client.js';
import type { Cluster, Node, NodeKind } from '../cluster/cluster.js';
import type { Providers } from '../providers/provider.js';
import type { Random } from '../random.js';
import type { Intruder } from './intruder.js';

/** What a fault may touch. */
export interface Stage {
  readonly cluster: Cluster;
  readonly random: Random;
  readonly mongo: MongoClient;
  readonly intruder: Intruder;
  readonly providers: Providers;
}

/** A fault that has begun, and on what. */
export interface Begun {
  /** For people: `kafka-2 and kafka-3`. */
  readonly what: string;
  /** Heals it; resolves when what was stopped runs again. */
  end(): Promise<void>;
}

/** One sort of trouble; a row of the report. */
export interface Fault {
  readonly name: string;
  /** Seconds that it lasts, at least and at most. */
  readonly lasts: readonly [least: number, most: number];
  /** Whether it can happen here; it can if this is left out. */
  readonly isPossible?: (cluster: Cluster) => boolean;
  /** Chooses its target at random and begins. */
  begin(stage: Stage): Promise<Begun>;
}

export function nodesOf({ nodes }: Cluster, ...kinds: readonly NodeKind[]): Node[] {
  return nodes.filter(({ kind }) => kinds.includes(kind));
}

/** The replicas that own documents; gateways own none. */
export function documentServices(cluster: Cluster): Node[] {
  return nodesOf(cluster, 'service').filter(({ service }) => service !== 'gateway');
}
