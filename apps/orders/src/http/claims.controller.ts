import { Body, Controller, HttpCode, Param, Post } from '@nestjs/common';
import { AllotShipmentPrice, ReleaseClaim } from '#contracts/commands/combine-shipments.js';
import { AskPermit } from '#contracts/commands/move-money.js';
import { ClaimShipment } from '#contracts/commands/send-shipment.js';
import { AskBalances } from '#contracts/reconciliation.js';
import { orThrow, validated } from '#platform/http/problem.js';
import { Context, idempotent, type RequestContext } from '#platform/http/request-context.js';
import { OrdersService } from '../orders.service.js';
import { OrderBalances } from '../storage/order-balances.js';

/** For other services, which ask before they do what cannot be taken back; the gateway does not lead here. */
@Controller('v1/orders')
export class ClaimsController {
  constructor(
    private readonly orders: OrdersService,
    private readonly balances: OrderBalances,
  ) {}

  /** Named by the shipment's id, so that a repeat changes nothing. */
  @Post(':id/claims')
  @HttpCode(200)
  async claim(@Param('id') id: string, @Body(validated(ClaimShipment)) claim: ClaimShipment, @Context() context: RequestContext) {
    const { state } = orThrow(await this.orders.claimShipment(id, claim, idempotent({ ...context, actor: 'service:shipments' }, claim)));
    return state.claims?.find((each) => each.id === claim.id);
  }

  /** Of a shipment that did not leave with its consignment; a repeat, or one that comes late, changes nothing. */
  @Post(':id/claims/release')
  @HttpCode(200)
  async release(@Param('id') id: string, @Body(validated(ReleaseClaim)) release: ReleaseClaim, @Context() context: RequestContext) {
    const change = idempotent({ ...context, actor: 'service:shipments' }, release);
    const { state } = orThrow(await this.orders.releaseShipment(id, release, change));
    return { claims: state.claims ?? [] };
  }

  /** Named by consignment and allotment, so that a repeat changes nothing. */
  @Post(':id/allotted-prices')
  @HttpCode(200)
  async allotPrice(
    @Param('id') id: string,
    @Body(validated(AllotShipmentPrice)) allotted: AllotShipmentPrice,
    @Context() context: RequestContext,
  ) {
    const { consignmentId, allotment, shipmentId, price } = allotted;
    const idempotencyKey = `consignment:${consignmentId}:${allotment}:${shipmentId}`;
    orThrow(
      await this.orders.allotShipmentPrice(id, allotted, idempotent({ ...context, actor: 'service:shipments', idempotencyKey }, allotted)),
    );
    return { shipmentId, price };
  }

  /** Whether money may be captured for it now. */
  @Post(':id/permits')
  @HttpCode(200)
  async permit(@Param('id') id: string, @Body(validated(AskPermit)) { what }: AskPermit) {
    const refused = await this.orders.obstacle(id, what);
    if (refused) orThrow(refused);
    return { what };
  }

  /** What is due for those of these orders that there are, in no order. */
  @Post('balances')
  @HttpCode(200)
  async balancesOf(@Body(validated(AskBalances)) { ids }: AskBalances) {
    return { items: await this.balances.of(ids) };
  }
}
