import type { Goal } from './goals.js';
import { latencyNames } from './latencies.js';
import { scenarios } from './load.js';
import { processTable } from './process-table.js';
import { cells, percentCell, spreadCell } from './report-cells.js';
import type { Series } from './series.js';
import { textTable } from './text-table.js';

/** The figures of a run for people: medians, and in brackets the least and the most of the runs. */
export function reportTables(all: readonly Series[], goals: readonly Goal[]): string {
  return [
    'Maxima, floors and ratios (per second)',
    maximaTable(all),
    'At constant rates (latencies in ms from the intended start; settling: from acceptance until settled;',
    ' late: how late the load generator itself sent, p99, which the latencies include;',
    ' busy: of all cores of the machine; others: the part of it by programs that are not measured)',
    latencyTable(all),
    ...all.flatMap((series) => [`Processes, ${replicasText(series.replicas)}`, processTable(series)]),
    'Per settled order',
    writesTable(all),
    'Goals',
    goalTable(goals),
  ].join('\n');
}

function maximaTable(all: readonly Series[]): string {
  const row = (name: string, of: (series: Series) => string) => [name, ...all.map(of)];
  return textTable(
    ['', ...all.map(({ replicas }) => replicasText(replicas))],
    [
      row('place: orders accepted', ({ maxima }) => spreadCell(maxima.place)),
      row('   accept floor', ({ acceptFloor }) => spreadCell(acceptFloor.perSecond)),
      row('   accepted / floor', ({ acceptFloor }) => percentCell(acceptFloor.ratio)),
      row('settle: orders placed and settled', ({ maxima }) => spreadCell(maxima.settle)),
      row('   settle floor', ({ settleFloor }) => spreadCell(settleFloor.perSecond)),
      row('   settled / floor', ({ settleFloor }) => percentCell(settleFloor.ratio)),
      row('   machine busy meanwhile', ({ burstMachine }) => percentCell(burstMachine.busy)),
      row('   by others', ({ burstMachine }) => percentCell(burstMachine.others)),
      row('read: orders read by id', ({ maxima }) => spreadCell(maxima.read)),
      row('mix: 90 % reads, 10 % placements', ({ maxima }) => spreadCell(maxima.mix)),
      row('edit: of 20, 12 edits, 3 previews, 1 cancellation', ({ maxima }) => spreadCell(maxima.edit)),
      row('pay: orders placed, invoiced, captured and refunded in part', ({ maxima }) => spreadCell(maxima.pay)),
      row('ship: of two orders, sent, delivered, returned in part, combined', ({ maxima }) => spreadCell(maxima.ship)),
    ],
  );
}

function latencyTable(all: readonly Series[]): string {
  const rows = all.flatMap((series) =>
    series.measures
      .toSorted((a, b) => scenarios.indexOf(a.scenario) - scenarios.indexOf(b.scenario) || a.share - b.share)
      .flatMap(({ scenario, share, offeredPerSecond, achievedPerSecond, latencies, failures, lateness, machine }) =>
        Object.entries(latencies).map(([timed, spreads]) => [
          series.replicas,
          `${scenario}: ${timed}`,
          `${(share * 100).toFixed(0)} %`,
          offeredPerSecond.toFixed(0),
          spreadCell(achievedPerSecond),
          ...latencyNames.map((name) => spreadCell(spreads[name])),
          spreadCell(lateness),
          percentCell(machine.busy),
          percentCell(machine.others),
          Object.entries(failures)
            .map(([what, count]) => `${count} × ${what}`)
            .join(', ') || '-',
        ]),
      ),
  );
  return textTable(
    ['processes', 'scenario', 'of max', 'offered/s', 'achieved/s', ...latencyNames, 'late', 'busy', 'others', 'failures'],
    rows,
  );
}

function writesTable(all: readonly Series[]): string {
  const row = (name: string, of: (series: Series) => number | undefined) => [name, ...all.flatMap((series) => cells(of(series)))];
  return textTable(
    ['', ...all.map(({ replicas }) => replicasText(replicas))],
    [
      row('documents inserted', ({ writes }) => writes.documentInserts),
      row('history records inserted', ({ writes }) => writes.historyInserts),
      row('updates of documents', ({ writes }) => writes.updates),
      row('inserts per command', ({ writes }) => writes.insertsPerCommand),
      row('updates per command', ({ writes }) => writes.updatesPerCommand),
      row('Kafka records', ({ writes }) => writes.records),
      row('Kafka records per send', ({ writes }) => writes.recordsPerSend),
      row('kB in topics', ({ writes }) => writes.topicBytes && writes.topicBytes / 1_000),
      row('kB in collections', ({ dataSize }) => dataSize.dataBytes / 1_000),
      row('kB on disk, compressed, with indexes', ({ dataSize }) => dataSize.diskBytes / 1_000),
    ],
  );
}

function goalTable(goals: readonly Goal[]): string {
  const rows = goals.map(({ replicas, name, unit, bound, limit, figure, reached }) => [
    replicas,
    name,
    figure === null ? '-' : `${figure.toFixed(figure < 10 ? 1 : 0)} ${unit}`,
    `${bound} ${limit} ${unit}`,
    reached ? 'reached' : 'not reached',
  ]);
  return textTable(['processes', 'goal', 'measured', 'wanted', ''], rows);
}

const replicasText = (replicas: number) => (replicas === 1 ? '1 process of each service' : `${replicas} processes of each service`);
