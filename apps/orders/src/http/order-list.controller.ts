import { Controller, Get, Query } from '@nestjs/common';
import { decodeCursor, encodeCursor } from '#platform/http/cursor.js';
import { validated } from '#platform/http/problem.js';
import { type OrderConditions, OrderList } from '../storage/order-list.js';
import { DraftsQuery, OrdersQuery } from './order.queries.js';

@Controller('v1')
export class OrderListController {
  constructor(private readonly orders: OrderList) {}

  /** Newest first. */
  @Get('orders')
  list(@Query(validated(OrdersQuery)) query: OrdersQuery) {
    return this.#page(query, false);
  }

  @Get('drafts')
  drafts(@Query(validated(DraftsQuery)) query: DraftsQuery) {
    return this.#page(query, true);
  }

  async #page({ limit = '50', cursor, count, from, to, ...equal }: OrdersQuery, drafts: boolean) {
    const size = Number(limit);
    const conditions: OrderConditions = {
      ...equal,
      drafts,
      from: from && new Date(from).toISOString(),
      to: to && new Date(to).toISOString(),
    };
    const [placedAt, id] = cursor === undefined ? [] : decodeCursor(cursor);
    const after = placedAt === undefined || id === undefined ? undefined : { placedAt, id };
    const [found, total] = await Promise.all([
      this.orders.find(conditions, size + 1, after),
      count === 'true' ? this.orders.count(conditions) : undefined,
    ]);
    const items = found.slice(0, size);
    const last = items.at(-1);
    return {
      items,
      ...(found.length > size && last ? { next: encodeCursor([last.placedAt, last.id]) } : {}),
      ...(total === undefined ? {} : { total }),
    };
  }
}
