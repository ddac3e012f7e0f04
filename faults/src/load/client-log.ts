import { closeSync, openSync, writeSync } from 'node:fs';
import { type Answer, type Attempt, isSuccess, type OrderRecord, type Purpose, type Violation } from './client-record.js';
import { violationOf } from './violation.js';

/** How much was done so far. */
export interface LoadCounts {
  readonly begun: number;
  readonly acknowledged: number;
  readonly settled: number;
  readonly unanswered: number;
  readonly requests: number;
  readonly violations: number;
  /** Answers by status; `none` where nothing came back. */
  readonly answers: Readonly<Record<string, number>>;
}

/** What is answered is another document, or nothing that was to be. */
const notTheOrder: readonly Purpose[] = [
  'other-body',
  'draft',
  'send',
  'capture',
  'refund',
  'void',
  'payment',
  'invoice',
  'issue',
  'combine',
  'report',
  'stock',
];

/**
 * What clients asked and were answered. Each entry is in the file before anything else happens, a JSON line, so that it outlives this
 * process; the same is kept in memory. The checker holds the system to it.
 */
export class ClientLog {
  readonly #file: number;
  readonly #orders = new Map<string, OrderRecord>();
  readonly #violations: Violation[] = [];
  readonly #answers: Record<string, number> = {};
  #requests = 0;
  #acknowledged = 0;
  #settled = 0;
  #unanswered = 0;

  /** `file` is made, or appended to. */
  constructor(file: string) {
    this.#file = openSync(file, 'a');
  }

  close(): void {
    closeSync(this.#file);
  }

  /** An order is about to be asked for. Throws on a key that was there before. */
  begin(order: Pick<OrderRecord, 'key' | 'invoiceNo' | 'externalId' | 'storeId'>, at = Date.now()): OrderRecord {
    const { key, invoiceNo, externalId, storeId } = order;
    if (this.#orders.has(key)) throw new Error(`${key} was begun before`);
    const record: OrderRecord = { key, invoiceNo, externalId, storeId, beganAt: at, attempts: [], edits: [] };
    this.#orders.set(key, record);
    this.#write({ entry: 'order', at, key, invoiceNo, externalId, storeId });
    return record;
  }

  /** A request is about to be sent. */
  asked(order: OrderRecord, request: { purpose: Purpose; gateway: string; wait?: number }, at = Date.now()): Attempt {
    const attempt: Attempt = { id: ++this.#requests, key: order.key, at, ...request };
    order.attempts.push(attempt);
    this.#write({ entry: 'asked', ...attempt });
    return attempt;
  }

  /** Its answer has come, or it was given up. */
  answered(order: OrderRecord, attempt: Attempt, answer: Answer): void {
    this.#write({ entry: 'answered', id: attempt.id, key: order.key, ...answer });
    const outcome = String(answer.status ?? 'none');
    this.#answers[outcome] = (this.#answers[outcome] ?? 0) + 1;
    const violation = violationOf(order, attempt, answer);
    if (violation !== undefined) this.#violations.push({ key: order.key, at: answer.at, text: violation });
    attempt.answer = answer;
    if (!isSuccess(answer) || answer.orderId === undefined || answer.number === undefined) return;
    if (attempt.purpose === 'issue') order.issued ??= { id: answer.orderId, number: answer.number };
    if (notTheOrder.includes(attempt.purpose)) return;
    if (!order.acknowledged) {
      order.acknowledged = { at: answer.at, orderId: answer.orderId, number: answer.number };
      this.#acknowledged++;
    }
    if (answer.settled && order.settledAt === undefined) {
      order.settledAt = answer.at;
      this.#settled++;
    }
  }

  /** Nobody insists on it any longer. */
  gaveUp(order: OrderRecord, at = Date.now()): void {
    if (order.acknowledged || order.unanswered) return;
    order.unanswered = true;
    this.#unanswered++;
    this.#write({ entry: 'unanswered', at, key: order.key });
  }

  get counts(): LoadCounts {
    return {
      begun: this.#orders.size,
      acknowledged: this.#acknowledged,
      settled: this.#settled,
      unanswered: this.#unanswered,
      requests: this.#requests,
      violations: this.#violations.length,
      answers: { ...this.#answers },
    };
  }

  /** Every order that was asked for, by key, in the order in which they began. */
  get orders(): ReadonlyMap<string, OrderRecord> {
    return this.#orders;
  }

  get violations(): readonly Violation[] {
    return this.#violations;
  }

  /** Orders and requests that began, and acknowledgements that came, from one moment up to, but not including, another. */
  countsBetween(from: number, to: number): { readonly orders: number; readonly requests: number; readonly acknowledged: number } {
    const within = (at: number | undefined) => at !== undefined && at >= from && at < to;
    let [orders, requests, acknowledged] = [0, 0, 0];
    for (const order of this.#orders.values()) {
      if (within(order.beganAt)) orders++;
      if (within(order.acknowledged?.at)) acknowledged++;
      for (const { at } of order.attempts) if (within(at)) requests++;
    }
    return { orders, requests, acknowledged };
  }

  #write(entry: object): void {
    writeSync(this.#file, `${JSON.stringify(entry)}\n`);
  }
}
