import { Controller, Get, Query } from '@nestjs/common';
import { pageOf } from '#platform/http/page.js';
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

  #page({ limit, cursor, count, from, to, ...equal }: OrdersQuery, drafts: boolean) {
    const conditions: OrderConditions = {
      ...equal,
      drafts,
      from: from && new Date(from).toISOString(),
      to: to && new Date(to).toISOString(),
    };
    return pageOf(
      { limit, cursor, count },
      {
        find: (size, after) => this.orders.find(conditions, size, after),
        cursorOf: ({ placedAt, id }) => [placedAt, id],
        count: () => this.orders.count(conditions),
      },
    );
  }
}
