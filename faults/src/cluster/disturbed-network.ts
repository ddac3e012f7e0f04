import type { Socket } from 'node:net';
import { conditionsUnder, isIn } from './conditions.js';
import { type Fate, Link } from './link.js';
import type { Disturbance, Flow, Network, RequestSort } from './network.js';
import type { Protocol } from './protocol.js';

interface Active {
  readonly flow: Flow;
  readonly disturbance: Disturbance;
  /** Of `lose-replies`: how many are still to be lost. */
  left: number;
}

/** All connections that the proxies have, and what is done to them at present. */
export class DisturbedNetwork implements Network {
  readonly #links = new Set<Link>();
  readonly #active = new Set<Active>();
  #closed = false;
  lostReplies = 0;

  disturb(flow: Flow, disturbance: Disturbance): () => void {
    const active: Active = { flow, disturbance, left: disturbance.kind === 'lose-replies' ? disturbance.count : 0 };
    const links = [...this.#links].filter((link) => isIn(flow, link.flow));
    if (disturbance.kind === 'half-close') {
      for (const link of links) link.halfClose();
      return () => {};
    }
    this.#active.add(active);
    for (const link of links) this.#apply(link);
    return () => {
      if (!this.#active.delete(active)) return;
      for (const link of this.#links) if (isIn(flow, link.flow)) this.#apply(link);
    };
  }

  /** Takes a paused connection that a node has accepted by its proxy; `connect` opens the one to the node itself. */
  admit(flow: Flow, client: Socket, connect: () => Socket, protocol: Protocol | null): void {
    if (this.#closed || this.#isCut(flow)) {
      client.resetAndDestroy();
      return;
    }
    const link = new Link(flow, client, connect(), protocol, this.#fateIn(flow));
    this.#links.add(link);
    void link.gone.then(() => this.#links.delete(link));
    this.#apply(link);
  }

  /** Ends every connection, and takes none any more. */
  async close(): Promise<void> {
    this.#closed = true;
    const links = [...this.#links];
    for (const link of links) link.cut();
    await Promise.all(links.map((link) => link.gone));
  }

  #apply(link: Link): void {
    if (this.#isCut(link.flow)) link.cut();
    else link.setConditions(conditionsUnder(this.#activeIn(link.flow).map(({ disturbance }) => disturbance)));
  }

  #isCut(flow: Flow): boolean {
    return this.#activeIn(flow).some(({ disturbance }) => disturbance.kind === 'cut');
  }

  #activeIn(flow: Flow): Active[] {
    return [...this.#active].filter((active) => isIn(active.flow, flow));
  }

  #fateIn(flow: Flow): Fate {
    return (sort: RequestSort) => {
      for (const active of this.#activeIn(flow)) {
        const { disturbance } = active;
        if (disturbance.kind !== 'lose-replies' || disturbance.to !== sort || active.left === 0) continue;
        active.left -= 1;
        this.lostReplies += 1;
        return disturbance.connection === 'kept' ? 'lost' : 'lost with its connection';
      }
      return 'arrives';
    };
  }
}
