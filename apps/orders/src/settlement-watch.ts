import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { AggregateStore } from '#platform/aggregate-store.js';
import type { Order, OrderEvent } from './domain/order.js';
import { isSettled } from './domain/settled.js';

const LOOK_EVERY = 100;

/**
 * Lets requests wait until an order has settled, whichever replica settles it: all that wait in this process are looked up by one
 * query at a time.
 */
@Injectable()
export class SettlementWatch implements OnApplicationBootstrap, OnModuleDestroy {
  readonly #waiting = new Map<string, Set<() => void>>();
  #timer: NodeJS.Timeout | undefined;
  #looking = false;
  #closing = false;

  constructor(@Inject(AggregateStore) private readonly store: AggregateStore<Order, OrderEvent>) {}

  onApplicationBootstrap(): void {
    this.#timer = setInterval(() => void this.#look(), LOOK_EVERY);
  }

  /** Before HTTP closes, which would wait for those who wait here. */
  onModuleDestroy(): void {
    this.#closing = true;
    clearInterval(this.#timer);
    for (const wakes of this.#waiting.values()) for (const wake of wakes) wake();
  }

  /** Resolves when the order has settled, or after so many seconds. */
  settled(orderId: string, seconds: number): Promise<void> {
    if (this.#closing) return Promise.resolve();
    return new Promise((resolve) => {
      const wakes = this.#waiting.get(orderId) ?? new Set();
      const wake = () => {
        clearTimeout(deadline);
        wakes.delete(wake);
        if (wakes.size === 0) this.#waiting.delete(orderId);
        resolve();
      };
      const deadline = setTimeout(wake, seconds * 1_000);
      wakes.add(wake);
      this.#waiting.set(orderId, wakes);
    });
  }

  /** Tells of an order that was changed in this process, so that nobody needs to look. */
  notice(id: string, order: Order): void {
    if (this.#waiting.has(id) && isSettled(order)) this.#wake(id);
  }

  #wake(id: string): void {
    for (const wake of this.#waiting.get(id) ?? []) wake();
  }

  async #look(): Promise<void> {
    if (this.#waiting.size === 0 || this.#looking) return;
    this.#looking = true;
    try {
      const orders = await this.store.peek([...this.#waiting.keys()], ['tax', 'payments', 'shipments', 'documents', 'cancelledAt']);
      for (const [id, order] of orders) if (isSettled(order)) this.#wake(id);
    } catch {
      // The database is away: those who wait have their own time limit.
    } finally {
      this.#looking = false;
    }
  }
}
