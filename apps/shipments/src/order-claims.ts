import { Injectable } from '@nestjs/common';
import type { ReleaseClaim } from '#contracts/commands/combine-shipments.js';
import type { ClaimShipment } from '#contracts/commands/send-shipment.js';
import { ShipmentClaim } from '#contracts/shipping.js';
import type { ChangeContext } from '#platform/change-context.js';
import { OrdersClient } from './orders-client.js';

/** Claims on orders what is about to be sent. */
@Injectable()
export class OrderClaims {
  constructor(private readonly orders: OrdersClient) {}

  /** The claim as it stands on the order: a repeat is answered with the first. Throws the problem that the order has with it, or 503 or 504. */
  claim(orderId: string, claim: ClaimShipment, context: ChangeContext): Promise<ShipmentClaim> {
    return this.orders.postFor(ShipmentClaim, orderId, '/claims', claim, context);
  }

  /** Gives a claim back that a consignment had; a repeat, or one that a later sending has taken over, changes nothing. */
  async release(orderId: string, release: ReleaseClaim, context: ChangeContext): Promise<void> {
    await this.orders.post(orderId, '/claims/release', release, context);
  }
}
