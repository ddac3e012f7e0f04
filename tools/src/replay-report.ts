import Big from 'big.js';
import { rowAmount, sumOf, writtenAmount } from './invoice-amount.js';
import type { Invoice } from './invoice-file.js';
import type { LeftOut } from './invoice-order.js';
import type { OrderOutcome } from './replay-request.js';

/** How many orders, and what they come to before tax, in GBP. */
export interface OrdersAndSum {
  readonly orders: number;
  readonly sum: string;
}

/** An order that was not placed, with the gateway's reason. */
export interface ReplayFailure {
  readonly invoiceNo: string;
  readonly idempotencyKey: string;
  readonly sum: string;
  /** HTTP status of the refusal; absent when no answer settled it. */
  readonly status?: number;
  readonly detail: string;
  readonly errors: readonly unknown[];
}

/** What was left out for one reason: whole invoices, or rows of placed ones. */
export interface LeftOutForReason {
  readonly reason: string;
  readonly invoices: number;
  readonly rows: number;
  readonly sum: string;
}

/** What a replay did. Everything read is in it: `read.sum` = placed now + already there + failed + left out, and `balanced` says so. */
export interface ReplayReport {
  readonly read: { readonly rows: number; readonly invoices: number; readonly sum: string };
  readonly placedNow: OrdersAndSum;
  /** Answered as placed before: by an earlier replay, or by an attempt of this one whose answer was lost. */
  readonly alreadyThere: OrdersAndSum;
  readonly failed: OrdersAndSum;
  readonly leftOut: readonly LeftOutForReason[];
  readonly balanced: boolean;
  readonly failures: readonly ReplayFailure[];
  /** Why the replay ended before the file did, when it did. */
  readonly endedEarly?: string;
  /** Requests that were sent again after no answer or a transient one. */
  readonly repeatedRequests: number;
  readonly seconds: number;
  readonly ordersPerSecond: number;
  /** From first attempt to the answer, in milliseconds. */
  readonly latency: { readonly p50: number; readonly p99: number };
}

/** Counts as the replay goes. */
export class ReplayTally {
  placedNow = 0;
  alreadyThere = 0;
  failed = 0;
  private rows = 0;
  private invoices = 0;
  private readSum = Big('0');
  private readonly sums = { placedNow: Big('0'), alreadyThere: Big('0'), failed: Big('0') };
  private readonly leftOut = new Map<string, { invoices: number; rows: number; sum: Big }>();
  private readonly failures: ReplayFailure[] = [];
  private readonly latencies: number[] = [];
  private repeatedRequests = 0;

  /** Notes an invoice as read, before anything is done with it. */
  noteRead(invoice: Invoice): void {
    this.rows += invoice.rows.length;
    this.invoices += 1;
    this.readSum = this.readSum.plus(sumOf(invoice.rows.map(rowAmount)));
  }

  noteLeftOut(part: LeftOut): void {
    const so = this.leftOut.get(part.reason) ?? { invoices: 0, rows: 0, sum: Big('0') };
    const invoices = so.invoices + (part.whole ? 1 : 0);
    this.leftOut.set(part.reason, { invoices, rows: so.rows + part.rows, sum: so.sum.plus(part.sum) });
  }

  noteOutcome(order: { invoiceNo: string; idempotencyKey: string; sum: string }, outcome: OrderOutcome, milliseconds: number): void {
    const count = outcome.kind !== 'placed' ? 'failed' : outcome.repeated ? 'alreadyThere' : 'placedNow';
    this[count] += 1;
    this.sums[count] = this.sums[count].plus(order.sum);
    this.repeatedRequests += outcome.attempts - 1;
    if (outcome.kind !== 'unanswered') this.latencies.push(milliseconds);
    if (outcome.kind === 'refused') this.noteFailure(order, outcome.detail, { status: outcome.status, errors: outcome.errors });
    if (outcome.kind === 'unanswered') this.noteFailure(order, `no answer: ${outcome.detail}`, { errors: [] });
  }

  private noteFailure(
    { invoiceNo, idempotencyKey, sum }: { invoiceNo: string; idempotencyKey: string; sum: string },
    detail: string,
    answer: { status?: number; errors: readonly unknown[] },
  ): void {
    this.failures.push({ invoiceNo, idempotencyKey, sum, detail, ...answer });
  }

  report(seconds: number, endedEarly?: string): ReplayReport {
    const { placedNow, alreadyThere, failed } = this.sums;
    const leftOutSum = sumOf([...this.leftOut.values()].map((part) => part.sum));
    const latencies = this.latencies.toSorted((a, b) => a - b);
    return {
      read: { rows: this.rows, invoices: this.invoices, sum: writtenAmount(this.readSum) },
      placedNow: { orders: this.placedNow, sum: writtenAmount(placedNow) },
      alreadyThere: { orders: this.alreadyThere, sum: writtenAmount(alreadyThere) },
      failed: { orders: this.failed, sum: writtenAmount(failed) },
      leftOut: [...this.leftOut].map(([reason, part]) => ({ reason, ...part, sum: writtenAmount(part.sum) })),
      balanced: sumOf([placedNow, alreadyThere, failed, leftOutSum]).eq(this.readSum),
      failures: this.failures,
      ...(endedEarly !== undefined && { endedEarly }),
      repeatedRequests: this.repeatedRequests,
      seconds,
      ordersPerSecond: seconds > 0 ? (this.placedNow + this.alreadyThere) / seconds : 0,
      latency: { p50: percentile(latencies, 0.5), p99: percentile(latencies, 0.99) },
    };
  }
}

/** The smallest value that at least `share` of all do not exceed; 0 when there is none. */
function percentile(sorted: readonly number[], share: number): number {
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? 0;
}
