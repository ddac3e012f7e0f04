import { type Infrastructure, startInfrastructure } from '#infra/infrastructure.js';
import type { Run } from '#infra/run.js';
import { freeServicePorts, replicaSpecs, serviceEnvironment, startReplica } from '#tools/services.js';
import { createTopics } from '#tools/topics.js';
import type { MeasuredProcess } from './process-usage.js';

export interface BenchSystem {
  readonly infrastructure: Infrastructure;
  /** Base URL of the gateway. */
  readonly gateway: string;
  /** The services, Kafka and MongoDB where they are local processes, and this one. */
  readonly processes: readonly MeasuredProcess[];
}

/** Starts everything anew: a broker, a database, the topics, and each service as a process of its own. */
export async function startBenchSystem(run: Run, onStep: (what: string) => void): Promise<BenchSystem> {
  const infrastructure = await startInfrastructure(run, onStep);
  await createTopics(infrastructure.kafkaBrokers);
  onStep('Starting the services');
  const ports = await freeServicePorts();
  const specs = replicaSpecs(ports, serviceEnvironment(infrastructure, ports));
  const replicas = await Promise.all(specs.map((spec) => startReplica(run, spec)));
  const gateway = replicas.find(({ service }) => service === 'gateway');
  if (!gateway) throw new Error('there is no gateway among the services');
  return {
    infrastructure,
    gateway: gateway.url,
    processes: [
      ...replicas.map(({ service, process }) => ({ name: service, pid: process.pid })),
      ...infrastructure.processes.map(({ name, pid }) => ({ name, pid })),
      { name: 'load generator', pid: process.pid },
    ],
  };
}
