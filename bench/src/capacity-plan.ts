import { topics } from '#contracts/topics.js';
import { type ServiceName, serviceNames } from '#tools/services.js';
import { allServices, type VerifiedService } from '#tools/verify-services.js';
import type { MeasuredCosts } from './capacity-costs.js';
import type { Hardware, Workload } from './capacity-input.js';

export interface CapacityPlan {
  readonly averagePerSecond: number;
  readonly peakPerSecond: number;
  readonly replicas: ReadonlyMap<ServiceName, number>;
  /** By topic. */
  readonly partitions: ReadonlyMap<string, number>;
  readonly brokers: number;
  readonly shards: number;
  /** What asks for so many shards. */
  readonly shardsBy: ShardNeed;
  readonly serviceGigabytes: number;
  /** All copies, per day. */
  readonly topicGigabytesPerDay: number;
  readonly databaseGigabytesPerDay: number;
  /** Of all databases, one copy, for the whole retention: what should fit into the members' memory together. */
  readonly indexGigabytes: number;
  /** Of clients, services, brokers and databases together, at the peak; megabytes. */
  readonly networkPerSecond: number;
}

export type ShardNeed = 'processor' | 'disk';

/** Of everything stored: with three, one may be lost while two confirm a write. */
export const COPIES = 3;
const DAY = 86_400;
// Every topic is read by one service but that of the orders, which three read; three for all is the most that it can be.
const READERS = 3;

/** Rounds up throughout. Formulas: docs/capacity.md. */
export function planCapacity(costs: MeasuredCosts, workload: Workload, hardware: Hardware): CapacityPlan {
  const { ordersPerSecond, peakFactor, readsPerOrder } = workload;
  const peakPerSecond = ordersPerSecond * peakFactor;
  const bytes = bytesPerOrder(costs, workload);
  const replicas = new Map(
    serviceNames.map((service) => [service, Math.max(2, Math.ceil(peakPerSecond / coreCarries(service, costs, workload, hardware)))]),
  );
  const needs = Object.entries(shardCarries(costs, workload, hardware)).map(([need, carries]) => ({
    need: need as ShardNeed,
    shards: Math.ceil(peakPerSecond / carries),
  }));
  const most = needs.reduce((greatest, each) => (each.shards > greatest.shards ? each : greatest));
  const megabytes = [...replicas].reduce((sum, [service, count]) => sum + count * (costs.memory.get(service) ?? 0), 0);
  const perDay = (size: number) => (ordersPerSecond * DAY * size * COPIES) / 1e9;
  // A request passes the gateway, and so the network twice; what is stored goes to each copy, and from topics to each reader.
  const sent = 2 * (bytes.posted + (1 + readsPerOrder) * bytes.read) + COPIES * bytes.data + (COPIES + READERS) * bytes.topics;
  return {
    averagePerSecond: ordersPerSecond,
    peakPerSecond,
    replicas,
    partitions: new Map(allServices.map(({ topic }) => [topic, partitionsFor(readersOf(topic), replicas)])),
    brokers: Math.max(COPIES, ...Object.values(brokerCarries(costs, workload, hardware)).map((each) => Math.ceil(peakPerSecond / each))),
    shards: most.shards,
    shardsBy: most.need,
    serviceGigabytes: megabytes / 1_000,
    topicGigabytesPerDay: perDay(bytes.topics),
    databaseGigabytesPerDay: perDay(bytes.disk),
    indexGigabytes: (perDay(bytes.indexes) / COPIES) * workload.retentionDays,
    networkPerSecond: (peakPerSecond * sent) / 1e6,
  };
}

/** Orders per second that one core carries of a program, as busy as it may be, with the reads that come with them. */
export function coreCarries(program: string, costs: MeasuredCosts, workload: Workload, { busy }: Hardware): number {
  const cpu = (costs.orderCpu.get(program) ?? 0) + workload.readsPerOrder * (costs.readCpu.get(program) ?? 0);
  return (1_000 * busy) / (cpu * moreLines(costs, workload));
}

/** Orders per second, at the peak, that one shard carries by each of its means. */
export function shardCarries(costs: MeasuredCosts, workload: Workload, hardware: Hardware): Record<ShardNeed, number> {
  const { disk } = bytesPerOrder(costs, workload);
  const kept = (DAY * workload.retentionDays) / workload.peakFactor;
  return {
    processor: coreCarries('mongo', costs, workload, hardware) * hardware.memberCores,
    disk: (hardware.memberTerabytes * 1e12 * hardware.busy) / (disk * kept),
  };
}

/** Orders per second, at the peak, that each broker adds. A copy is taken to cost the broker what the first costs. */
export function brokerCarries(costs: MeasuredCosts, workload: Workload, hardware: Hardware): { processor: number; disk: number } {
  const kept = topics.orders.retention / 1_000 / workload.peakFactor;
  const bytes = bytesPerOrder(costs, workload).topics;
  return {
    processor: (coreCarries('kafka', costs, workload, hardware) * hardware.brokerCores) / COPIES,
    disk: (hardware.brokerTerabytes * 1e12 * hardware.busy) / (bytes * kept * COPIES),
  };
}

function readersOf(topic: string): VerifiedService[] {
  return allServices.filter(({ follows }) => follows.includes(topic));
}

/** Two for each process that reads, so that uneven keys even out; in sixes, which two and three processes share evenly. */
function partitionsFor(readers: readonly VerifiedService[], replicas: ReadonlyMap<ServiceName, number>): number {
  const most = Math.max(...readers.map(({ name }) => replicas.get(name as ServiceName) ?? 0));
  return Math.ceil((2 * most) / 6) * 6;
}

function bytesPerOrder(costs: MeasuredCosts, workload: Workload): MeasuredCosts['bytes'] {
  const more = moreLines(costs, workload);
  return Object.fromEntries(Object.entries(costs.bytes).map(([what, size]) => [what, size * more])) as MeasuredCosts['bytes'];
}

/** Costs grow with the lines. Orders with fewer lines count as measured: what an order costs apart from its lines was not measured. */
function moreLines(costs: MeasuredCosts, { linesPerOrder }: Workload): number {
  return Math.max(1, linesPerOrder / costs.linesPerOrder);
}
