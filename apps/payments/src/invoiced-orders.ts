import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import type { OrderView } from '#contracts/order.js';
import type { ChangeContext } from '#platform/change-context.js';
import { getFromService } from '#platform/http/get-from-service.js';
import { ServiceClient } from '#platform/http/service-client.js';
import { PaymentsConfig } from './payments.config.js';

/** Asks orders what there is to be invoiced. */
@Injectable()
export class InvoicedOrders implements OnApplicationShutdown {
  readonly #orders: ServiceClient;

  constructor(config: PaymentsConfig) {
    this.#orders = new ServiceClient('orders', config.ORDERS_URL);
  }

  /** Throws a problem with 404 where there is no such order, or 503 or 504. */
  async find(orderId: string, context: Pick<ChangeContext, 'correlationId' | 'traceparent'>): Promise<OrderView> {
    return (await getFromService(this.#orders, `/v1/orders/${encodeURIComponent(orderId)}`, context)) as OrderView;
  }

  async onApplicationShutdown(): Promise<void> {
    await this.#orders.close();
  }
}
