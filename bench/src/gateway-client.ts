import { setTimeout as sleep } from 'node:timers/promises';
import { Pool } from 'undici';
import type { PreparedOrder } from './sample-orders.js';

// So many connections that none waits for another at any rate that is measured; a request that does wait counts as slow, as for a client.
const CONNECTIONS = 512;
const ANSWER_WITHIN = 30_000;
// What is refused only for as long as something else is on its way is asked again, so soon and so long, in milliseconds.
const ASK_AGAIN_AFTER = 20;
const ASK_AGAIN_UNTIL = 20_000;

interface SettledOrder {
  readonly id: string;
  readonly payments: readonly { readonly id: string }[];
  readonly shipments: readonly { readonly id: string }[];
}

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

  /** The order as it is answered when it has settled. */
  async placeAndWait({ idempotencyKey, body }: PreparedOrder): Promise<SettledOrder> {
    const headers = { 'content-type': 'application/json', 'idempotency-key': idempotencyKey, prefer: 'wait=20' };
    return JSON.parse(await this.#ask(201, { method: 'POST', path: '/v1/orders', headers, body })) as SettledOrder;
  }

  /** What tax there would be. */
  async quote(quote: object): Promise<void> {
    await this.#post('/v1/tax/quotes', quote);
  }

  /** So many pieces are there now. */
  async tellStock(sku: string, onHand: number): Promise<void> {
    const body = JSON.stringify({ onHand, asOf: new Date().toISOString() });
    await this.#ask(200, { method: 'PUT', path: `/v1/stock/main/${sku}`, headers: { 'content-type': 'application/json' }, body });
  }

  /** The shipment with which a piece of the first line goes from now on. */
  async split(orderId: string, shipmentId: string): Promise<string> {
    const splitting = { op: 'splitShipment', shipmentId, items: [{ lineId: '1', quantity: 1 }] };
    const text = await this.#post(`/v1/orders/${orderId}/edits`, { operations: [splitting] });
    return (JSON.parse(text) as SettledOrder).shipments.at(-1)?.id as string;
  }

  /** A shipment or a consignment, as soon as all of it is reserved. */
  async send(path: string): Promise<void> {
    await soon(() => this.#post(`${path}/send`, {}));
  }

  async deliver(shipmentId: string): Promise<void> {
    await this.#post(`/v1/shipments/${shipmentId}/deliver`, {});
  }

  /** A piece of the first line comes back. */
  async takeBack(orderId: string): Promise<void> {
    const asked = { items: [{ lineId: '1', quantity: 1, reasonCode: 'other' }] };
    const { id } = JSON.parse(await this.#post(`/v1/orders/${orderId}/returns`, asked, 201)) as { id: string };
    await this.#post(`/v1/returns/${id}/approve`, {});
    await this.#post(`/v1/returns/${id}/receive`, { items: [{ lineId: '1', quantity: 1, condition: 'new', restock: true }] });
  }

  /** The consignment with which shipments go from now on, as soon as all of them are there. */
  async combine(shipmentIds: readonly string[]): Promise<string> {
    const text = await soon(() => this.#post('/v1/shipments/combine', { shipmentIds, reason: 'bench' }));
    return (JSON.parse(text) as { consignments: { id: string }[] }).consignments[0]?.id as string;
  }

  /**
   * An order is placed and waited for; then an invoice of it is drafted and issued, some of its payment taken, some of that given back, the
   * rest given up, and its gateway asked about it, as after a webhook.
   */
  async pay({ idempotencyKey, body }: PreparedOrder): Promise<void> {
    const { id, payments } = await this.placeAndWait({ idempotencyKey, body });
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

/** Throws what came instead, unless it is 404 or 409, which what is on its way may end. */
async function soon<Result>(action: () => Promise<Result>): Promise<Result> {
  const until = performance.now() + ASK_AGAIN_UNTIL;
  for (;;) {
    try {
      return await action();
    } catch (error) {
      if (!/^status 40[49]$/.test((error as Error).message) || performance.now() > until) throw error;
    }
    await sleep(ASK_AGAIN_AFTER);
  }
}

function priceChange(price: string) {
  return { operations: [{ op: 'changePrice', lineId: '1', price }] };
}
