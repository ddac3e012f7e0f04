import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import type { ApplyReturn, ClaimReturn, ReleaseReturn, RequestReturn } from '#contracts/commands/return-goods.js';
import { RequestedReturn } from '#contracts/events/return.js';
import { OrderReturn } from '#contracts/returns.js';
import { readErrors } from '#contracts/schema.js';
import type { ChangeContext } from '#platform/change-context.js';
import { postToService } from '#platform/http/post-to-service.js';
import { ServiceClient } from '#platform/http/service-client.js';
import { ShipmentsConfig } from './shipments.config.js';

/**
 * Asks orders, which have the last word on what comes back. A repeat is answered with the first. Each throws the problem that the order has with
 * it, or 503 or 504.
 */
@Injectable()
export class OrderReturns implements OnApplicationShutdown {
  readonly #orders: ServiceClient;

  constructor(config: ShipmentsConfig) {
    this.#orders = new ServiceClient('orders', config.ORDERS_URL);
  }

  /** The request as the order took it: nothing else can have its pieces. */
  async claim(orderId: string, claim: ClaimReturn, context: ChangeContext): Promise<RequestedReturn> {
    return read(RequestedReturn, await this.#ask(orderId, '', claim, context));
  }

  /** What receiving it whole would make of the order. */
  preview(orderId: string, request: RequestReturn, context: ChangeContext): Promise<unknown> {
    return this.#ask(orderId, '/preview', request, context);
  }

  /** The order is edited, once. */
  async receive(orderId: string, returnId: string, received: ApplyReturn, context: ChangeContext): Promise<OrderReturn> {
    return read(OrderReturn, await this.#ask(orderId, `/${encodeURIComponent(returnId)}/receive`, received, context));
  }

  /** Others may have its pieces. */
  async release(orderId: string, returnId: string, release: ReleaseReturn, context: ChangeContext): Promise<OrderReturn> {
    return read(OrderReturn, await this.#ask(orderId, `/${encodeURIComponent(returnId)}/release`, release, context));
  }

  async onApplicationShutdown(): Promise<void> {
    await this.#orders.close();
  }

  #ask(orderId: string, path: string, body: object, context: ChangeContext): Promise<unknown> {
    return postToService(this.#orders, `/v1/orders/${encodeURIComponent(orderId)}/return-claims${path}`, body, context);
  }
}

function read<Data extends object>(type: new () => Data, answer: unknown): Data {
  const [error] = readErrors(type, answer);
  if (error) throw new Error(`the orders service answered with ${error.path} ${error.message}`);
  return answer as Data;
}
