import { Pool } from 'undici';
import { closedLoop, type LoopResult } from './closed-loop.js';
import type { PreparedOrder } from './sample-orders.js';

export interface Placing extends LoopResult {
  /** When the first request was sent, by `Date.now()`. */
  readonly beganAt: number;
  readonly orderIds: readonly string[];
  /** Requests that were not answered with 201, by what came instead. */
  readonly failures: Readonly<Record<string, number>>;
}

/** Posts the orders at the gateway over `concurrency` connections that are kept alive. `headers` are sent with each. */
export async function placeOrders(
  gateway: string,
  orders: readonly PreparedOrder[],
  concurrency: number,
  signal: AbortSignal,
  headers: Readonly<Record<string, string>> = {},
): Promise<Placing> {
  const pool = new Pool(gateway, { connections: concurrency, pipelining: 1, headersTimeout: 45_000, bodyTimeout: 45_000 });
  const orderIds: string[] = [];
  const failures: Record<string, number> = {};
  const fail = (what: string) => {
    failures[what] = (failures[what] ?? 0) + 1;
  };
  const beganAt = Date.now();
  try {
    const result = await closedLoop(orders, concurrency, signal, async ({ idempotencyKey, body }) => {
      try {
        const answer = await pool.request({
          method: 'POST',
          path: '/v1/orders',
          headers: { 'content-type': 'application/json', 'idempotency-key': idempotencyKey, ...headers },
          body,
        });
        const text = await answer.body.text();
        if (answer.statusCode === 201) orderIds.push((JSON.parse(text) as { id: string }).id);
        else fail(`status ${answer.statusCode}`);
      } catch (error) {
        signal.throwIfAborted();
        fail((error as Error).message);
      }
    });
    return { ...result, beganAt, orderIds, failures };
  } finally {
    await pool.destroy();
  }
}
