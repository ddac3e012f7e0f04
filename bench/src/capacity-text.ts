import { topics } from '#contracts/topics.js';
import { serviceNames } from '#tools/services.js';
import type { MeasuredCosts } from './capacity-costs.js';
import type { Hardware, Workload } from './capacity-input.js';
import { capacityLimits, nextLimit } from './capacity-limits.js';
import { brokerCarries, type CapacityPlan, COPIES, coreCarries, planCapacity, shardCarries } from './capacity-plan.js';
import { figure } from './report-cells.js';
import { textTable } from './text-table.js';

const SCALES = [1, 10, 100, 1_000];

/** What each part carries, what is needed at each scale, and which limit comes when. */
export function capacityText(costs: MeasuredCosts, workload: Workload, hardware: Hardware): string {
  return [
    `What each carries: orders per second, ${(hardware.busy * 100).toFixed(0)} % busy, each order read ${figure(workload.readsPerOrder)} times`,
    carriesTable(costs, workload, hardware),
    'What is needed',
    needsTable(costs, workload, hardware),
    'Limits in the order in which they come',
    limitsTable(costs, workload, hardware),
  ].join('\n');
}

function carriesTable(costs: MeasuredCosts, workload: Workload, hardware: Hardware): string {
  const core = (program: string) => coreCarries(program, costs, workload, hardware);
  const shard = shardCarries(costs, workload, hardware);
  const broker = brokerCarries(costs, workload, hardware);
  const rows: [string, number][] = [
    ...serviceNames.map((service): [string, number] => [`one core of ${service}: one process`, core(service)]),
    ['one core of the broker, one copy', core('kafka')],
    [`one broker of ${hardware.brokerCores} cores, among ${COPIES} copies`, Math.min(broker.processor, broker.disk)],
    ['one partition, as measured', costs.settledPerPartition],
    ['one core of the database', core('mongo')],
    [`one database primary of ${hardware.memberCores} cores, by its processor`, shard.processor],
    [`one database member of ${hardware.memberTerabytes} TB, by its disk`, shard.disk],
  ];
  return textTable(
    ['', 'orders/s'],
    rows.map(([what, perSecond]) => [what, figure(perSecond)]),
  );
}

function needsTable(costs: MeasuredCosts, workload: Workload, hardware: Hardware): string {
  const limits = capacityLimits(costs, workload, hardware);
  const plans = SCALES.map((scale) => planCapacity(costs, { ...workload, ordersPerSecond: workload.ordersPerSecond * scale }, hardware));
  const row = (what: string, of: (plan: CapacityPlan) => string | number | undefined) => [what, ...plans.map((plan) => of(plan) ?? '-')];
  return textTable(
    ['', ...SCALES.map((scale) => `${scale.toLocaleString('en')} ×`)],
    [
      row('orders per second, average', ({ averagePerSecond }) => figure(averagePerSecond)),
      row('orders per second, peak', ({ peakPerSecond }) => figure(peakPerSecond)),
      ...serviceNames.map((service) => row(`replicas of ${service}`, ({ replicas }) => replicas.get(service))),
      row('memory of all replicas, GB', ({ serviceGigabytes }) => figure(serviceGigabytes)),
      ...Object.values(topics).map(({ name }) => row(`partitions of ${name}`, ({ partitions }) => partitions.get(name))),
      row('brokers', ({ brokers }) => brokers),
      row('topics, GB a day, all copies', ({ topicGigabytesPerDay }) => figure(topicGigabytesPerDay)),
      row('database shards', ({ shards }) => shards),
      row('   asked for by', ({ shards, shardsBy }) => (shards > 1 ? shardsBy : '-')),
      row('database members', ({ shards }) => shards * COPIES),
      row('databases, GB a day, all copies', ({ databaseGigabytesPerDay }) => figure(databaseGigabytesPerDay)),
      row('indexes of the databases, GB', ({ indexGigabytes }) => figure(indexGigabytes)),
      row('network at the peak, MB/s', ({ networkPerSecond }) => figure(networkPerSecond)),
      row('limit next, orders/s at the peak', ({ peakPerSecond }) => {
        const next = nextLimit(limits, peakPerSecond);
        return next && `${figure(next.perSecond)} (${limits.indexOf(next) + 1})`;
      }),
    ],
  );
}

function limitsTable(costs: MeasuredCosts, workload: Workload, hardware: Hardware): string {
  const rows = capacityLimits(costs, workload, hardware).map(({ what, perSecond, remedy }, index) => [
    `${index + 1}. ${what}`,
    figure(perSecond),
    remedy,
  ]);
  return textTable(['', 'orders/s, peak', 'remedy'], rows);
}
