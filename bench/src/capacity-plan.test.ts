import type { MeasuredCosts } from './capacity-costs.js';
import type { Hardware, Workload } from './capacity-input.js';
import { capacityLimits, nextLimit } from './capacity-limits.js';
import { coreCarries, planCapacity } from './capacity-plan.js';

const services = ['orders', 'payments', 'shipments', 'tax', 'gateway'];
const costs: MeasuredCosts = {
  linesPerOrder: 20,
  orderCpu: new Map([...services.map((service): [string, number] => [service, 5]), ['orders', 10], ['kafka', 6], ['mongo', 10]]),
  readCpu: new Map([['orders', 1]]),
  memory: new Map(services.map((service) => [service, 100])),
  bytes: { posted: 1_000, read: 2_000, topics: 10_000, data: 20_000, disk: 8_000, indexes: 1_000 },
  acceptMilliseconds: 10,
  settledPerPartition: 5,
};
const workload: Workload = { ordersPerSecond: 1, peakFactor: 5, linesPerOrder: 20, readsPerOrder: 0, retentionDays: 365 };
const hardware: Hardware = { busy: 0.5, brokerCores: 4, brokerTerabytes: 2, memberCores: 8, memberTerabytes: 4 };
const planOf = (changes: Partial<Workload>) => planCapacity(costs, { ...workload, ...changes }, hardware);

test.each<[string, Partial<Workload>, number]>([
  ['half of a core at 10 ms', {}, 50],
  ['reads count', { readsPerOrder: 10 }, 25],
  ['twice the lines cost twice as much', { linesPerOrder: 40 }, 25],
  ['fewer lines than measured count as measured', { linesPerOrder: 2 }, 50],
])('what one core carries: %s', (_, changes, expected) => {
  expect(coreCarries('orders', costs, { ...workload, ...changes }, hardware)).toBe(expected);
});

test('a small load has what the loss of a machine asks for', () => {
  const { replicas, brokers, shards, serviceGigabytes } = planOf({});
  expect([...replicas.values()]).toEqual([2, 2, 2, 2, 2]);
  expect({ brokers, shards, serviceGigabytes }).toEqual({ brokers: 3, shards: 1, serviceGigabytes: 1 });
});

test('a large load is sized by its peak', () => {
  const plan = planOf({ ordersPerSecond: 100 });
  expect(plan.peakPerSecond).toBe(500);
  expect(Object.fromEntries(plan.replicas)).toEqual({ orders: 10, payments: 5, shipments: 5, tax: 5, gateway: 5 });
  // Read by the tax service and others, five processes each; read by ten processes of orders.
  expect(plan.partitions.get('docket.orders.events')).toBe(12);
  expect(plan.partitions.get('docket.tax.events')).toBe(24);
  // By disk, 64.3 orders a second each; by processor, 111.1.
  expect(plan.brokers).toBe(8);
  // By disk, 39.6 orders a second each; by processor, 400.
  expect([plan.shards, plan.shardsBy]).toEqual([13, 'disk']);
});

test('shorter retention leaves the processor to ask for shards', () => {
  const { shards, shardsBy } = planOf({ ordersPerSecond: 100, retentionDays: 30 });
  expect([shards, shardsBy]).toEqual([2, 'processor']);
});

test('bytes are those of all copies', () => {
  const { topicGigabytesPerDay, databaseGigabytesPerDay, indexGigabytes, networkPerSecond } = planOf({});
  expect(topicGigabytesPerDay).toBeCloseTo((86_400 * 10_000 * 3) / 1e9);
  expect(databaseGigabytesPerDay).toBeCloseTo((86_400 * 8_000 * 3) / 1e9);
  expect(indexGigabytes).toBeCloseTo((86_400 * 365 * 1_000) / 1e9);
  expect(networkPerSecond).toBeCloseTo((5 * (2 * (1_000 + 2_000) + 3 * 20_000 + 6 * 10_000)) / 1e6);
});

test('limits come in their order, and the next one lies beyond the rate', () => {
  const limits = capacityLimits(costs, workload, hardware);
  expect(limits.map(({ perSecond }) => perSecond)).toEqual(limits.map(({ perSecond }) => perSecond).toSorted((a, b) => a - b));
  expect(nextLimit(limits, 45)).toMatchObject({ what: 'one process of orders', perSecond: 50 });
  expect(nextLimit(limits, 50)?.what).not.toBe('one process of orders');
  expect(nextLimit(limits, 1e9)).toBeUndefined();
});

test('partitions end what reads, at one process each', () => {
  const limits = capacityLimits(costs, workload, hardware);
  expect(limits.find(({ what }) => what.startsWith('6 partitions'))?.perSecond).toBe(300);
});
