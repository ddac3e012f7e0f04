import { Body, Controller, HttpCode, Param, Post } from '@nestjs/common';
import { AskPermit } from '#contracts/commands/move-money.js';
import { ClaimShipment } from '#contracts/commands/send-shipment.js';
import { orThrow, validated } from '#platform/http/problem.js';
import { Context, idempotent, type RequestContext } from '#platform/http/request-context.js';
import { OrdersService } from '../orders.service.js';

/** For other services, which ask before they do what cannot be taken back; the gateway does not lead here. */
@Controller('v1/orders')
export class ClaimsController {
  constructor(private readonly orders: OrdersService) {}

  /** Named by the shipment's id, so that a repeat changes nothing. */
  @Post(':id/claims')
  @HttpCode(200)
  async claim(@Param('id') id: string, @Body(validated(ClaimShipment)) claim: ClaimShipment, @Context() context: RequestContext) {
    const { state } = orThrow(await this.orders.claimShipment(id, claim, idempotent({ ...context, actor: 'service:shipments' }, claim)));
    return state.claims?.find((each) => each.id === claim.id);
  }

  /** Whether money may be captured for it now. */
  @Post(':id/permits')
  @HttpCode(200)
  async permit(@Param('id') id: string, @Body(validated(AskPermit)) { what }: AskPermit) {
    const refused = await this.orders.obstacle(id, what);
    if (refused) orThrow(refused);
    return { what };
  }
}
