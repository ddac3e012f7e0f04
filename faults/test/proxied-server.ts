import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { freePorts } from '#infra/ports.js';
import { eventually } from '../../test/support/eventually.js';
import { DisturbedNetwork } from '../src/cluster/disturbed-network.js';
import { NodeProxy } from '../src/cluster/node-proxy.js';
import type { Protocol } from '../src/cluster/protocol.js';

/** One end of a connection, and all that it has been told. */
export class End {
  #chunks: Buffer[] = [];
  /** It has read a FIN. */
  ended = false;
  closed = false;
  error: string | undefined;

  constructor(readonly socket: Socket) {
    socket.on('data', (chunk) => {
      this.#chunks.push(chunk);
    });
    socket.on('end', () => {
      this.ended = true;
    });
    socket.on('error', (error: NodeJS.ErrnoException) => {
      this.error = error.code;
    });
    socket.on('close', () => {
      this.closed = true;
    });
  }

  get received(): Buffer {
    const all = Buffer.concat(this.#chunks);
    this.#chunks = [all];
    return all;
  }

  /** What has been received is looked at no more. */
  clear(): void {
    this.#chunks = [];
  }

  async receives(text: string): Promise<void> {
    await eventually(() => this.received.toString() === text);
  }

  async fails(code: string): Promise<void> {
    await eventually(() => this.closed && this.error === code);
  }
}

/** A server called `kafka-1` behind a proxy, in a network of its own. Clients connect to it under any name. */
export class ProxiedServer {
  readonly network = new DisturbedNetwork();
  readonly #accepted: End[] = [];
  readonly #ends: End[] = [];
  readonly #server = createServer({ allowHalfOpen: true }, (socket) => this.#accepted.push(this.#keep(socket)));
  #origin = '';
  #port = 0;
  proxy!: NodeProxy;

  static async start(protocol: Protocol | null = null): Promise<ProxiedServer> {
    const started = new ProxiedServer();
    started.#server.listen(0, '127.0.0.1');
    await once(started.#server, 'listening');
    const [port = 0] = await freePorts(1);
    const targetPort = (started.#server.address() as AddressInfo).port;
    started.#port = port;
    started.proxy = new NodeProxy({ to: 'kafka-1', port, targetPort, protocol }, started.network, async () => started.#origin);
    await started.proxy.open();
    return started;
  }

  /** Opens a connection and waits for nothing. */
  dial(from: string): End {
    this.#origin = from;
    return this.#keep(connect({ port: this.#port, host: '127.0.0.1', allowHalfOpen: true }));
  }

  /** Opens a connection and waits until the server has it. */
  async connect(from: string): Promise<{ client: End; server: End }> {
    const client = this.dial(from);
    return { client, server: await eventually(() => this.#accepted.shift()) };
  }

  /** Once a connection of another flow has been opened and used, whatever could pass at once on the others has had its time. */
  async othersPass(): Promise<void> {
    const { client, server } = await this.connect('witness-1');
    for (const [turn, end, other] of [
      ['a', client, server],
      ['b', server, client],
      ['ac', client, server],
    ] as const) {
      end.socket.write(turn.slice(-1));
      await other.receives(turn);
    }
  }

  /** The server does not listen any more. */
  goAway(): void {
    this.#server.close();
  }

  async stop(): Promise<void> {
    this.proxy.close();
    this.#server.close();
    for (const { socket } of this.#ends) socket.destroy();
    await this.network.close();
  }

  #keep(socket: Socket): End {
    const end = new End(socket);
    this.#ends.push(end);
    return end;
  }
}
