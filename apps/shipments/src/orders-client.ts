import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import type { AllotShipmentPrice } from '#contracts/commands/combine-shipments.js';
import type { OrderView } from '#contracts/order.js';
import { readErrors } from '#contracts/schema.js';
import type { ChangeContext } from '#platform/change-context.js';
import { getFromService } from '#platform/http/get-from-service.js';
import { postToService } from '#platform/http/post-to-service.js';
import { ServiceClient } from '#platform/http/service-client.js';
import { ShipmentsConfig } from './shipments.config.js';

/** The way to orders, for all that shipments asks of them. Each question throws the problem that the order has with it, or 503 or 504. */
@Injectable()
export class OrdersClient implements OnApplicationShutdown {
  readonly #orders: ServiceClient;

  constructor(config: ShipmentsConfig) {
    this.#orders = new ServiceClient('orders', config.ORDERS_URL);
  }

  async find(orderId: string, context: ChangeContext): Promise<OrderView> {
    return (await getFromService(this.#orders, addressOf(orderId), context)) as OrderView;
  }

  /** Asks something of an order, at a path below its own such as `/claims`. */
  post(
    orderId: string,
    path: string,
    body: object,
    context: ChangeContext,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<unknown> {
    return postToService(this.#orders, `${addressOf(orderId)}${path}`, body, context, { headers });
  }

  /** The same, where the answer is a `type`; anything else is a fault of orders. */
  async postFor<Data extends object>(
    type: new () => Data,
    orderId: string,
    path: string,
    body: object,
    context: ChangeContext,
  ): Promise<Data> {
    const answer = await this.post(orderId, path, body, context);
    const [error] = readErrors(type, answer);
    if (error) throw new Error(`the orders service answered with ${error.path} ${error.message}`);
    return answer as Data;
  }

  /** A shipment of the order costs what a consignment allots to it; a repeat changes nothing. */
  async allotPrice(orderId: string, allotted: AllotShipmentPrice, context: ChangeContext): Promise<void> {
    await this.post(orderId, '/allotted-prices', allotted, context);
  }

  async onApplicationShutdown(): Promise<void> {
    await this.#orders.close();
  }
}

function addressOf(orderId: string): string {
  return `/v1/orders/${encodeURIComponent(orderId)}`;
}
