import { Body, Controller, Get, HttpCode, Inject, Param, Patch, Post, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { AddPayment } from '#contracts/commands/add-payment.js';
import { CancelOrder, EditOrder, NewShipment } from '#contracts/commands/edit-order.js';
import { PatchOrder } from '#contracts/commands/patch-order.js';
import { PlaceOrder } from '#contracts/commands/place-order.js';
import type { OrderView } from '#contracts/order.js';
import { type Refusal, refuse } from '#contracts/refusals.js';
import type { Stored } from '#platform/aggregate-document.js';
import { AggregateStore } from '#platform/aggregate-store.js';
import type { ChangeContext } from '#platform/change-context.js';
import { ChangesOf, changesPage } from '#platform/http/changes.js';
import { orNotFound, orThrow, ProblemError, problem, validated } from '#platform/http/problem.js';
import { Context, conditional, idempotent, PreferredWait, type RequestContext } from '#platform/http/request-context.js';
import type { Order, OrderEvent } from '../domain/order.js';
import { OrdersService } from '../orders.service.js';
import { SettlementWatch } from '../settlement-watch.js';
import { AsOf, EditOptions } from './order.queries.js';
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
    return answer(reply, placed.replayed && placed.version > 1 ? await this.store.history.atVersion(placed.id, 1) : placed);
  }

  /** All amounts of an order that is not placed. */
  @Post('calculate')
  @HttpCode(200)
  calculate(@Body(validated(PlaceOrder)) draft: PlaceOrder) {
    const { currency, lines, shipments, payments, discount, fee, taxRate, pricesIncludeTax, totals } = orThrow(
      this.orders.calculate(draft),
    );
    return { currency, lines, shipments, payments, discount, fee, taxRate, ...(pricesIncludeTax && { pricesIncludeTax }), totals };
  }

  @Post(':id/edits')
  @HttpCode(200)
  async edit(
    @Param('id') id: string,
    @Query(validated(EditOptions)) { preview }: EditOptions,
    @Body(validated(EditOrder)) edit: EditOrder,
    @Context() context: RequestContext,
    @PreferredWait() wait: number,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    if (preview === 'true') {
      const { order, ...rest } = orThrow(await this.orders.previewEdit(id, edit, context));
      return { ...rest, order: orderView(order) };
    }
    // What a preview answered says the version too.
    const condition = edit.token === undefined || context.ifMatch !== undefined ? conditional(context) : context;
    return this.#changed(reply, wait, await this.orders.edit(id, edit, because(idempotent(condition, edit), edit.reason)));
  }

  /** A JSON merge patch of what the order says of itself; `reason` beside it is why. */
  @Patch(':id')
  async changeDetails(
    @Param('id') id: string,
    @Body(validated(PatchOrder)) { reason, ...patch }: PatchOrder,
    @Context() context: RequestContext,
    @PreferredWait() wait: number,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const change = because(idempotent(conditional(context), { ...patch, reason }), reason);
    return this.#changed(reply, wait, await this.orders.changeDetails(id, patch, change));
  }

  @Post(':id/cancel')
  @HttpCode(200)
  async cancel(
    @Param('id') id: string,
    @Body(validated(CancelOrder)) cancellation: CancelOrder,
    @Context() context: RequestContext,
    @PreferredWait() wait: number,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const change = idempotent(conditional(context), cancellation);
    return this.#changed(reply, wait, await this.orders.cancel(id, cancellation.reason, change));
  }

  /** One more payment; those that there are, are the payments service's. */
  @Post(':id/payments')
  @HttpCode(200)
  async addPayment(
    @Param('id') id: string,
    @Body(validated(AddPayment)) payment: AddPayment,
    @Context() context: RequestContext,
    @PreferredWait() wait: number,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.#changed(reply, wait, await this.orders.addPayment(id, payment, idempotent(conditional(context), payment)));
  }

  /** One more shipment, as an edit of nothing else; those that there are, are the shipments service's. */
  @Post(':id/shipments')
  @HttpCode(200)
  async addShipment(
    @Param('id') id: string,
    @Body(validated(NewShipment)) shipment: NewShipment,
    @Context() context: RequestContext,
    @PreferredWait() wait: number,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.#changed(reply, wait, await this.orders.addShipment(id, shipment, idempotent(conditional(context), shipment)));
  }

  @Get(':id/changes')
  async changes(@Param('id') id: string, @Query(validated(ChangesOf)) query: ChangesOf) {
    orNotFound(await this.store.find(id), 'such order');
    return changesPage(this.store.history, id, query);
  }

  @Get('number/:number')
  async byNumber(@Param('number') number: string, @Res({ passthrough: true }) reply: FastifyReply): Promise<OrderView> {
    return answer(reply, await this.store.findBy('number', number));
  }

  @Get('external/:externalId')
  async byExternalId(@Param('externalId') externalId: string, @Res({ passthrough: true }) reply: FastifyReply): Promise<OrderView> {
    return answer(reply, await this.store.findBy('externalId', externalId));
  }

  /** As it is, or as it was at a version or a moment. */
  @Get(':id')
  async byId(
    @Param('id') id: string,
    @Query(validated(AsOf)) { version, at }: AsOf,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<OrderView> {
    if (version !== undefined && at !== undefined) orThrow(refuse('invalid-input', 'say a version or a moment, not both', 'at'));
    if (version === undefined && at === undefined) return answer(reply, await this.store.find(id));
    const { history } = this.store;
    const found = version === undefined ? await history.atTime(id, new Date(at as string)) : await history.atVersion(id, Number(version));
    const now = found?.state.draft || !found ? await this.store.find(id) : undefined;
    if (now && !now.state.draft) {
      const never = version === undefined ? 'it was not there yet' : `it has never had version ${version}`;
      throw new ProblemError(problem('version-not-found', found ? 'it was a draft then' : never));
    }
    return answer(reply, found);
  }

  /** The order after a change that was carried out, settled as far as the client is willing to wait. */
  async #changed(reply: FastifyReply, wait: number, outcome: Stored<Order> | Refusal): Promise<OrderView> {
    const changed = orThrow(outcome);
    if (changed.replayed) reply.header('idempotency-replayed', 'true');
    if (wait === 0) return answer(reply, changed);
    await this.settlement.settled(changed.id, wait);
    reply.header('preference-applied', `wait=${wait}`);
    return answer(reply, await this.store.find(changed.id));
  }
}

function because(context: ChangeContext, reason: string | undefined): ChangeContext {
  return reason === undefined ? context : { ...context, reason };
}

function answer(reply: FastifyReply, found: Stored<Order> | null): OrderView {
  const order = orNotFound(found?.state.draft ? null : found, 'such order');
  reply.header('etag', `"${order.version}"`);
  return orderView(order);
}
