import { Injectable } from '@nestjs/common';
import type { BalancedOrder } from '#contracts/reconciliation.js';
import type { AggregateDocument } from '#platform/aggregate-document.js';
import { Database } from '#platform/database.js';
import type { Order } from '../domain/order.js';
import { orderAggregate } from './order.schema.js';

const said = ['currency', 'tax', 'totals', 'cancelledAt', 'balance'] as const;

/** What many orders say of their money, for a service that compares it with its own. */
@Injectable()
export class OrderBalances {
  constructor(private readonly database: Database) {}

  /** Those that there are. */
  async of(ids: readonly string[]): Promise<BalancedOrder[]> {
    const found = await this.database
      .collection<AggregateDocument<Order> & { _id: string }>(orderAggregate.collection)
      .find({ _id: { $in: ids } })
      .project<{ _id: string; state: Pick<Order, (typeof said)[number]> }>(Object.fromEntries(said.map((name) => [`state.${name}`, 1])))
      .toArray();
    return found.map(({ _id, state }) => ({ id: _id, ...state }));
  }
}
