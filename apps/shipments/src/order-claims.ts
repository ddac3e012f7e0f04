import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import type { ReleaseClaim } from '#contracts/commands/combine-shipments.js';
import type { ClaimShipment } from '#contracts/commands/send-shipment.js';
import { readErrors } from '#contracts/schema.js';
import { ShipmentClaim } from '#contracts/shipping.js';
import type { ChangeContext } from '#platform/change-context.js';
import { postToService } from '#platform/http/post-to-service.js';
import { ServiceClient } from '#platform/http/service-client.js';
import { ShipmentsConfig } from './shipments.config.js';

/** Claims on orders what is about to be sent. */
@Injectable()
export class OrderClaims implements OnApplicationShutdown {
  readonly #orders: ServiceClient;

  constructor(config: ShipmentsConfig) {
    this.#orders = new ServiceClient('orders', config.ORDERS_URL);
  }

  /** The claim as it stands on the order: a repeat is answered with the first. Throws the problem that the order has with it, or 503 or 504. */
  async claim(orderId: string, claim: ClaimShipment, context: ChangeContext): Promise<ShipmentClaim> {
    const answer = await postToService(this.#orders, `/v1/orders/${encodeURIComponent(orderId)}/claims`, claim, context);
    const [error] = readErrors(ShipmentClaim, answer);
    if (error) throw new Error(`the orders service answered with ${error.path} ${error.message}`);
    return answer as ShipmentClaim;
  }

  /** Gives a claim back that a consignment had; a repeat, or one that a later sending has taken over, changes nothing. */
  async release(orderId: string, release: ReleaseClaim, context: ChangeContext): Promise<void> {
    await postToService(this.#orders, `/v1/orders/${encodeURIComponent(orderId)}/claims/release`, release, context);
  }

  async onApplicationShutdown(): Promise<void> {
    await this.#orders.close();
  }
}
