import { connect, createServer, type Server, type Socket } from 'node:net';

/**
 * A TCP proxy on loopback that can be away, that can lose the answer to a chosen request (the server has done it, the client
 * never hears), and that can answer by itself.
 */
export class FaultyProxy {
  readonly #sockets = new Set<Socket>();
  #server: Server;
  #loseAnswerTo: ((request: Buffer) => boolean) | undefined;
  #loseRequest: ((request: Buffer) => boolean) | undefined;
  #answer: ((request: Buffer) => Buffer | undefined) | undefined;
  lost = 0;
  port = 0;

  private constructor(private readonly target: { host: string; port: number }) {
    this.#server = createServer((client) => this.#join(client));
  }

  /** Starts in front of `host:port`. */
  static async to(address: string): Promise<FaultyProxy> {
    const [host = '127.0.0.1', port = ''] = address.split(':');
    const proxy = new FaultyProxy({ host, port: Number(port) });
    await proxy.listen();
    return proxy;
  }

  listen(): Promise<void> {
    return new Promise((resolve) => {
      this.#server.listen(this.port, '127.0.0.1', () => {
        this.port = (this.#server.address() as { port: number }).port;
        resolve();
      });
    });
  }

  /** Ends every connection and takes no new one until `listen` is called again. */
  async away(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    for (const socket of this.#sockets) socket.destroy();
    await closed;
    this.#server = createServer((client) => this.#join(client));
  }

  /** From now on, cuts the connection instead of passing on the answer to requests that `matches` picks. */
  loseAnswersTo(matches: ((request: Buffer) => boolean) | undefined): void {
    this.#loseAnswerTo = matches;
  }

  /** From now on, cuts the connection instead of passing on the requests that `matches` picks. */
  loseRequests(matches: (request: Buffer) => boolean): void {
    this.#loseRequest = matches;
  }

  /** From now on, gives the answers that `answer` makes, and does not pass on those requests. */
  answerBy(answer: (request: Buffer) => Buffer | undefined): void {
    this.#answer = answer;
  }

  #join(client: Socket): void {
    const server = connect(this.target);
    let cutOnAnswer = false;
    for (const socket of [client, server]) {
      this.#sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        this.#sockets.delete(socket);
        client.destroy();
        server.destroy();
      });
    }
    client.on('data', (request) => {
      if (this.#loseRequest?.(request)) {
        client.destroy();
        return;
      }
      const answer = this.#answer?.(request);
      if (answer) {
        client.write(answer);
        return;
      }
      if (this.#loseAnswerTo?.(request)) cutOnAnswer = true;
      server.write(request);
    });
    server.on('data', (answer) => {
      if (!cutOnAnswer) client.write(answer);
      else {
        this.lost += 1;
        client.destroy();
      }
    });
  }
}
