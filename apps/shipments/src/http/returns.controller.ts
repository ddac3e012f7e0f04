import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { ApproveReturn, CancelReturn, ReceiveReturn, RefuseReturn, RequestReturn } from '#contracts/commands/return-goods.js';
import type { Stored } from '#platform/aggregate-document.js';
import type { AggregateStore } from '#platform/aggregate-store.js';
import { storeFor } from '#platform/document-service.module.js';
import { ChangesOf, changesPage } from '#platform/http/changes.js';
import { documentView } from '#platform/http/document.view.js';
import { setDocumentHeaders } from '#platform/http/document-headers.js';
import { pageOf } from '#platform/http/page.js';
import { orNotFound, orThrow, validated } from '#platform/http/problem.js';
import { Context, conditional, idempotent, type RequestContext } from '#platform/http/request-context.js';
import type { Return, ReturnEvent } from '../domain/return.js';
import { ReturnsService } from '../returns.service.js';
import { returnAggregate } from '../storage/return.schema.js';
import { ReturnList } from '../storage/return-list.js';
import { ReturnOptions, ReturnsQuery } from './return.queries.js';

const returnView = documentView<Return, 'returnId'>('returnId');

@Controller('v1')
export class ReturnsController {
  constructor(
    private readonly returns: ReturnsService,
    @Inject(storeFor(returnAggregate)) private readonly store: AggregateStore<Return, ReturnEvent>,
    private readonly list: ReturnList,
  ) {}

  /** Pieces are to come back; or what that would come to. */
  @Post('orders/:orderId/returns')
  async request(
    @Param('orderId') orderId: string,
    @Query(validated(ReturnOptions)) { preview }: ReturnOptions,
    @Body(validated(RequestReturn)) request: RequestReturn,
    @Context() context: RequestContext,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    if (preview === 'true') {
      reply.status(200);
      return this.returns.preview(orderId, request, context);
    }
    const requested = orThrow(await this.returns.request(orderId, request, idempotent(context, request)));
    reply.header('location', `/v1/returns/${requested.id}`);
    return answer(reply, requested);
  }

  @Get('orders/:orderId/returns')
  async ofOrder(@Param('orderId') orderId: string) {
    const returns = await this.store.listBy('orderId', orderId);
    return { items: returns.map(returnView) };
  }

  /** Newest first. */
  @Get('returns')
  find(@Query(validated(ReturnsQuery)) { limit, cursor, count, ...conditions }: ReturnsQuery) {
    return pageOf(
      { limit, cursor, count },
      {
        find: (size, after) => this.list.find(conditions, size, after),
        cursorOf: ({ createdAt, id }) => [createdAt, id],
        count: () => this.list.count(conditions),
      },
    );
  }

  @Get('returns/:id')
  async byId(@Param('id') id: string, @Res({ passthrough: true }) reply: FastifyReply) {
    return answer(reply, orNotFound(await this.store.find(id), 'such return'));
  }

  /** The customer may send it back. */
  @Post('returns/:id/approve')
  @HttpCode(200)
  async approve(
    @Param('id') id: string,
    @Body(validated(ApproveReturn)) approval: ApproveReturn,
    @Context() context: RequestContext,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return answer(reply, orThrow(await this.returns.approve(id, approval, idempotent(conditional(context), approval))));
  }

  /** It is not taken back. */
  @Post('returns/:id/refuse')
  @HttpCode(200)
  async refuse(
    @Param('id') id: string,
    @Body(validated(RefuseReturn)) refusal: RefuseReturn,
    @Context() context: RequestContext,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const change = { ...idempotent(conditional(context), refusal), reason: refusal.reason };
    return answer(reply, orThrow(await this.returns.release(id, { outcome: 'Refused', ...refusal }, change)));
  }

  /** Nothing comes back after all. */
  @Post('returns/:id/cancel')
  @HttpCode(200)
  async cancel(
    @Param('id') id: string,
    @Body(validated(CancelReturn)) cancellation: CancelReturn,
    @Context() context: RequestContext,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const { reason } = cancellation;
    const change = { ...idempotent(conditional(context), cancellation), ...(reason !== undefined && { reason }) };
    return answer(reply, orThrow(await this.returns.release(id, { outcome: 'Cancelled', ...cancellation }, change)));
  }

  /** It has come back. */
  @Post('returns/:id/receive')
  @HttpCode(200)
  async receive(
    @Param('id') id: string,
    @Body(validated(ReceiveReturn)) received: ReceiveReturn,
    @Context() context: RequestContext,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return answer(reply, orThrow(await this.returns.receive(id, received, idempotent(conditional(context), received))));
  }

  /** Who changed what, when and why, oldest first. */
  @Get('returns/:id/changes')
  async changes(@Param('id') id: string, @Query(validated(ChangesOf)) query: ChangesOf) {
    orNotFound(await this.store.find(id), 'such return');
    return changesPage(this.store.history, id, query);
  }
}

function answer(reply: FastifyReply, found: Stored<Return>) {
  setDocumentHeaders(reply, found);
  return returnView(found);
}
