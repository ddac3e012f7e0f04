import type { Infrastructure } from '#infra/infrastructure.js';
import type { Run } from '#infra/run.js';
import type { BenchContext } from './bench-context.js';
import { startBenchSystem } from './bench-system.js';
import { GatewayClient } from './gateway-client.js';

/** Starts so many processes of each service for what is measured, and ends them after it. */
export async function withSystem<Result>(
  measuring: Omit<BenchContext, 'system' | 'client' | 'known'> & {
    readonly run: Run;
    readonly infrastructure: Infrastructure;
    readonly onStep: (what: string) => void;
    readonly settings?: Readonly<Record<string, string>>;
  },
  replicas: number,
  action: (context: Omit<BenchContext, 'known'>) => Promise<Result>,
): Promise<Result> {
  const { run, infrastructure, onStep, settings, ...rest } = measuring;
  onStep(`Starting ${replicas} of each service`);
  const system = await startBenchSystem(run, infrastructure, replicas, settings);
  const client = new GatewayClient(system.gateways);
  try {
    return await action({ ...rest, system, client });
  } finally {
    await client.close();
    await system.stop();
  }
}
