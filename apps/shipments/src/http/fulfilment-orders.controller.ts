import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import {
  AcceptFulfilment,
  HoldFulfilment,
  MoveFulfilment,
  RejectFulfilment,
  ReleaseFulfilment,
  ScheduleFulfilment,
} from '#contracts/commands/fulfil-order.js';
import type { Refusal } from '#contracts/refusals.js';
import type { Stored } from '#platform/aggregate-document.js';
import type { AggregateStore } from '#platform/aggregate-store.js';
import { storeFor } from '#platform/document-service.module.js';
import { ChangesOf, changesPage } from '#platform/http/changes.js';
import { documentView } from '#platform/http/document.view.js';
import { setDocumentHeaders } from '#platform/http/document-headers.js';
import { pageOf } from '#platform/http/page.js';
import { orNotFound, orThrow, validated } from '#platform/http/problem.js';
import { Context, conditional, idempotent, type RequestContext } from '#platform/http/request-context.js';
import type { FulfilmentEvent, FulfilmentOrder } from '../domain/fulfilment-order.js';
import { FulfilmentService } from '../fulfilment.service.js';
import { fulfilmentOrderAggregate } from '../storage/fulfilment-order.schema.js';
import { FulfilmentOrderList } from '../storage/fulfilment-order-list.js';
import { FulfilmentOrdersQuery } from './fulfilment.queries.js';

const documentOf = documentView<FulfilmentOrder, 'fulfilmentOrderId'>('fulfilmentOrderId');

/** A fulfilment order as clients see it. */
function fulfilmentOrderView(order: Stored<FulfilmentOrder>) {
  const { editedVersion: _, ...view } = documentOf(order);
  return view;
}

@Controller('v1')
export class FulfilmentOrdersController {
  constructor(
    private readonly fulfilment: FulfilmentService,
    @Inject(storeFor(fulfilmentOrderAggregate)) private readonly store: AggregateStore<FulfilmentOrder, FulfilmentEvent>,
    private readonly list: FulfilmentOrderList,
  ) {}

  /** Newest first. */
  @Get('fulfilment-orders')
  find(@Query(validated(FulfilmentOrdersQuery)) { limit, cursor, count, backordered, ...equal }: FulfilmentOrdersQuery) {
    const conditions = { ...equal, ...(backordered !== undefined && { backordered: backordered === 'true' }) };
    return pageOf(
      { limit, cursor, count },
      {
        find: (size, after) => this.list.find(conditions, size, after),
        cursorOf: ({ createdAt, id }) => [createdAt, id],
        count: () => this.list.count(conditions),
      },
    );
  }

  /** Of all its shipments, oldest first. */
  @Get('orders/:orderId/fulfilment-orders')
  async ofOrder(@Param('orderId') orderId: string) {
    const [own, holding] = await Promise.all([this.store.listBy('orderId', orderId), this.store.listBy('lines.orderId', orderId)]);
    const all = [...new Map([...own, ...holding].map((order) => [order.id, order])).values()];
    return { items: all.sort((one, other) => one.createdAt.getTime() - other.createdAt.getTime()).map(fulfilmentOrderView) };
  }

  @Get('fulfilment-orders/:id')
  async byId(@Param('id') id: string, @Res({ passthrough: true }) reply: FastifyReply) {
    return answer(reply, orNotFound(await this.store.find(id), 'such fulfilment order'));
  }

  /** Its location will ship it. */
  @Post('fulfilment-orders/:id/accept')
  @HttpCode(200)
  async accept(
    @Param('id') id: string,
    @Body(validated(AcceptFulfilment)) command: AcceptFulfilment,
    @Context() context: RequestContext,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return answer(reply, await this.fulfilment.accept(id, command, idempotent(conditional(context), command)));
  }

  /** Its location will not. */
  @Post('fulfilment-orders/:id/reject')
  @HttpCode(200)
  async reject(
    @Param('id') id: string,
    @Body(validated(RejectFulfilment)) command: RejectFulfilment,
    @Context() context: RequestContext,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return answer(reply, await this.fulfilment.reject(id, command, idempotent(conditional(context), command)));
  }

  /** It is to be shipped from another location. */
  @Post('fulfilment-orders/:id/move')
  @HttpCode(200)
  async move(
    @Param('id') id: string,
    @Body(validated(MoveFulfilment)) command: MoveFulfilment,
    @Context() context: RequestContext,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const change = { ...idempotent(conditional(context), command), ...(command.reason !== undefined && { reason: command.reason }) };
    return answer(reply, await this.fulfilment.move(id, command, change));
  }

  /** It must not leave for now. */
  @Post('fulfilment-orders/:id/hold')
  @HttpCode(200)
  async hold(
    @Param('id') id: string,
    @Body(validated(HoldFulfilment)) command: HoldFulfilment,
    @Context() context: RequestContext,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return answer(reply, await this.fulfilment.hold(id, command, idempotent(conditional(context), command)));
  }

  @Post('fulfilment-orders/:id/release')
  @HttpCode(200)
  async release(
    @Param('id') id: string,
    @Body(validated(ReleaseFulfilment)) command: ReleaseFulfilment,
    @Context() context: RequestContext,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const change = { ...idempotent(conditional(context), command), ...(command.reason !== undefined && { reason: command.reason }) };
    return answer(reply, await this.fulfilment.release(id, change));
  }

  /** It must not leave before a moment. */
  @Post('fulfilment-orders/:id/schedule')
  @HttpCode(200)
  async schedule(
    @Param('id') id: string,
    @Body(validated(ScheduleFulfilment)) command: ScheduleFulfilment,
    @Context() context: RequestContext,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return answer(reply, await this.fulfilment.schedule(id, command, idempotent(conditional(context), command)));
  }

  /** Who changed what, when and why, oldest first. */
  @Get('fulfilment-orders/:id/changes')
  async changes(@Param('id') id: string, @Query(validated(ChangesOf)) query: ChangesOf) {
    orNotFound(await this.store.find(id), 'such fulfilment order');
    return changesPage(this.store.history, id, query);
  }
}

function answer(reply: FastifyReply, outcome: Stored<FulfilmentOrder> | Refusal) {
  const order = orThrow(outcome);
  setDocumentHeaders(reply, order);
  return fulfilmentOrderView(order);
}
