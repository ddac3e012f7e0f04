import { connect, createServer, type Server, type Socket } from 'node:net';
import type { DisturbedNetwork } from './disturbed-network.js';
import type { Protocol } from './protocol.js';

export interface ProxySpec {
  /** The node behind it. */
  readonly to: string;
  /** Where others find the node. */
  readonly port: number;
  /** Where the node listens. */
  readonly targetPort: number;
  readonly protocol: Protocol | null;
}

/** The name of who has opened a connection to a proxy; `null` when it is gone already. */
export type OriginOf = (client: Socket) => Promise<string | null>;

/** The listening port of a node on loopback, through which all its connections are made. */
export class NodeProxy {
  #server: Server | undefined;

  constructor(
    private readonly spec: ProxySpec,
    private readonly network: DisturbedNetwork,
    private readonly originOf: OriginOf,
  ) {}

  /** Accepts connections from now on. */
  async open(): Promise<void> {
    if (this.#server) return;
    const server = createServer({ allowHalfOpen: true, noDelay: true, pauseOnConnect: true }, (client) => void this.#accept(client));
    this.#server = server;
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(this.spec.port, '127.0.0.1', resolve);
    });
  }

  /** New connections are refused from now on, as by a machine where nobody listens; those that exist live on. */
  close(): void {
    this.#server?.close();
    this.#server = undefined;
  }

  async #accept(client: Socket): Promise<void> {
    const { to, targetPort, protocol } = this.spec;
    client.on('error', () => undefined); // 'close' follows
    const from = await this.originOf(client);
    if (from === null) {
      client.destroy();
      return;
    }
    const toNode = () => connect({ port: targetPort, host: '127.0.0.1', allowHalfOpen: true, noDelay: true });
    this.network.admit({ from, to }, client, toNode, protocol);
  }
}
