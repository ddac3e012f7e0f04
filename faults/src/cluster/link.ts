import type { Socket } from 'node:net';
import type { Conditions } from './conditions.js';
import { FrameSplitter } from './frame-splitter.js';
import type { Flow, RequestSort } from './network.js';
import { Pipe } from './pipe.js';
import type { Protocol } from './protocol.js';

/** Asked for each reply to a request of these sorts: what becomes of it and of its connection. */
export type Fate = (sort: RequestSort) => 'arrives' | 'lost' | 'lost with its connection';

/** One connection through a proxy: `client` has opened it, `server` is the proxy's own to the node. Both are half-open by themselves. */
export class Link {
  readonly #forth: Pipe;
  readonly #back: Pipe;
  /** Requests on their way whose replies may be lost, by id. */
  readonly #requests = new Map<number, RequestSort>();
  #silent = false;
  /** The ends that do not know yet that the other one is gone. */
  readonly #untold = new Set<Socket>();
  /** Resolves when both ends are gone. */
  readonly gone: Promise<void>;

  constructor(
    readonly flow: Flow,
    private readonly client: Socket,
    private readonly server: Socket,
    protocol: Protocol | null,
    private readonly fate: Fate,
  ) {
    this.#forth = new Pipe(client, server, protocol && this.#requestSplitter(protocol));
    this.#back = new Pipe(server, client, protocol && this.#replySplitter(protocol));
    this.gone = Promise.all([this.#watch(client, server), this.#watch(server, client)]).then(() => undefined);
  }

  setConditions(conditions: Conditions): void {
    this.#silent = conditions.silent;
    this.#forth.setConditions(conditions);
    this.#back.setConditions(conditions);
    if (this.#silent) return;
    for (const socket of this.#untold) reset(socket);
    this.#untold.clear();
  }

  cut(): void {
    reset(this.client);
    reset(this.server);
  }

  /** The client reads the end of what the server says; the server still hears the client. */
  halfClose(): void {
    this.#back.end();
  }

  /** An end that closed after a FIN both ways needs no word; any other closing is a reset, and that is passed on. */
  #watch(socket: Socket, other: Socket): Promise<void> {
    socket.on('error', () => undefined); // 'close' follows
    return new Promise((resolve) => {
      socket.once('close', () => {
        if (!(socket.readableEnded && socket.writableFinished)) {
          if (this.#silent) this.#untold.add(other);
          else reset(other);
        }
        resolve();
      });
    });
  }

  #requestSplitter({ requestHead, frameLength, requestOf }: Protocol): FrameSplitter {
    return new FrameSplitter(requestHead, frameLength, (head) => {
      const request = requestOf(head);
      if (request) this.#requests.set(request.id, request.sort);
      return true;
    });
  }

  #replySplitter({ replyHead, frameLength, answeredBy }: Protocol): FrameSplitter {
    return new FrameSplitter(replyHead, frameLength, (head) => {
      const id = answeredBy(head);
      const sort = this.#requests.get(id);
      if (!sort) return true;
      this.#requests.delete(id);
      const fate = this.fate(sort);
      if (fate === 'lost with its connection') this.cut();
      return fate === 'arrives';
    });
  }
}

function reset(socket: Socket): void {
  if (socket.connecting) socket.destroy();
  else socket.resetAndDestroy();
}
