import { Injectable } from '@nestjs/common';
import type { PlaceOrder } from '#contracts/commands/place-order.js';
import type { AggregateDocument } from '#platform/aggregate-document.js';
import { Database } from '#platform/database.js';
import type { HoldRule } from '../domain/hold-rules.js';
import type { Order } from '../domain/order.js';
import { orderAggregate } from './order.schema.js';

// Who orders more often than that within some minutes orders on purpose.
const MOST = 20;

type Basket = readonly { readonly sku: string; readonly quantity: number }[];

/** Looks for orders that may have been sent twice under two keys. */
@Injectable()
export class RepeatedOrders {
  constructor(private readonly database: Database) {}

  /** Minutes since the same customer ordered the same products and quantities at the same store, and did not cancel; undefined when they did not, or no rule asks. */
  async minutesSince(
    { storeId, customer, lines }: Pick<PlaceOrder, 'storeId' | 'customer'> & { lines: Basket },
    now: Date,
    rules: readonly HoldRule[],
  ): Promise<number | undefined> {
    const within = Math.max(0, ...rules.map(({ repeatedWithinMinutes = 0 }) => repeatedWithinMinutes));
    if (!customer || within === 0) return undefined;
    const since = new Date(now.getTime() - within * 60_000).toISOString();
    const recent = await this.database
      .collection<AggregateDocument<Order> & { _id: string }>(orderAggregate.collection)
      .find({
        'state.customer.id': customer.id,
        'state.placedAt': { $gte: since },
        'state.storeId': storeId,
        'state.draft': { $exists: false },
        'state.cancelledAt': { $exists: false },
        'state.isPrototype': { $ne: true },
      } as object)
      .project<{ state: Pick<Order, 'placedAt' | 'lines'> }>({ 'state.placedAt': 1, 'state.lines.sku': 1, 'state.lines.quantity': 1 })
      .sort({ 'state.placedAt': -1 })
      .limit(MOST)
      .toArray();
    const basket = basketOf(lines);
    const same = recent.find(({ state }) => basketOf(state.lines) === basket);
    return same && Math.max(0, (now.getTime() - Date.parse(same.state.placedAt)) / 60_000);
  }
}

function basketOf(lines: Basket): string {
  return lines
    .map(({ sku, quantity }) => `${quantity} ${sku}`)
    .sort()
    .join('\n');
}
