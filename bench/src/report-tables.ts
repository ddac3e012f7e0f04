import Table from 'cli-table3';
import type { Latencies } from './latencies.js';
import type { Level, Measurements } from './measurements.js';

/** The figures of a run for people. */
export function reportTables({ levels, waiting }: Measurements): string {
  const figures = levels.flatMap(rateRows);
  const waits = waiting.map(({ concurrency, count, latencies, failures }) => [
    `${count} requests with Prefer: wait=30, ${concurrency} at a time`,
    '',
    ...latencyCells(latencies),
    failuresText(failures),
  ]);
  return [
    'Throughput and latency',
    table(['', 'per second', 'p50 ms', 'p95 ms', 'p99 ms', 'max ms', 'failures'], [...figures, ...waits]),
    ...levels.flatMap((level) => [
      `CPU and memory with ${level.concurrency} clients, from the first request until all orders had settled`,
      usageTable(level),
    ]),
    'Ratios',
    table(
      ['clients', 'accepting / insert floor', 'settled / insert floor'],
      levels.map(({ concurrency, acceptingToFloor, settledToFloor }) => [concurrency, percent(acceptingToFloor), percent(settledToFloor)]),
    ),
  ].join('\n');
}

function rateRows({ concurrency, insertFloor, eventFloor, accepting, settling }: Level): Row[] {
  const { recordsPerSend, sends, producedPerSecond, consumedPerSecond } = eventFloor;
  const clients = `${concurrency} clients`;
  return [
    [`${clients}: floor, bare inserts`, rate(insertFloor.perSecond), ...latencyCells(insertFloor.latencies), ''],
    [`${clients}: floor, events sent (${recordsPerSend} a send)`, rate(producedPerSecond), ...latencyCells(sends.latencies), ''],
    [`${clients}: floor, events read`, rate(consumedPerSecond), '', '', '', '', ''],
    [`${clients}: orders accepted`, rate(accepting.perSecond), ...latencyCells(accepting.latencies), failuresText(accepting.failures)],
    [`${clients}: orders settled`, rate(settling.perSecond), ...latencyCells(settling.latencies), `${settling.unsettled || '-'}`],
  ];
}

function usageTable({ usage, accepting }: Level): string {
  const sum = (field: 'cpuSeconds' | 'cpuMillisecondsPerOrder') => usage.processes.reduce((total, used) => total + used[field], 0);
  const rows = usage.processes.map(({ name, cpuSeconds, cpuMillisecondsPerOrder, peakMegabytes }) => [
    name,
    cpuSeconds.toFixed(1),
    cpuMillisecondsPerOrder.toFixed(2),
    peakMegabytes.toFixed(0),
  ]);
  const total = ['together', sum('cpuSeconds').toFixed(1), sum('cpuMillisecondsPerOrder').toFixed(2), ''];
  const busy = `${usage.busyCpus.toFixed(2)} of ${usage.cpus} CPUs busy with these, ${usage.busyCpusOfMachine.toFixed(2)} with all on the machine`;
  return `${table(['process', 'CPU s', `CPU ms per order (of ${accepting.count})`, 'peak MB'], [...rows, total])}\n${busy}`;
}

type Row = (string | number)[];

function table(head: string[], rows: Row[]): string {
  const colAligns = head.map((_, index) => (index === 0 ? ('left' as const) : ('right' as const)));
  const built = new Table({ head, colAligns, style: { head: [], border: [], compact: true } });
  built.push(...rows);
  return built.toString();
}

function latencyCells({ p50, p95, p99, max }: Latencies): string[] {
  return [p50, p95, p99, max].map((milliseconds) => milliseconds.toFixed(1));
}

function failuresText(failures: Readonly<Record<string, number>>): string {
  const texts = Object.entries(failures).map(([what, count]) => `${count} × ${what}`);
  return texts.join(', ') || '-';
}

const rate = (perSecond: number) => perSecond.toFixed(0);
const percent = (share: number) => `${(share * 100).toFixed(0)} %`;
