import { Listr } from 'listr2';
import { type Infrastructure, startInfrastructure } from '#infra/infrastructure.js';
import { portFromEnvironment, requireFreePorts } from '#infra/ports.js';
import type { Run } from '#infra/run.js';
import { type Replica, replicaSpecs, type ServicePorts, serviceEnvironment, startReplica } from './services.js';
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
  await requireFreePorts(
    Object.entries(ports).flatMap(([service, [port]]) => ({ port, program: `the service ${service}`, variable: portVariable(service) })),
  );
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
              task: async () => void replicas.push(await startReplica(run, spec)),
            })),
            { concurrent: true, rendererOptions: { collapseSubtasks: false } },
          ),
      },
    ],
    // with-run.ts ends everything in order; an error is shown once, there.
    { registerSignalListeners: false, ctx: { replicas: [] } as unknown as Started, rendererOptions: { showErrorMessage: false } },
  ).run();
  return { ...started, gateway: `http://localhost:${ports.gateway[0]}` };
}

interface Started {
  infrastructure: Infrastructure;
  readonly replicas: Replica[];
}

function servicePorts() {
  return {
    gateway: [portFromEnvironment('GATEWAY_PORT', 8080)],
    orders: [portFromEnvironment('ORDERS_PORT', 8081)],
    payments: [portFromEnvironment('PAYMENTS_PORT', 8082)],
    shipments: [portFromEnvironment('SHIPMENTS_PORT', 8083)],
    tax: [portFromEnvironment('TAX_PORT', 8084)],
  } as const satisfies ServicePorts;
}

function portVariable(service: string): string {
  return `${service.toUpperCase()}_PORT`;
}
