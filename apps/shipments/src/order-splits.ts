import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import type { SplitShipment } from '#contracts/commands/edit-order.js';
import type { ShipmentItem } from '#contracts/shipping.js';
import type { ChangeContext } from '#platform/change-context.js';
import { postToService } from '#platform/http/post-to-service.js';
import { ProblemError } from '#platform/http/problem.js';
import { ServiceClient } from '#platform/http/service-client.js';
import { ShipmentsConfig } from './shipments.config.js';

/** Which shipment is split, and why; asked again under the same key, it is split once. */
export interface Split {
  readonly orderId: string;
  readonly shipmentId: string;
  readonly key: string;
  readonly reason: string;
}

/** What of it comes from elsewhere. */
export interface SplitParcel {
  readonly location: string;
  readonly items: readonly ShipmentItem[];
}

/** Asks orders for other shipments of what comes from other locations: an order owns which pieces go with which shipment. */
@Injectable()
export class OrderSplits implements OnApplicationShutdown {
  readonly #orders: ServiceClient;

  constructor(config: ShipmentsConfig) {
    this.#orders = new ServiceClient('orders', config.ORDERS_URL);
  }

  /** Throws the problem that the order has with it, as if the items of the first parcel had been asked for alone, or 503 or 504. */
  async split({ orderId, shipmentId, key, reason }: Split, parcels: readonly SplitParcel[], context: ChangeContext): Promise<void> {
    const operations = parcels.map(({ location, items }): SplitShipment => {
      const pieces = items.map(({ lineId, quantity }) => ({ lineId, quantity }));
      return { op: 'splitShipment', shipmentId, items: pieces, fulfilmentCentre: location };
    });
    const headers = { 'if-match': '*', 'idempotency-key': key };
    try {
      await postToService(this.#orders, `/v1/orders/${encodeURIComponent(orderId)}/edits`, { reason, operations }, context, { headers });
    } catch (error) {
      throw error instanceof ProblemError ? withoutOperation(error) : error;
    }
  }

  async onApplicationShutdown(): Promise<void> {
    await this.#orders.close();
  }
}

/** Who moved pieces has asked for no operation of an edit. */
function withoutOperation({ problem, headers }: ProblemError): ProblemError {
  const errors = problem.errors?.map(({ path, message }) => ({ path: path.replace(/^operations\[\d+\]\./, ''), message }));
  return new ProblemError({ ...problem, ...(errors && { errors }) }, headers);
}
