/** Who speaks to whom, by the names of nodes; `clients` is this process (load and checker), `*` is anybody. */
export interface Flow {
  readonly from: string;
  readonly to: string;
}

/** What is done to the connections of a flow, those that exist and those that begin while it lasts. */
export type Disturbance =
  /** Connections are reset, new ones refused. */
  | { readonly kind: 'cut' }
  /** Nothing passes and nobody is told: no FIN, no RST; new connections are accepted and stay silent. */
  | { readonly kind: 'silence' }
  /** Existing connections: the accepting side says that it has ended, and goes on reading. */
  | { readonly kind: 'half-close' }
  | { readonly kind: 'delay'; readonly milliseconds: number; readonly jitter: number }
  | { readonly kind: 'throttle'; readonly bytesPerSecond: number }
  /** The next replies to requests of this sort never arrive, though the request was carried out; the connection is then kept or cut. */
  | { readonly kind: 'lose-replies'; readonly to: 'produce' | 'write'; readonly count: number; readonly connection: 'kept' | 'cut' };

/** Every connection of the system passes through it. */
export interface Network {
  /** Begins a disturbance; the function it gives ends it. Several may overlap. */
  disturb(flow: Flow, disturbance: Disturbance): () => void;
  /** Replies that `lose-replies` has kept back so far. */
  readonly lostReplies: number;
}
