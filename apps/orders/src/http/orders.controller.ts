import { Body, Controller, Get, Inject, Param, Post, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { PlaceOrder } from '#contracts/commands/place-order.js';
import type { OrderView } from '#contracts/order.js';
import { AggregateStore, type Stored } from '#platform/aggregate-store.js';
import { orNotFound, orThrow, validated } from '#platform/http/problem.js';
import { Context, idempotent, PreferredWait, type RequestContext } from '#platform/http/request-context.js';
import type { Order, OrderEvent } from '../domain/order.js';
import { OrdersService } from '../orders.service.js';
import { SettlementWatch } from '../settlement-watch.js';
import { orderView } from './order.view.js';

@Controller('v1/orders')
export class OrdersController {
  constructor(
    private readonly orders: OrdersService,
    private readonly settlement: SettlementWatch,
    @Inject(AggregateStore) private readonly store: AggregateStore<Order, OrderEvent>,
  ) {}

  /** A repeat is answered with the order as it was placed; one that waits, with the order as it has become. */
  @Post()
  async place(
    @Body(validated(PlaceOrder)) draft: PlaceOrder,
    @Context() context: RequestContext,
    @PreferredWait() wait: number,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<OrderView> {
    const placed = orThrow(await this.orders.place(draft, idempotent(context, draft)));
    if (placed.replayed) reply.header('idempotency-replayed', 'true');
    reply.header('location', `/v1/orders/${placed.id}`);
    if (wait > 0) {
      await this.settlement.settled(placed.id, wait);
      reply.header('preference-applied', `wait=${wait}`);
      return answer(reply, await this.store.find(placed.id));
    }
    return answer(reply, placed.replayed && placed.version > 1 ? await this.store.findVersion(placed.id, 1) : placed);
  }

  @Get('number/:number')
  async byNumber(@Param('number') number: string, @Res({ passthrough: true }) reply: FastifyReply): Promise<OrderView> {
    return answer(reply, await this.store.findBy('number', number));
  }

  @Get('external/:externalId')
  async byExternalId(@Param('externalId') externalId: string, @Res({ passthrough: true }) reply: FastifyReply): Promise<OrderView> {
    return answer(reply, await this.store.findBy('externalId', externalId));
  }

  @Get(':id')
  async byId(@Param('id') id: string, @Res({ passthrough: true }) reply: FastifyReply): Promise<OrderView> {
    return answer(reply, await this.store.find(id));
  }
}

function answer(reply: FastifyReply, found: Stored<Order> | null): OrderView {
  const order = orNotFound(found, 'such order');
  reply.header('etag', `"${order.version}"`);
  return orderView(order);
}
