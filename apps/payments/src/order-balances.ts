import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import type { BalancedOrder } from '#contracts/reconciliation.js';
import type { ChangeContext } from '#platform/change-context.js';
import { postToService } from '#platform/http/post-to-service.js';
import { ServiceClient } from '#platform/http/service-client.js';
import { PaymentsConfig } from './payments.config.js';

/** Asks orders what is due for them. */
@Injectable()
export class OrderBalances implements OnApplicationShutdown {
  readonly #orders: ServiceClient;

  constructor(config: PaymentsConfig) {
    this.#orders = new ServiceClient('orders', config.ORDERS_URL);
  }

  /** Those that there are, by id; at most MAX_BALANCES at once. Throws a problem with 503 or 504. */
  async of(ids: readonly string[], context: ChangeContext): Promise<Map<string, BalancedOrder>> {
    const { items } = (await postToService(this.#orders, '/v1/orders/balances', { ids }, context)) as { items: BalancedOrder[] };
    return new Map(items.map((order) => [order.id, order]));
  }

  async onApplicationShutdown(): Promise<void> {
    await this.#orders.close();
  }
}
