import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import type { OrderView } from '#contracts/order.js';
import type { BalancedOrder } from '#contracts/reconciliation.js';
import type { ChangeContext } from '#platform/change-context.js';
import { getFromService } from '#platform/http/get-from-service.js';
import { postToService } from '#platform/http/post-to-service.js';
import { ServiceClient } from '#platform/http/service-client.js';
import { PaymentsConfig } from './payments.config.js';

/** What payments asks of orders. Each question throws the problem that orders answers with, or one with 503 or 504. */
@Injectable()
export class OrdersClient implements OnApplicationShutdown {
  readonly #orders: ServiceClient;

  constructor(config: PaymentsConfig) {
    this.#orders = new ServiceClient('orders', config.ORDERS_URL);
  }

  /** The order as it is, or a problem with 404. */
  async find(orderId: string, context: Pick<ChangeContext, 'correlationId' | 'traceparent'>): Promise<OrderView> {
    return (await getFromService(this.#orders, `/v1/orders/${encodeURIComponent(orderId)}`, context)) as OrderView;
  }

  /** Whether money may be captured for an order: a problem where a hold, or that it is cancelled, stands against it. */
  async permitCapture(orderId: string, context: ChangeContext): Promise<void> {
    await postToService(this.#orders, `/v1/orders/${encodeURIComponent(orderId)}/permits`, { what: 'capture' }, context);
  }

  /** What is due for those orders that there are, by id; at most MAX_BALANCES at once. */
  async balances(ids: readonly string[], context: ChangeContext): Promise<Map<string, BalancedOrder>> {
    const { items } = (await postToService(this.#orders, '/v1/orders/balances', { ids }, context)) as { items: BalancedOrder[] };
    return new Map(items.map((order) => [order.id, order]));
  }

  async onApplicationShutdown(): Promise<void> {
    await this.#orders.close();
  }
}
