import { topics } from '#contracts/topics.js';
import { serviceNames } from '#tools/services.js';
import { allServices } from '#tools/verify-services.js';
import type { MeasuredCosts } from './capacity-costs.js';
import type { Hardware, Workload } from './capacity-input.js';
import { brokerCarries, COPIES, coreCarries, shardCarries } from './capacity-plan.js';

/** Something that ends what a system carries, and what to do about it. */
export interface CapacityLimit {
  readonly what: string;
  /** Orders per second at the peak. */
  readonly perSecond: number;
  readonly remedy: string;
}

// libs/platform/src/document-numbers.ts
const NUMBERS_PER_TAKE = 50;
// libs/platform/src/database.ts; each takes a member about 1 MB.
const CONNECTIONS_PER_PROCESS = 64;
const CONNECTIONS_PER_MEMBER = 10_000;

/** In the order in which they come as a system grows. */
export function capacityLimits(costs: MeasuredCosts, workload: Workload, hardware: Hardware): CapacityLimit[] {
  const core = (program: string) => coreCarries(program, costs, workload, hardware);
  const slowest = (programs: readonly string[]) => programs.reduce((least, each) => (core(each) < core(least) ? each : least));
  const service = slowest(serviceNames);
  const reader = slowest(allServices.map(({ name }) => name));
  const shard = shardCarries(costs, workload, hardware);
  const broker = brokerCarries(costs, workload, hardware);
  const { partitions } = topics.orders;
  const processesPerOrder = allServices.reduce((sum, { name }) => sum + 1 / core(name), 0);
  const limits: CapacityLimit[] = [
    { what: `one process of ${service}`, perSecond: core(service), remedy: 'more replicas' },
    {
      what: `${partitions} partitions: ${partitions} processes of ${reader} that read`,
      perSecond: partitions * core(reader),
      remedy: 'more partitions, set before the first order',
    },
    { what: 'processor of one database primary', perSecond: shard.processor, remedy: 'a replica set a service, then shards' },
    { what: 'disk of one database member', perSecond: shard.disk, remedy: 'shorter retention, larger disks, shards' },
    { what: `processor of ${COPIES} brokers`, perSecond: COPIES * broker.processor, remedy: 'more brokers' },
    { what: `disk of ${COPIES} brokers`, perSecond: COPIES * broker.disk, remedy: 'more brokers, larger disks' },
    {
      what: 'counter of one number template',
      perSecond: (NUMBERS_PER_TAKE * 1_000) / costs.acceptMilliseconds,
      remedy: 'more numbers a take, a template a store',
    },
    {
      what: `${CONNECTIONS_PER_MEMBER.toLocaleString('en')} connections to one database member`,
      perSecond: CONNECTIONS_PER_MEMBER / CONNECTIONS_PER_PROCESS / processesPerOrder,
      remedy: 'a replica set a service, smaller pools',
    },
  ];
  return limits.toSorted((a, b) => a.perSecond - b.perSecond);
}

/** The first limit that lies beyond a rate. */
export function nextLimit(limits: readonly CapacityLimit[], peakPerSecond: number): CapacityLimit | undefined {
  return limits.find(({ perSecond }) => perSecond > peakPerSecond);
}
