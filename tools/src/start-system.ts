import { Listr } from 'listr2';
import { fixedPorts, type Infrastructure, startInfrastructure } from '#infra/infrastructure.js';
import { requireFreePorts } from '#infra/ports.js';
import type { Run } from '#infra/run.js';
import { portOf, wantedPort } from '#infra/system-ports.js';
import {
  type Replica,
  type ReplicaSpec,
  replicaSpecs,
  type ServicePorts,
  serviceEnvironment,
  serviceNames,
  startReplica,
} from './services.js';
import { StepLogger } from './step-logger.js';
import { createTopics } from './topics.js';

export interface System {
  readonly infrastructure: Infrastructure;
  readonly replicas: readonly Replica[];
  /** Base URL of the gateway. */
  readonly gateway: string;
}

/** Starts everything with a line per step, on the ports that README names. */
export async function startSystem(run: Run): Promise<System> {
  const ports = servicePorts();
  await requireFreePorts([...serviceNames.map(wantedPort), ...(await fixedPorts())]);
  const started = await new Listr<Started>(
    [
      {
        title: 'Kafka and MongoDB',
        task: async (context, task) => {
          context.infrastructure = await startInfrastructure(run, (what) => {
            task.output = what;
          });
          task.title = `Kafka and MongoDB (${context.infrastructure.description})`;
        },
      },
      { title: 'Topics', task: ({ infrastructure }) => createTopics(infrastructure.kafkaBrokers) },
      {
        title: 'Services',
        task: ({ infrastructure, replicas }, task) =>
          task.newListr(
            replicaSpecs(ports, serviceEnvironment(infrastructure, ports)).map((spec) => ({
              title: `${spec.service} on port ${spec.port}`,
              task: async () => void replicas.push(await startUnlessClosing(run, spec)),
            })),
            { concurrent: true, rendererOptions: { collapseSubtasks: false } },
          ),
      },
    ],
    // with-run.ts ends everything in order; an error is shown once, there.
    {
      registerSignalListeners: false,
      ctx: { replicas: [] } as unknown as Started,
      rendererOptions: { showErrorMessage: false },
      fallbackRendererOptions: { logger: new StepLogger() },
    },
  ).run();
  return { ...started, gateway: `http://localhost:${ports.gateway[0]}` };
}

interface Started {
  infrastructure: Infrastructure;
  readonly replicas: Replica[];
}

function servicePorts(): ServicePorts {
  return Object.fromEntries(serviceNames.map((service) => [service, [portOf(service)]])) as unknown as ServicePorts;
}

/** Never settles for a service that is stopped because another one failed: it is not to blame. */
async function startUnlessClosing(run: Run, spec: ReplicaSpec): Promise<Replica> {
  try {
    return await startReplica(run, spec);
  } catch (error) {
    if (run.closing) return new Promise<never>(() => {});
    throw error;
  }
}
