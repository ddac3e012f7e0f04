import { Injectable } from '@nestjs/common';
import type { OrderSummary } from '#contracts/order-summary.js';
import type { AggregateDocument } from '#platform/aggregate-document.js';
import { Database } from '#platform/database.js';
import { behind, type PageCursor, stateIs, within } from '#platform/list-conditions.js';
import type { Order } from '../domain/order.js';
import { orderAggregate } from './order.schema.js';

/** Which orders are wanted; each condition that is named must hold. */
export interface OrderConditions {
  readonly storeId?: string | undefined;
  readonly status?: string | undefined;
  readonly paymentStatus?: string | undefined;
  readonly shipmentStatus?: string | undefined;
  readonly customerId?: string | undefined;
  readonly externalId?: string | undefined;
  /** A custom field, as `name:value`. */
  readonly attribute?: string | undefined;
  /** Placed, or of drafts changed last, not before this moment. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  /** Those that are not placed yet, instead of those that are. */
  readonly drafts: boolean;
}

const listed = [
  'number',
  'storeId',
  'status',
  'paymentStatus',
  'shipmentStatus',
  'currency',
  'customer',
  'externalId',
  'placedAt',
] as const;
type Listed = Pick<Order, (typeof listed)[number] | 'totals' | 'draft'>;

/** Orders by what people look for. */
@Injectable()
export class OrderList {
  constructor(private readonly database: Database) {}

  /** At most so many, newest first. */
  async find(conditions: OrderConditions, limit: number, after?: PageCursor): Promise<OrderSummary[]> {
    const found = await this.#orders
      .find({ ...filterOf(conditions), ...behind('state.placedAt', 'descending', after) } as object)
      .project<{ _id: string; version: number; state: Listed }>({
        version: 1,
        'state.totals.total': 1,
        'state.draft': 1,
        ...Object.fromEntries(listed.map((name) => [`state.${name}`, 1])),
      })
      .sort({ 'state.placedAt': -1, _id: -1 })
      .limit(limit)
      .toArray();
    return found.map(({ _id, version, state: { totals, draft, ...state } }) => ({
      id: _id,
      version,
      ...state,
      total: totals.total,
      ...(draft && { expiresAt: draft.expiresAt }),
    }));
  }

  count(conditions: OrderConditions): Promise<number> {
    return this.#orders.countDocuments(filterOf(conditions) as object);
  }

  get #orders() {
    return this.database.collection<AggregateDocument<Order> & { _id: string }>(orderAggregate.collection);
  }
}

function filterOf({ attribute: attributeTexts, customerId, from, to, drafts, ...equal }: OrderConditions): object {
  return {
    'state.draft': { $exists: drafts },
    ...stateIs({ ...equal, attributeTexts, 'customer.id': customerId }),
    ...within('state.placedAt', from, to),
  };
}
