import { setTimeout as sleep } from 'node:timers/promises';
import { type Dispatcher, request } from 'undici';
import type { InvoiceOrder } from './invoice-order.js';

/** One order to send, and under which key. */
export interface OrderRequest {
  readonly idempotencyKey: string;
  readonly body: InvoiceOrder;
}

/** Where to send it and how long to insist, in milliseconds from the first attempt. */
export interface OrderSender {
  /** Base URL of the gateway. */
  readonly gateway: string;
  readonly dispatcher: Dispatcher;
  readonly patience: number;
  readonly signal?: AbortSignal | undefined;
}

interface Placed {
  readonly kind: 'placed';
  readonly orderId: string;
  readonly number: string;
  /** The gateway had placed it before, and answered with that order. */
  readonly repeated: boolean;
}

/** The gateway will not place it, however often it is asked. */
interface Refused {
  readonly kind: 'refused';
  readonly status: number;
  readonly detail: string;
  readonly errors: readonly unknown[];
}

/** No answer that settles it came in time: it may be placed or not, and a later replay finds out. */
interface Unanswered {
  readonly kind: 'unanswered';
  readonly detail: string;
}

interface TryAgain {
  readonly kind: 'try again';
  readonly detail: string;
  /** Milliseconds, from `Retry-After`. */
  readonly after?: number | undefined;
}

/** What came of sending one order. */
export type OrderOutcome = (Placed | Refused | Unanswered) & { readonly attempts: number };

const FIRST_PAUSE = 100;
const LONGEST_PAUSE = 5_000;
// Longer than the gateway should ever take; without it, a connection that went silent would hold its order for minutes.
const ANSWER_TIMEOUT = 30_000;

/**
 * Places one order, and insists: what may be transient (no connection, 408, 425, 429, 5xx) is repeated under the same key,
 * with growing pauses or those that the gateway asks for. The key makes that safe: a repeat answers with the first order. Never throws.
 */
export async function sendOrder(order: OrderRequest, sender: OrderSender): Promise<OrderOutcome> {
  const begin = performance.now();
  for (let attempts = 1; ; attempts++) {
    const attempt = await tryOnce(order, sender);
    if (attempt.kind !== 'try again') return { ...attempt, attempts };
    const pause = attempt.after ?? backoff(attempts);
    if (sender.signal?.aborted || performance.now() - begin + pause > sender.patience) {
      return { kind: 'unanswered', detail: attempt.detail, attempts };
    }
    await sleep(pause, undefined, { signal: sender.signal }).catch(() => {});
  }
}

async function tryOnce(order: OrderRequest, { gateway, dispatcher, signal }: OrderSender): Promise<Placed | Refused | TryAgain> {
  try {
    const response = await request(new URL('/v1/orders', gateway), {
      method: 'POST',
      dispatcher,
      signal: signal ?? null,
      headersTimeout: ANSWER_TIMEOUT,
      bodyTimeout: ANSWER_TIMEOUT,
      headers: { 'content-type': 'application/json', 'idempotency-key': order.idempotencyKey },
      body: JSON.stringify(order.body),
    });
    const text = await response.body.text();
    if (response.statusCode < 300) {
      const { id, number } = JSON.parse(text) as { id: string; number: string };
      return { kind: 'placed', orderId: id, number, repeated: response.headers['idempotency-replayed'] === 'true' };
    }
    const problem = readProblem(text);
    const detail = `${response.statusCode} ${problem.detail ?? problem.title ?? text.slice(0, 200)}`;
    if (isTransient(response.statusCode)) return { kind: 'try again', detail, after: retryAfter(response.headers['retry-after']) };
    return { kind: 'refused', status: response.statusCode, detail, errors: problem.errors ?? [] };
  } catch (error) {
    return { kind: 'try again', detail: error instanceof Error ? error.message || error.name : String(error) };
  }
}

const isTransient = (status: number) => status >= 500 || status === 408 || status === 425 || status === 429;

function readProblem(text: string): { title?: string; detail?: string; errors?: unknown[] } {
  try {
    return JSON.parse(text) ?? {};
  } catch {
    // A proxy before the gateway may answer with a page of its own.
    return {};
  }
}

/** Milliseconds until the moment that `Retry-After` names, in seconds or as a date. */
function retryAfter(header: string | string[] | undefined): number | undefined {
  if (typeof header !== 'string') return undefined;
  const milliseconds = /^\d+$/.test(header) ? Number(header) * 1_000 : Date.parse(header) - Date.now();
  return Number.isNaN(milliseconds) ? undefined : Math.max(0, milliseconds);
}

/** Doubles from try to try; half of it is random, so that the workers do not come back all at once. */
const backoff = (attempts: number) => Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** (attempts - 1)) * (0.5 + Math.random() / 2);
