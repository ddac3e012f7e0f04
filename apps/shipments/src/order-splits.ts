import { Injectable } from '@nestjs/common';
import type { SplitShipment } from '#contracts/commands/edit-order.js';
import type { ShipmentItem } from '#contracts/shipping.js';
import type { ChangeContext } from '#platform/change-context.js';
import { ProblemError } from '#platform/http/problem.js';
import { OrdersClient } from './orders-client.js';

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
export class OrderSplits {
  constructor(private readonly orders: OrdersClient) {}

  /** Throws the problem that the order has with it, as if the items of the first parcel had been asked for alone, or 503 or 504. */
  async split({ orderId, shipmentId, key, reason }: Split, parcels: readonly SplitParcel[], context: ChangeContext): Promise<void> {
    const operations = parcels.map(({ location, items }): SplitShipment => {
      const pieces = items.map(({ lineId, quantity }) => ({ lineId, quantity }));
      return { op: 'splitShipment', shipmentId, items: pieces, fulfilmentCentre: location };
    });
    const headers = { 'if-match': '*', 'idempotency-key': key };
    try {
      await this.orders.post(orderId, '/edits', { reason, operations }, context, headers);
    } catch (error) {
      throw error instanceof ProblemError ? withoutOperation(error) : error;
    }
  }
}

/** Who moved pieces has asked for no operation of an edit. */
function withoutOperation({ problem, headers }: ProblemError): ProblemError {
  const errors = problem.errors?.map(({ path, message }) => ({ path: path.replace(/^operations\[\d+\]\./, ''), message }));
  return new ProblemError({ ...problem, ...(errors && { errors }) }, headers);
}
