import { Body, Controller, Get, HttpCode, Param, Post, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { PlaceHold, ReleaseHold } from '#contracts/commands/hold-order.js';
import type { Stored } from '#platform/aggregate-document.js';
import { setDocumentHeaders } from '#platform/http/document-headers.js';
import { pageOf } from '#platform/http/page.js';
import { orThrow, validated } from '#platform/http/problem.js';
import { Context, conditional, idempotent, type RequestContext } from '#platform/http/request-context.js';
import type { Order } from '../domain/order.js';
import { OrdersService } from '../orders.service.js';
import { HeldOrders } from '../storage/held-orders.js';
import { HeldQuery } from './order.queries.js';
import { orderView } from './order.view.js';

@Controller('v1')
export class HoldsController {
  constructor(
    private readonly orders: OrdersService,
    private readonly held: HeldOrders,
  ) {}

  @Post('orders/:id/holds')
  @HttpCode(200)
  async place(
    @Param('id') id: string,
    @Body(validated(PlaceHold)) hold: PlaceHold,
    @Context() context: RequestContext,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const order = orThrow(await this.orders.placeHold(id, hold, idempotent(conditional(context), hold)));
    return answer(reply, order);
  }

  @Post('orders/:id/holds/:holdId/release')
  @HttpCode(200)
  async release(
    @Param() { id, holdId }: { id: string; holdId: string },
    @Body(validated(ReleaseHold)) release: ReleaseHold,
    @Context() context: RequestContext,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const order = orThrow(await this.orders.releaseHold(id, holdId, release.reason, idempotent(conditional(context), release)));
    return answer(reply, order);
  }

  /** What is held, longest first. */
  @Get('holds')
  list(@Query(validated(HeldQuery)) { type, ...page }: HeldQuery) {
    return pageOf(page, {
      find: (limit, after) => this.held.list(limit, type, after),
      cursorOf: ({ heldSince, id }) => [heldSince, id],
    });
  }
}

function answer(reply: FastifyReply, order: Stored<Order>) {
  setDocumentHeaders(reply, order);
  return orderView(order);
}
