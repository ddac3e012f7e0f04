import { setTimeout as delay } from 'node:timers/promises';
import type { MongoClient } from '#infra/mongo/client.js';
import { countUnsettledOrders } from '#tools/outcome.js';
import type { Cluster } from '../cluster/cluster.js';
import type { ClientLog } from '../load/client-log.js';
import type { Operator } from './operator.js';

const LOOK_EVERY = 250;

/** Tells when all works again after a fault. */
export class Recovery {
  /** What was not as it should be at the last look, for people. */
  missing: string | undefined;
  /** Acknowledged orders that are known to have settled. */
  readonly #settled = new Set<string>();

  constructor(
    private readonly cluster: Cluster,
    private readonly log: ClientLog,
    private readonly mongo: MongoClient,
    private readonly operator: Operator,
  ) {}

  /**
   * Waits until every process is ready, nothing is set aside, every order acknowledged so far has settled, and, while orders come in, so
   * has a later one. False when that is not so after the patience, in seconds; `missing` then says what was not.
   */
  async wait(patience: number, signal: AbortSignal, orders: 'come in' | 'have ended' = 'come in'): Promise<boolean> {
    const healedAt = Date.now();
    const deadline = performance.now() + patience * 1_000;
    for (;;) {
      this.missing = await this.#missing(healedAt, orders).catch((error) => `an answer: ${(error as Error).message}`);
      if (this.missing === undefined) return true;
      if (performance.now() > deadline || signal.aborted) return false;
      await delay(LOOK_EVERY);
    }
  }

  async #missing(healedAt: number, orders: 'come in' | 'have ended'): Promise<string | undefined> {
    const ready = await Promise.all(this.cluster.nodes.map(async (node) => ((await node.isReady()) ? [] : [node.name])));
    if (ready.flat().length > 0) return `ready: ${ready.flat().join(', ')}`;
    if (!(await this.operator.clearDeadLetters())) return 'dead letters that can be handled';
    const acknowledged = [...this.log.orders.values()].flatMap((order) =>
      order.acknowledged ? [{ ...order, ...order.acknowledged }] : [],
    );
    const firstLater = acknowledged.find(({ beganAt }) => beganAt > healedAt);
    const due = acknowledged
      .filter((order) => order.at <= healedAt || order === firstLater)
      .map(({ orderId }) => orderId)
      .filter((orderId) => !this.#settled.has(orderId));
    const unsettled = await countUnsettledOrders(this.mongo, due);
    if (unsettled > 0) return `the end of ${unsettled} orders`;
    for (const id of due) this.#settled.add(id);
    return firstLater || orders === 'have ended' ? undefined : 'an order acknowledged after healing';
  }
}
