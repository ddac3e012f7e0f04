import { Pool } from 'undici';
import type { PreparedOrder } from './sample-orders.js';

// So many connections that none waits for another at any rate that is measured; a request that does wait counts as slow, as for a client.
const CONNECTIONS = 512;
const ANSWER_WITHIN = 30_000;

/** Speaks to the gateways, each in turn, over connections that are kept alive. Its methods throw what came instead of the answer. */
export class GatewayClient {
  readonly #pools: readonly Pool[];
  #turn = 0;

  constructor(urls: readonly string[]) {
    const options = { connections: CONNECTIONS / urls.length, pipelining: 1, headersTimeout: ANSWER_WITHIN, bodyTimeout: ANSWER_WITHIN };
    this.#pools = urls.map((url) => new Pool(url, options));
  }

  /** The id of the order that was placed. */
  async place({ idempotencyKey, body }: PreparedOrder): Promise<string> {
    const headers = { 'content-type': 'application/json', 'idempotency-key': idempotencyKey };
    const text = await this.#ask(201, { method: 'POST', path: '/v1/orders', headers, body });
    return (JSON.parse(text) as { id: string }).id;
  }

  /**
   * An order is placed and waited for; then an invoice of it is drafted and issued, some of its payment taken, some of that given back, the
   * rest given up, and its gateway asked about it, as after a webhook.
   */
  async pay({ idempotencyKey, body }: PreparedOrder): Promise<void> {
    const headers = { 'content-type': 'application/json', 'idempotency-key': idempotencyKey, prefer: 'wait=20' };
    const text = await this.#ask(201, { method: 'POST', path: '/v1/orders', headers, body });
    const { id, payments } = JSON.parse(text) as { id: string; payments: readonly { id: string }[] };
    await this.#invoice(id);
    const path = `/v1/payments/${payments[0]?.id}`;
    await this.#post(`${path}/capture`, { amount: '0.02' });
    await this.#post(`${path}/refund`, { amount: '0.01', reasonCode: 'other' });
    await this.#post(`${path}/void`, {});
    await this.#post(`${path}/refresh`, {});
  }

  /** Bytes of the order as it is answered, as it is or as it was at a version. */
  async read(id: string, version?: number): Promise<number> {
    const text = await this.#ask(200, { method: 'GET', path: `/v1/orders/${id}${version === undefined ? '' : `?version=${version}`}` });
    return Buffer.byteLength(text);
  }

  /** Changes the price of the order's first line, whatever else changed meanwhile. */
  async edit(id: string, price: string): Promise<void> {
    await this.#post(`/v1/orders/${id}/edits`, priceChange(price));
  }

  async previewEdit(id: string, price: string): Promise<void> {
    await this.#post(`/v1/orders/${id}/edits?preview=true`, priceChange(price));
  }

  /** The id of a hold that stands in the way of no edit. */
  async hold(id: string): Promise<string> {
    const text = await this.#post(`/v1/orders/${id}/holds`, { type: 'manual', reason: 'bench', blocks: ['capture'] });
    return (JSON.parse(text) as { holds: { id: string }[] }).holds.at(-1)?.id as string;
  }

  async release(id: string, holdId: string): Promise<void> {
    await this.#post(`/v1/orders/${id}/holds/${holdId}/release`, { reason: 'bench' });
  }

  async cancel(id: string): Promise<void> {
    await this.#post(`/v1/orders/${id}/cancel`, { reason: 'bench' });
  }

  async #invoice(orderId: string): Promise<void> {
    const { id } = JSON.parse(await this.#post(`/v1/orders/${orderId}/invoices`, { from: 'order' }, 201)) as { id: string };
    await this.#post(`/v1/invoices/${id}/issue`, {});
  }

  #post(path: string, body: object, status = 200): Promise<string> {
    const headers = { 'content-type': 'application/json', 'if-match': '*' };
    return this.#ask(status, { method: 'POST', path, headers, body: JSON.stringify(body) });
  }

  async close(): Promise<void> {
    await Promise.all(this.#pools.map((pool) => pool.destroy()));
  }

  async #ask(status: number, request: Parameters<Pool['request']>[0]): Promise<string> {
    const pool = this.#pools[this.#turn++ % this.#pools.length] as Pool;
    const answer = await pool.request(request);
    const text = await answer.body.text();
    if (answer.statusCode !== status) throw new Error(`status ${answer.statusCode}`);
    return text;
  }
}

function priceChange(price: string) {
  return { operations: [{ op: 'changePrice', lineId: '1', price }] };
}
