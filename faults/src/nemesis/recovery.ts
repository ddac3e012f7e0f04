import { setTimeout as delay } from 'node:timers/promises';
import type { MongoClient } from '#infra/mongo/client.js';
import { countUnsettledOrders } from '#tools/outcome.js';
import { verifiedServices } from '#tools/verify-services.js';
import type { Cluster } from '../cluster/cluster.js';
import type { ClientLog } from '../load/client-log.js';
import type { Operator } from './operator.js';

const LOOK_EVERY = 250;
const LITTLE_PATIENCE = 5;

/** Tells when all works again after a fault. */
export class Recovery {
  /** What did not recover in time, a sentence each. */
  readonly failures: string[] = [];
  /** Acknowledged orders that are known to have settled. */
  readonly #settled = new Set<string>();

  constructor(
    private readonly cluster: Cluster,
    private readonly log: ClientLog,
    private readonly mongo: MongoClient,
    private readonly operator: Operator,
    private readonly initialPatience: number,
  ) {}

  /** Seconds that are waited at most: few after a failure, since what has not come back by then has had its time. */
  get patience(): number {
    return this.failures.length === 0 ? this.initialPatience : Math.min(this.initialPatience, LITTLE_PATIENCE);
  }

  /**
   * Waits until every process is ready, nothing is set aside, every order acknowledged so far has settled, every call to a gateway is
   * answered, and, while orders come in, a later one has settled too. False when that is not so in time.
   */
  async wait(signal: AbortSignal, orders: 'come in' | 'have ended' = 'come in', patience = this.patience): Promise<boolean> {
    const healedAt = Date.now();
    const deadline = performance.now() + patience * 1_000;
    for (;;) {
      const missing = await this.#missing(healedAt, orders).catch((error) => `an answer: ${(error as Error).message}`);
      if (missing === undefined) return true;
      if (signal.aborted) return false;
      if (performance.now() > deadline) {
        this.failures.push(`did not recover in ${patience} s; what was missing: ${missing}`);
        return false;
      }
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
    const open = await this.#paymentsThatAsk(orders === 'have ended' ? undefined : healedAt);
    if (open > 0) return `what became of the calls of ${open} payments`;
    return firstLater || orders === 'have ended' ? undefined : 'an order acknowledged after healing';
  }

  /** Payments whose gateway has not said what became of a call, of those asked before a moment. */
  #paymentsThatAsk(before: number | undefined): Promise<number> {
    const { database, documents } = verifiedServices.payments;
    const asked = before === undefined ? { $exists: true } : { $lte: new Date(before).toISOString() };
    return this.mongo.db(database).collection(documents).countDocuments({ 'state.openCalls.requestedAt': asked });
  }
}
