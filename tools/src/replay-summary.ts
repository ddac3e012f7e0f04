import Table from 'cli-table3';
import type { ReplayReport } from './replay-report.js';

const FAILURES_SHOWN = 20;

/** The report for people: one table that adds up, then what failed and how fast it went. */
export function replaySummary(report: ReplayReport): string {
  const table = new Table({
    head: ['', 'invoices', 'rows', 'GBP before tax'],
    colAligns: ['left', 'right', 'right', 'right'],
    style: { head: [], border: [] },
  });
  const { read, placedNow, alreadyThere, failed } = report;
  table.push(
    ['placed now', whole(placedNow.orders), '', money(placedNow.sum)],
    ['already there', whole(alreadyThere.orders), '', money(alreadyThere.sum)],
    ['failed', whole(failed.orders), '', money(failed.sum)],
    ...report.leftOut.map((part) => [`left out: ${part.reason}`, whole(part.invoices), whole(part.rows), money(part.sum)]),
    [report.balanced ? 'read, the sum of these' : 'read, NOT the sum of these', whole(read.invoices), whole(read.rows), money(read.sum)],
  );
  const { p50, p99 } = report.latency;
  const speed = `${report.ordersPerSecond.toFixed(1)} orders/s over ${report.seconds.toFixed(1)} s`;
  return [
    table.toString(),
    `${speed}, answered in ${p50.toFixed(0)} ms (median), ${p99.toFixed(0)} ms (99 %); ${whole(report.repeatedRequests)} requests repeated`,
    ...(report.endedEarly ? [`Ended before the file did: ${report.endedEarly}. Run it again to go on.`] : []),
    ...failureLines(report),
  ].join('\n');
}

function failureLines({ failures }: ReplayReport): string[] {
  const shown = failures
    .slice(0, FAILURES_SHOWN)
    .flatMap((failure) => [
      `failed: invoice ${failure.invoiceNo}: ${failure.detail}`,
      ...failure.errors.map((error) => `    ${describeError(error)}`),
    ]);
  const rest = failures.length - FAILURES_SHOWN;
  return rest > 0 ? [...shown, `… and ${whole(rest)} more; --report writes them all`] : shown;
}

function describeError(error: unknown): string {
  const { path, message } = error as { path?: string; message?: string };
  return path !== undefined && message !== undefined ? `${path}: ${message}` : JSON.stringify(error);
}

const whole = (count: number) => count.toLocaleString('en-GB');
/** Groups the digits before the point; the decimals stay as they are. */
const money = (amount: string) => amount.replace(/\B(?=(\d{3})+(?!\d))(?<!\.\d*)/g, ',');
