import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Infrastructure } from '#infra/infrastructure.js';
import type { Run } from '#infra/run.js';
import { freeServicePorts, replicaSpecs, serviceEnvironment, serviceNames, startReplica } from '#tools/services.js';
import type { MeasuredProcess } from './process-usage.js';
import { loadGenerator } from './programs.js';

/** A process of a service, with its base URL. */
export interface ServiceProcess extends MeasuredProcess {
  readonly url: string;
}

/** The services on a broker and a database. */
export interface BenchSystem {
  readonly infrastructure: Infrastructure;
  readonly replicas: number;
  readonly gateways: readonly string[];
  readonly services: readonly ServiceProcess[];
  /** The services, Kafka and MongoDB where they are local processes, and this one. */
  readonly processes: readonly MeasuredProcess[];
  /** The data directory of the broker, where it is a local process. */
  readonly brokerDirectory: string | undefined;
  /** Ends the services; the broker and the database stay for the next ones. */
  stop(): Promise<void>;
}

/** Starts so many processes of each service, with these settings over their own. */
export async function startBenchSystem(
  run: Run,
  infrastructure: Infrastructure,
  replicas: number,
  settings: Readonly<Record<string, string>> = {},
): Promise<BenchSystem> {
  const ports = await freeServicePorts(Object.fromEntries(serviceNames.map((service) => [service, replicas])));
  const started = await Promise.all(
    replicaSpecs(ports, { ...serviceEnvironment(infrastructure, ports), ...settings }).map((spec) => startReplica(run, spec)),
  );
  const services = started.map(({ name, service, url, process: { pid } }) => ({ name, program: service, url, pid }));
  const brokerDirectory = path.join(run.directory, 'kafka-1', 'data');
  return {
    infrastructure,
    replicas,
    services,
    gateways: services.filter(({ program }) => program === 'gateway').map(({ url }) => url),
    processes: [
      ...services,
      ...infrastructure.processes.map(({ name, pid }) => ({ name, program: name.replace(/-\d+$/, ''), pid })),
      { name: loadGenerator, program: loadGenerator, pid: process.pid },
    ],
    brokerDirectory: existsSync(brokerDirectory) ? brokerDirectory : undefined,
    stop: async () => void (await Promise.all(started.map((replica) => replica.process.stop()))),
  };
}
