import path from 'node:path';
import process from 'node:process';
import { withoutPassword } from '#infra/given-addresses.js';
import { withMongo } from '#infra/mongo/client.js';
import { anyOrder } from './outcome.js';
import type { System } from './start-system.js';

/** Where to look at a running system. */
export async function addresses({ infrastructure, gateway, replicas }: System, runDirectory: string): Promise<string> {
  const { kafkaBrokers, mongoUrl } = infrastructure;
  const order = await withMongo(mongoUrl, 5_000, anyOrder);
  const services = replicas.filter(({ service }) => service !== 'gateway').toSorted((a, b) => a.port - b.port);
  const lines = [
    ['API', `${gateway}/docs`],
    ...(order ? [[`order ${order.number}`, `${gateway}/v1/orders/${order.id}`]] : []),
    ['health', `${gateway}/health/ready`],
    ['metrics', `${gateway}/metrics`],
    ...services.map(({ service, port }) => [service, `http://localhost:${port}/health/ready, /metrics`]),
    ['Kafka', kafkaBrokers],
    ['MongoDB', withoutPassword(mongoUrl)],
    ['logs', `tail -f ${path.relative(process.cwd(), path.join(runDirectory, 'logs', 'orders-1.log'))}`],
  ];
  const width = Math.max(...lines.map(([name = '']) => name.length));
  return lines.map(([name = '', address]) => `  ${name.padEnd(width)}  ${address}`).join('\n');
}
