import { Body, Controller, Get, HttpCode, Inject, Param, Patch, Post, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { EditOrder } from '#contracts/commands/edit-order.js';
import { PatchOrder } from '#contracts/commands/patch-order.js';
import { PlaceOrder } from '#contracts/commands/place-order.js';
import { type Refusal, refuse } from '#contracts/refusals.js';
import type { Stored } from '#platform/aggregate-document.js';
import { AggregateStore } from '#platform/aggregate-store.js';
import { setDocumentHeaders } from '#platform/http/document-headers.js';
import { orNotFound, orThrow, validated } from '#platform/http/problem.js';
import { Context, conditional, idempotent, PreferredWait, type RequestContext } from '#platform/http/request-context.js';
import type { Order, OrderEvent } from '../domain/order.js';
import { DraftsService } from '../drafts.service.js';
import { SettlementWatch } from '../settlement-watch.js';
import { draftView, orderView } from './order.view.js';

@Controller('v1/drafts')
export class DraftsController {
  constructor(
    private readonly drafts: DraftsService,
    private readonly settlement: SettlementWatch,
    @Inject(AggregateStore) private readonly store: AggregateStore<Order, OrderEvent>,
  ) {}

  @Post()
  async create(
    @Body(validated(PlaceOrder)) draft: PlaceOrder,
    @Context() context: RequestContext,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const created = orThrow(await this.drafts.create(draft, idempotent(context, draft)));
    reply.header('location', `/v1/drafts/${created.id}`);
    return answer(reply, created);
  }

  @Get(':id')
  async byId(@Param('id') id: string, @Res({ passthrough: true }) reply: FastifyReply) {
    return answer(reply, orNotFound(await this.drafts.find(id), 'such draft; if it was placed, it is an order with the same id'));
  }

  @Post(':id/edits')
  @HttpCode(200)
  async edit(
    @Param('id') id: string,
    @Body(validated(EditOrder)) edit: EditOrder,
    @Context() context: RequestContext,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    if (edit.token !== undefined) orThrow(refuse('invalid-input', 'a draft has no previews', 'token'));
    const change = { ...idempotent(conditional(context), edit), ...(edit.reason === undefined ? {} : { reason: edit.reason }) };
    return answer(reply, await this.drafts.edit(id, edit, change));
  }

  @Patch(':id')
  async changeDetails(
    @Param('id') id: string,
    @Body(validated(PatchOrder)) body: PatchOrder,
    @Context() context: RequestContext,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const { reason, ...patch } = body;
    const change = { ...idempotent(conditional(context), body), ...(reason === undefined ? {} : { reason }) };
    return answer(reply, await this.drafts.changeDetails(id, patch, change));
  }

  /** What tax there would be; nothing is stored. */
  @Post(':id/quote')
  @HttpCode(200)
  async quote(@Param('id') id: string, @Context() context: RequestContext) {
    const { tax, draft } = orThrow(await this.drafts.quote(id, context));
    return { tax, draft: draftView(draft) };
  }

  /** The draft becomes an order, with the same id. */
  @Post(':id/place')
  async place(
    @Param('id') id: string,
    @Context() context: RequestContext,
    @PreferredWait() wait: number,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const placed = orThrow(await this.drafts.place(id, idempotent(conditional(context), {})));
    reply.header('location', `/v1/orders/${placed.id}`);
    if (wait === 0) return answer(reply, placed, orderView);
    await this.settlement.settled(placed.id, wait);
    reply.header('preference-applied', `wait=${wait}`);
    return answer(reply, orNotFound(await this.store.find(placed.id), 'such order'), orderView);
  }
}

function answer<View>(
  reply: FastifyReply,
  outcome: Stored<Order> | Refusal,
  view: (stored: Stored<Order>) => View = draftView as never,
): View {
  const stored = orThrow(outcome);
  setDocumentHeaders(reply, stored);
  return view(stored);
}
