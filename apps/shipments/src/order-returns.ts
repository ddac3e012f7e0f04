import { Injectable } from '@nestjs/common';
import type { ApplyReturn, ClaimReturn, ReleaseReturn, RequestReturn } from '#contracts/commands/return-goods.js';
import { RequestedReturn } from '#contracts/events/return.js';
import { OrderReturn } from '#contracts/returns.js';
import type { ChangeContext } from '#platform/change-context.js';
import { OrdersClient } from './orders-client.js';

const CLAIMS = '/return-claims';

/**
 * Asks orders, which have the last word on what comes back. A repeat is answered with the first. Each throws the problem that the order has with
 * it, or 503 or 504.
 */
@Injectable()
export class OrderReturns {
  constructor(private readonly orders: OrdersClient) {}

  /** The request as the order took it: nothing else can have its pieces. */
  claim(orderId: string, claim: ClaimReturn, context: ChangeContext): Promise<RequestedReturn> {
    return this.orders.postFor(RequestedReturn, orderId, CLAIMS, claim, context);
  }

  /** What receiving it whole would make of the order. */
  preview(orderId: string, request: RequestReturn, context: ChangeContext): Promise<unknown> {
    return this.orders.post(orderId, `${CLAIMS}/preview`, request, context);
  }

  /** The order is edited, once. */
  receive(orderId: string, returnId: string, received: ApplyReturn, context: ChangeContext): Promise<OrderReturn> {
    return this.orders.postFor(OrderReturn, orderId, `${CLAIMS}/${encodeURIComponent(returnId)}/receive`, received, context);
  }

  /** Others may have its pieces. */
  release(orderId: string, returnId: string, release: ReleaseReturn, context: ChangeContext): Promise<OrderReturn> {
    return this.orders.postFor(OrderReturn, orderId, `${CLAIMS}/${encodeURIComponent(returnId)}/release`, release, context);
  }
}
