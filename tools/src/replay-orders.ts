import { type FileHandle, open } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { Agent } from 'undici';
import { readInvoices } from './invoice-file.js';
import { convertInvoice } from './invoice-order.js';
import { type ReplayReport, ReplayTally } from './replay-report.js';
import { type OrderOutcome, type OrderRequest, type OrderSender, sendOrder } from './replay-request.js';

/** Counts at one moment; `total` is what the file holds (or the limit), known before the first order is sent. */
export interface ReplayProgress {
  readonly total: number;
  readonly placedNow: number;
  readonly alreadyThere: number;
  readonly failed: number;
}

export interface ReplayOptions {
  /** CSV in the columns of "Online Retail"; gunzipped when it ends in `.gz`. */
  readonly file: string;
  /** Base URL of the gateway, such as `http://localhost:8080`. */
  readonly gateway: string;
  /** Orders to send at most; what follows in the file is not read. */
  readonly limit?: number | undefined;
  /** Orders begun per second at most; without it, as fast as they are answered. */
  readonly rate?: number | undefined;
  /** Orders in flight at most; 16 unless told. */
  readonly concurrency?: number | undefined;
  /** Seconds to insist on an order that gets no settling answer; 300 unless told. */
  readonly patience?: number | undefined;
  /** A JSONL file to which each acknowledged order is appended: `{ key, orderId, number }`. */
  readonly acknowledged?: string | undefined;
  readonly onProgress?: ((progress: ReplayProgress) => void) | undefined;
  /** Ends the replay; orders in flight are reported as unanswered. */
  readonly signal?: AbortSignal | undefined;
}

interface OrderToSend extends OrderRequest {
  readonly invoiceNo: string;
  readonly sum: string;
}

/**
 * Posts the orders of a file to the gateway. Safe to end at any point and to run again: every order has a key of its own,
 * and what was placed before is answered as it is. Throws when the file cannot be read, before anything is sent.
 */
export async function replay(options: ReplayOptions): Promise<ReplayReport> {
  const { concurrency = 16, patience = 300, limit = Number.POSITIVE_INFINITY } = options;
  const total = await countOrders(options.file, limit);
  const acknowledgements = options.acknowledged ? await open(options.acknowledged, 'a') : undefined;
  const dispatcher = new Agent({ connections: concurrency });
  const sender: OrderSender = { gateway: options.gateway, dispatcher, patience: patience * 1_000, signal: options.signal };
  const tally = new ReplayTally();
  const orders = ordersOf(options.file, limit, tally);
  const nextTurn = turns(options.rate);
  const begin = performance.now();
  let lastAnswer = begin;
  let endedEarly: string | undefined;

  const worker = async () => {
    // Several workers may ask at once: an async generator answers them in turn.
    for (let next = await orders.next(); !next.done; next = await orders.next()) {
      const order = next.value;
      await nextTurn();
      const sent = performance.now();
      const outcome = await sendOrder(order, sender);
      await writeAcknowledgement(acknowledgements, order, outcome);
      tally.noteOutcome(order, outcome, performance.now() - sent);
      if (outcome.kind !== 'unanswered') lastAnswer = performance.now();
      // One order without an answer may be that order's fault; when none gets one, to go on would only take as long again for each.
      else if (!options.signal?.aborted && lastAnswer <= sent) endedEarly ??= `no order was answered for ${patience} seconds`;
      options.onProgress?.({ total, placedNow: tally.placedNow, alreadyThere: tally.alreadyThere, failed: tally.failed });
      if (options.signal?.aborted) endedEarly ??= 'ended by request';
      if (endedEarly) await orders.return(undefined);
    }
  };
  try {
    await Promise.all(Array.from({ length: concurrency }, worker));
  } finally {
    await Promise.all([dispatcher.destroy(), acknowledgements?.close()]);
  }
  return tally.report((performance.now() - begin) / 1_000, endedEarly);
}

/** Reads and converts the whole file once, so that a fault in it shows before half of it is placed. */
async function countOrders(file: string, limit: number): Promise<number> {
  let orders = 0;
  for await (const invoice of readInvoices(file)) {
    if (orders >= limit) break;
    if (convertInvoice(invoice).order) orders++;
  }
  return orders;
}

async function* ordersOf(file: string, limit: number, tally: ReplayTally): AsyncGenerator<OrderToSend, void, void> {
  let orders = 0;
  if (limit <= 0) return;
  for await (const invoice of readInvoices(file)) {
    const { invoiceNo, order, leftOut } = convertInvoice(invoice);
    tally.noteRead(invoice);
    for (const part of leftOut) tally.noteLeftOut(part);
    if (order) yield { invoiceNo, ...order };
    if (order && ++orders >= limit) return;
  }
}

/** Waits until the next order's turn: the first at once, each following one `1 / rate` seconds later. */
function turns(rate: number | undefined): () => Promise<void> {
  if (rate === undefined) return async () => {};
  const begin = performance.now();
  let taken = 0;
  return async () => {
    const due = begin + (taken++ * 1_000) / rate;
    await sleep(Math.max(0, due - performance.now()));
  };
}

async function writeAcknowledgement(file: FileHandle | undefined, order: OrderToSend, outcome: OrderOutcome): Promise<void> {
  if (!file || outcome.kind !== 'placed') return;
  // One write per line in append mode, so lines of several workers never mix.
  await file.write(`${JSON.stringify({ key: order.idempotencyKey, orderId: outcome.orderId, number: outcome.number })}\n`);
}
