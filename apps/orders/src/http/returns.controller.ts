import { Body, Controller, HttpCode, Param, Post } from '@nestjs/common';
import { ApplyReturn, ClaimReturn, ReleaseReturn, RequestReturn } from '#contracts/commands/return-goods.js';
import type { Refusal } from '#contracts/refusals.js';
import type { OrderReturn } from '#contracts/returns.js';
import type { Stored } from '#platform/aggregate-document.js';
import type { ChangeContext } from '#platform/change-context.js';
import { orThrow, validated } from '#platform/http/problem.js';
import { Context, type RequestContext } from '#platform/http/request-context.js';
import { requestedReturn } from '../domain/claim-return.js';
import type { Order } from '../domain/order.js';
import { OrdersService } from '../orders.service.js';
import { orderView } from './order.view.js';

/** For the shipments service, whose returns the order has the last word on; the gateway does not lead here. Each is named by the return's id, so that a repeat changes nothing. */
@Controller('v1/orders/:id/return-claims')
export class ReturnsController {
  constructor(private readonly orders: OrdersService) {}

  /** Pieces are to come back; answered with the request as the order takes it. */
  @Post()
  @HttpCode(200)
  async claim(@Param('id') id: string, @Body(validated(ClaimReturn)) claim: ClaimReturn, @Context() context: RequestContext) {
    const { state } = orThrow(await this.orders.claimReturn(id, claim, asked(context)));
    const { claimedAt } = (state.returns ?? []).find((each) => each.id === claim.id) as OrderReturn;
    return requestedReturn(state, claim, claimedAt);
  }

  /** What that would come to. */
  @Post('preview')
  @HttpCode(200)
  async preview(@Param('id') id: string, @Body(validated(RequestReturn)) request: RequestReturn, @Context() context: RequestContext) {
    const { order, ...rest } = orThrow(await this.orders.previewReturn(id, request, context));
    return { ...rest, order: orderView(order) };
  }

  /** They have come back. */
  @Post(':returnId/receive')
  @HttpCode(200)
  async receive(
    @Param('id') id: string,
    @Param('returnId') returnId: string,
    @Body(validated(ApplyReturn)) received: ApplyReturn,
    @Context() context: RequestContext,
  ) {
    return claimOf(await this.orders.receiveReturn(id, returnId, received, asked(context)), returnId);
  }

  /** Nothing comes back. */
  @Post(':returnId/release')
  @HttpCode(200)
  async release(
    @Param('id') id: string,
    @Param('returnId') returnId: string,
    @Body(validated(ReleaseReturn)) release: ReleaseReturn,
    @Context() context: RequestContext,
  ) {
    return claimOf(await this.orders.releaseReturn(id, returnId, release, asked(context)), returnId);
  }
}

function asked({ idempotencyKey: _, ifMatch: __, target: ___, ...context }: RequestContext): ChangeContext {
  return { ...context, actor: 'service:shipments' };
}

function claimOf(outcome: Stored<Order> | Refusal, returnId: string) {
  return orThrow(outcome).state.returns?.find(({ id }) => id === returnId);
}
