import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import type { Run } from '#infra/run.js';

export const providerNames = ['tax', 'payments'] as const;
export type ProviderName = (typeof providerNames)[number];

/** How a provider is: `late` carries out what it is asked, and answers sometimes in time and sometimes not. */
export type Conduct = 'answers' | 'fails' | 'hangs' | 'late';

const LATE = 3_000;

/**
 * The companies outside that tax and payments ask: `POST /tax` and `POST /payments` with an idempotency key. `GET /payments` with one tells
 * whether it was carried out: 200 or 404.
 */
export class ProviderStandIn {
  /** The keys of all that payments were moved by. */
  readonly carriedOut = new Set<string>();
  readonly #conduct = new Map<ProviderName, Conduct>();
  #port = 0;

  static async start(run: Run): Promise<ProviderStandIn> {
    const standIn = new ProviderStandIn();
    const server = createServer((request, response) => {
      const provider = request.url?.slice(1) as ProviderName;
      const key = String(request.headers['idempotency-key']);
      void standIn.#answer(provider, { key, asks: request.method === 'GET' }, response);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    standIn.#port = (server.address() as AddressInfo).port;
    run.onClose(async () => {
      server.close();
      server.closeAllConnections();
    });
    return standIn;
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  behave(provider: ProviderName, conduct: Conduct): void {
    this.#conduct.set(provider, conduct);
  }

  async #answer(provider: ProviderName, { key, asks }: { key: string; asks: boolean }, response: ServerResponse): Promise<void> {
    const conduct = this.#conduct.get(provider) ?? 'answers';
    if (conduct === 'hangs') return;
    if (conduct === 'fails') return void response.writeHead(503).end();
    if (asks) return void response.writeHead(this.carriedOut.has(key) ? 200 : 404).end();
    if (provider === 'payments') this.carriedOut.add(key);
    if (conduct === 'late') await delay(Math.random() * 2 * LATE);
    response.writeHead(200).end();
  }
}
