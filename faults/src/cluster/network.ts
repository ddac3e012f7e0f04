/**
 * Who speaks to whom, by the names of nodes: `from` opens the connection, `to` accepts it, and what is done to it is done both ways.
 * `clients` is this process (load and checker), `*` is anybody else; a node's connections to itself are in a flow only by name.
 */
export interface Flow {
  readonly from: string;
  readonly to: string;
}

/** What is done to the connections of a flow, those that exist and those that begin while it lasts. */
export type Disturbance =
  /** Connections are reset, new ones are accepted and reset. */
  | { readonly kind: 'cut' }
  /**
   * Nothing passes and nobody is told: no FIN, no RST; new connections are accepted and stay silent. What was sent meanwhile passes
   * afterwards where both ends still hold the connection, as TCP would send it again.
   */
  | { readonly kind: 'silence' }
  /** Existing connections, once: the accepting side says that it has ended, and goes on reading. */
  | { readonly kind: 'half-close' }
  /** Each piece of data waits so long, and up to `jitter` longer; the order stays. */
  | { readonly kind: 'delay'; readonly milliseconds: number; readonly jitter: number }
  /** For each connection and direction. */
  | { readonly kind: 'throttle'; readonly bytesPerSecond: number }
  /** The next replies to requests of this sort never arrive, though the request was carried out; the connection is then kept or cut. */
  | { readonly kind: 'lose-replies'; readonly to: RequestSort; readonly count: number; readonly connection: 'kept' | 'cut' };

/** `produce` to a broker; `write` to a member: insert, update, delete, findAndModify. */
export type RequestSort = 'produce' | 'write';

/** Every connection of the system passes through it. */
export interface Network {
  /** Begins a disturbance; the function it gives ends it. Several may overlap. */
  disturb(flow: Flow, disturbance: Disturbance): () => void;
  /** Replies that `lose-replies` has kept back so far. */
  readonly lostReplies: number;
}
