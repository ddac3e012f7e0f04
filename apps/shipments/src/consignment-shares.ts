import { Injectable } from '@nestjs/common';
import pLimit from 'p-limit';
import type { AllotmentRule } from '#contracts/consignment.js';
import type { OrderView } from '#contracts/order.js';
import { type Refusal, refuse } from '#contracts/refusals.js';
import type { ChangeContext } from '#platform/change-context.js';
import { shareOf } from './domain/shares.js';
import type { Shipment } from './domain/shipment.js';
import { OrdersClient } from './orders-client.js';

const AT_ONCE = 8;

/** What the prices of consignments are allotted by, as the orders say now. */
@Injectable()
export class ConsignmentShares {
  constructor(private readonly orders: OrdersClient) {}

  /** Of each shipment, by its id. Refused where values would be compared in different currencies. */
  async of(shipments: readonly Shipment[], rule: AllotmentRule, context: ChangeContext): Promise<ReadonlyMap<string, string> | Refusal> {
    const orders = rule === 'quantity' ? new Map<string, OrderView>() : await this.#read(shipments, context);
    const currencies = [...new Set([...orders.values()].map(({ currency }) => currency))];
    if (rule === 'value' && currencies.length > 1)
      return refuse('shipment-currencies-differ', `the orders are in ${currencies.join(' and ')}`, 'allotBy');
    return new Map(shipments.map((shipment) => [shipment.shipmentId, shareOf(shipment, rule, orders.get(shipment.orderId)?.lines ?? [])]));
  }

  async #read(shipments: readonly Shipment[], context: ChangeContext): Promise<Map<string, OrderView>> {
    const limit = pLimit(AT_ONCE);
    const ids = [...new Set(shipments.map(({ orderId }) => orderId))];
    const orders = await Promise.all(ids.map((id) => limit(() => this.orders.find(id, context))));
    return new Map(orders.map((order) => [order.id, order]));
  }
}
