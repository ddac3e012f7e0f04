import { Injectable } from '@nestjs/common';
import type { FulfilmentOrderSummary } from '#contracts/fulfilment-order.js';
import { Database } from '#platform/database.js';
import { type PageCursor, stateIs } from '#platform/list-conditions.js';
import { NewestFirst } from '#platform/newest-first.js';
import type { FulfilmentOrder } from '../domain/fulfilment-order.js';
import { fulfilmentOrderAggregate } from './fulfilment-order.schema.js';

/** Which fulfilment orders are wanted; each condition that is named must hold. */
export interface FulfilmentConditions {
  readonly storeId?: string | undefined;
  readonly number?: string | undefined;
  /** With something of this order. */
  readonly orderId?: string | undefined;
  readonly shipmentId?: string | undefined;
  readonly location?: string | undefined;
  readonly status?: string | undefined;
  readonly sku?: string | undefined;
  readonly externalId?: string | undefined;
  /** Whether something of it is waited for. */
  readonly backordered?: boolean | undefined;
}

const listed = [
  ...(['number', 'storeId', 'orderId', 'orderNumber', 'shipmentId', 'status', 'location', 'lines'] as const),
  ...(['promisedOn', 'expectedOn', 'scheduledFor', 'externalId'] as const),
];

/** Fulfilment orders by what people look for. */
@Injectable()
export class FulfilmentOrderList {
  readonly #orders: NewestFirst<FulfilmentOrder, (typeof listed)[number]>;

  constructor(database: Database) {
    this.#orders = new NewestFirst(database, fulfilmentOrderAggregate.collection, listed);
  }

  /** At most so many, newest first. */
  find(conditions: FulfilmentConditions, limit: number, after?: PageCursor): Promise<FulfilmentOrderSummary[]> {
    return this.#orders.find(filterOf(conditions), limit, after);
  }

  count(conditions: FulfilmentConditions): Promise<number> {
    return this.#orders.count(filterOf(conditions));
  }
}

function filterOf({ orderId, sku, backordered, ...equal }: FulfilmentConditions): object {
  return {
    ...stateIs({ ...equal, 'lines.orderId': orderId, 'lines.sku': sku }),
    ...(backordered !== undefined && waiting(backordered, sku)),
  };
}

/** What is waited for at all is in an index of its own. */
function waiting(backordered: boolean, sku: string | undefined): object {
  if (backordered && sku === undefined) return { 'state.lines.backordered': { $gt: 0 } };
  const waits = { $elemMatch: { ...(sku !== undefined && { sku }), backordered: { $gt: 0 } } };
  return { 'state.lines': backordered ? waits : { $not: waits } };
}
