import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import type { AllotShipmentPrice } from '#contracts/commands/combine-shipments.js';
import type { OrderView } from '#contracts/order.js';
import type { ChangeContext } from '#platform/change-context.js';
import { getFromService } from '#platform/http/get-from-service.js';
import { postToService } from '#platform/http/post-to-service.js';
import { ServiceClient } from '#platform/http/service-client.js';
import { ShipmentsConfig } from './shipments.config.js';

/** What is asked of orders beside claims. Each question throws the problem that orders answers with, or one with 503 or 504. */
@Injectable()
export class OrdersClient implements OnApplicationShutdown {
  readonly #orders: ServiceClient;

  constructor(config: ShipmentsConfig) {
    this.#orders = new ServiceClient('orders', config.ORDERS_URL);
  }

  async find(orderId: string, context: ChangeContext): Promise<OrderView> {
    return (await getFromService(this.#orders, `/v1/orders/${encodeURIComponent(orderId)}`, context)) as OrderView;
  }

  /** A shipment of the order costs what a consignment allots to it; a repeat changes nothing. */
  async allotPrice(orderId: string, allotted: AllotShipmentPrice, context: ChangeContext): Promise<void> {
    await postToService(this.#orders, `/v1/orders/${encodeURIComponent(orderId)}/allotted-prices`, allotted, context);
  }

  async onApplicationShutdown(): Promise<void> {
    await this.#orders.close();
  }
}
