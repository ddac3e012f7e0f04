import path from 'node:path';
import process from 'node:process';
import { withMongo } from '#infra/mongo/client.js';
import { anyOrder } from './outcome.js';
import type { Replica } from './services.js';

/** Where to look at a running system. */
export async function addresses(mongoUrl: string, gateway: string, replicas: readonly Replica[], runDirectory: string): Promise<string> {
  const order = await withMongo(mongoUrl, 5_000, anyOrder);
  const services = replicas.filter(({ service }) => service !== 'gateway').toSorted((a, b) => a.port - b.port);
  const lines = [
    ['API', `${gateway}/docs`],
    ...(order ? [[`order ${order.number}`, `${gateway}/v1/orders/${order.id}`]] : []),
    ['health', `${gateway}/health/ready`],
    ['metrics', `${gateway}/metrics`],
    ...services.map(({ service, port }) => [service, `http://localhost:${port}/health/ready, /metrics`]),
    ['logs', `${path.relative(process.cwd(), path.join(runDirectory, 'logs'))}/ (or npm start -- --logs orders)`],
  ];
  const width = Math.max(...lines.map(([name = '']) => name.length));
  return lines.map(([name = '', address]) => `  ${name.padEnd(width)}  ${address}`).join('\n');
}
