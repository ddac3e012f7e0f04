import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import type { Run } from '#infra/run.js';
import type { Conduct, Provider } from './provider.js';

const LATE = 3_000;

/** The company outside that tax asks. */
export class TaxStandIn implements Provider {
  #conduct: Conduct = 'answers';
  #port = 0;

  static async start(run: Run): Promise<TaxStandIn> {
    const standIn = new TaxStandIn();
    const server = createServer((_request, response) => void standIn.#answer(response));
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

  behave(conduct: Conduct): void {
    this.#conduct = conduct;
  }

  async #answer(response: ServerResponse): Promise<void> {
    if (this.#conduct === 'hangs') return;
    if (this.#conduct === 'fails') return void response.writeHead(503).end();
    if (this.#conduct === 'late') await delay(Math.random() * 2 * LATE);
    response.writeHead(200).end();
  }
}
