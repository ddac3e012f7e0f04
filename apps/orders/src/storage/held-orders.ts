import { Injectable } from '@nestjs/common';
import type { Hold, HoldType } from '#contracts/holds.js';
import type { AggregateDocument } from '#platform/aggregate-document.js';
import { Database } from '#platform/database.js';
import { behind, type PageCursor } from '#platform/list-conditions.js';
import type { Order } from '../domain/order.js';
import { orderAggregate } from './order.schema.js';

/** An order with the holds that lie on it. */
export interface HeldOrder {
  readonly id: string;
  readonly number: string;
  readonly storeId: string;
  /** When the oldest of its holds was placed. */
  readonly heldSince: string;
  readonly holds: readonly Hold[];
}

/** What is held, for people who work it off. */
@Injectable()
export class HeldOrders {
  constructor(private readonly database: Database) {}

  /** At most so many, those that are held longest first. With a type, orders that have a hold of it, and of their holds those. */
  async list(limit: number, type?: HoldType, after?: PageCursor): Promise<HeldOrder[]> {
    const orders = this.database.collection<AggregateDocument<Order> & { _id: string }>(orderAggregate.collection);
    const found = await orders
      .find({
        'state.heldSince': { $exists: true },
        'state.cancelledAt': { $exists: false },
        ...(type && { 'state.holds.type': type }),
        ...behind('state.heldSince', 'ascending', after),
      } as object)
      .project<{ _id: string; state: Pick<Order, 'number' | 'storeId' | 'heldSince' | 'holds'> }>({
        'state.number': 1,
        'state.storeId': 1,
        'state.heldSince': 1,
        'state.holds': 1,
      })
      .sort({ 'state.heldSince': 1, _id: 1 })
      .limit(limit)
      .toArray();
    return found.map(({ _id, state: { number, storeId, heldSince = '', holds } }) => ({
      id: _id,
      number,
      storeId,
      heldSince,
      holds: holds.filter((hold) => type === undefined || hold.type === type),
    }));
  }
}
