import { withMongo } from '#infra/mongo/client.js';
import type { BenchSystem } from './bench-system.js';
import { type EventFloor, measureEvents } from './event-floor.js';
import { type InsertFloor, measureInserts } from './insert-floor.js';
import type { Latencies } from './latencies.js';
import { type Placing, placeOrders } from './place-orders.js';
import { measureUsage, type Usage } from './process-usage.js';
import { prepareOrders, type SampleOrders } from './sample-orders.js';
import { type Settlement, waitUntilSettled } from './settlement.js';
import { captureInserts, type OrderDocument } from './stored-orders.js';

/** All that is measured with so many clients. */
export interface Level {
  readonly concurrency: number;
  readonly insertFloor: InsertFloor;
  readonly eventFloor: EventFloor;
  readonly accepting: Omit<Placing, 'orderIds'>;
  readonly settling: Settlement;
  /** From the first request until all had settled. */
  readonly usage: Usage;
  readonly acceptingToFloor: number;
  readonly settledToFloor: number;
}

/** Requests that wait until their order has settled, with nothing else to do for the system. */
export interface WaitingRequests {
  readonly concurrency: number;
  readonly count: number;
  readonly latencies: Latencies;
  readonly failures: Readonly<Record<string, number>>;
}

export interface Measurements {
  readonly levels: readonly Level[];
  readonly waiting: readonly WaitingRequests[];
}

const WAITING_REQUESTS = 50;

/** Measures everything, one after the other. Each order is placed once before, which warms the services and gives the floors their documents. */
export async function measureAll(
  system: BenchSystem,
  sample: SampleOrders,
  concurrencies: readonly number[],
  signal: AbortSignal,
  onStep: (what: string) => void,
): Promise<Measurements> {
  onStep('Warming up');
  const documents = await warmUp(system, sample, signal);
  const levels: Level[] = [];
  for (const concurrency of concurrencies) {
    onStep(`Measuring with ${concurrency} clients`);
    levels.push(await measureLevel(system, sample, documents, concurrency, signal));
  }
  onStep('Measuring requests that wait');
  const waiting: WaitingRequests[] = [];
  for (const concurrency of [1, 8]) {
    const orders = prepareOrders(sample, `waiting-${concurrency}`).slice(0, WAITING_REQUESTS);
    const placing = await placeOrders(system.gateway, orders, concurrency, signal, { prefer: 'wait=30' });
    waiting.push({ concurrency, count: placing.count, latencies: placing.latencies, failures: placing.failures });
  }
  return { levels, waiting };
}

/** Gives the orders as MongoDB got them. */
function warmUp({ gateway, infrastructure }: BenchSystem, sample: SampleOrders, signal: AbortSignal): Promise<OrderDocument[]> {
  return withMongo(infrastructure.mongoUrl, 5_000, async (client) => {
    const captured = captureInserts(client);
    const { orderIds, beganAt, failures } = await placeOrders(gateway, prepareOrders(sample, 'warm-up'), 32, signal);
    if (orderIds.length === 0) throw new Error(`no order was accepted: ${JSON.stringify(failures)}`);
    const documents = await captured(orderIds.length);
    await waitUntilSettled(client, orderIds, beganAt, signal);
    return documents;
  });
}

async function measureLevel(
  { gateway, infrastructure, processes }: BenchSystem,
  sample: SampleOrders,
  documents: readonly OrderDocument[],
  concurrency: number,
  signal: AbortSignal,
): Promise<Level> {
  const orders = prepareOrders(sample, `clients-${concurrency}`);
  const insertFloor = await measureInserts(infrastructure.mongoUrl, documents, concurrency, signal);
  const eventFloor = await measureEvents(infrastructure.kafkaBrokers, documents, concurrency, signal);
  return withMongo(infrastructure.mongoUrl, 5_000, async (client) => {
    const usageOf = measureUsage(processes);
    const { orderIds, ...accepting } = await placeOrders(gateway, orders, concurrency, signal);
    const settling = await waitUntilSettled(client, orderIds, accepting.beganAt, signal);
    return {
      concurrency,
      insertFloor,
      eventFloor,
      accepting,
      settling,
      usage: usageOf(orders.length),
      acceptingToFloor: accepting.perSecond / insertFloor.perSecond,
      settledToFloor: settling.perSecond / insertFloor.perSecond,
    };
  });
}
