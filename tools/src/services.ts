import process from 'node:process';
import type { Daemon } from '#infra/daemon.js';
import type { Infrastructure } from '#infra/infrastructure.js';
import { freePorts } from '#infra/ports.js';
import type { Run } from '#infra/run.js';
import { waitForDaemon } from '#infra/wait-for-daemon.js';
import { storesFile } from './verify-stores.js';

export const serviceNames = ['orders', 'payments', 'shipments', 'tax', 'gateway'] as const;
export type ServiceName = (typeof serviceNames)[number];

/** The port of each replica, by service. */
export type ServicePorts = Readonly<Record<ServiceName, readonly number[]>>;

export interface ReplicaSpec {
  readonly service: ServiceName;
  /** From 1. */
  readonly number: number;
  readonly port: number;
  readonly env: Readonly<Record<string, string>>;
  /** Arguments of Node before the program's file. */
  readonly nodeOptions?: readonly string[];
  /** How long it may take to end when it is asked to; 20 s when left out. */
  readonly graceMs?: number;
}

/** One running process of a service. */
export interface Replica extends ReplicaSpec {
  /** `orders-1`, which names its log too. */
  readonly name: string;
  readonly url: string;
  readonly process: Daemon;
}

/** Starts one replica and waits until it is ready. Throws with the end of its log when it does not get there. */
export async function startReplica(run: Run, spec: ReplicaSpec): Promise<Replica> {
  const replica = launchReplica(run, spec);
  try {
    await waitForDaemon(replica.process, () => serviceIsReady(replica.url), 60_000);
  } catch (error) {
    await replica.process.stop();
    throw error;
  }
  return replica;
}

// V8 sizes its space for new objects for throughput, and a service then keeps over 100 MB of garbage. The Dockerfile says the same.
const memoryOptions = ['--max-semi-space-size=4'];

/** Starts one replica as a process of its own and does not wait. */
export function launchReplica(run: Run, spec: ReplicaSpec): Replica {
  const name = `${spec.service}-${spec.number}`;
  const url = `http://127.0.0.1:${spec.port}`;
  const daemon = run.start({
    name,
    role: 'service',
    command: process.execPath,
    args: ['--enable-source-maps', ...memoryOptions, ...(spec.nodeOptions ?? []), `dist/apps/${spec.service}/src/main.js`],
    env: { HOST: '127.0.0.1', PORT: String(spec.port), ...spec.env },
    graceMs: spec.graceMs ?? 20_000,
  });
  return { ...spec, name, url, process: daemon };
}

/** The environment that all services share: where the others are. `STORES_FILE` and whatever else the caller's own has, stays. */
export function serviceEnvironment(
  { kafkaBrokers, mongoUrl }: Pick<Infrastructure, 'kafkaBrokers' | 'mongoUrl'>,
  ports: ServicePorts,
): Record<string, string> {
  const urls = (service: ServiceName) => ports[service].map((port) => `http://127.0.0.1:${port}`).join(',');
  return {
    KAFKA_BROKERS: kafkaBrokers,
    MONGO_URL: mongoUrl,
    MONGO_DATABASE: '', // each has its own
    STORES_FILE: storesFile(),
    // Of gift cards on this machine; a real one must stay the same for as long as there are any.
    CREDIT_CODE_KEY: process.env.CREDIT_CODE_KEY ?? 'the secret of this machine alone',
    ORDERS_URL: urls('orders'),
    PAYMENTS_URL: urls('payments'),
    SHIPMENTS_URL: urls('shipments'),
    TAX_URL: urls('tax'),
  };
}

/** Free ports for a number of replicas each; one replica of a service that is not named. */
export async function freeServicePorts(replicas: Partial<Record<ServiceName, number>> = {}): Promise<ServicePorts> {
  const counts = serviceNames.map((service) => [service, replicas[service] ?? 1] as const);
  const ports = await freePorts(counts.reduce((sum, [, count]) => sum + count, 0));
  return Object.fromEntries(counts.map(([service, count]) => [service, ports.splice(0, count)])) as unknown as ServicePorts;
}

/** What has to be started to have a replica on each port. */
export function replicaSpecs(ports: ServicePorts, env: Readonly<Record<string, string>>): ReplicaSpec[] {
  return serviceNames.flatMap((service) => ports[service].map((port, index) => ({ service, number: index + 1, port, env })));
}

/** Whether the service with this base URL answers, and says that it takes part. */
export async function serviceIsReady(url: string): Promise<boolean> {
  try {
    const response = await fetch(`${url}/health/ready`, { signal: AbortSignal.timeout(2_000) });
    await response.body?.cancel();
    return response.status === 200;
  } catch {
    return false;
  }
}
