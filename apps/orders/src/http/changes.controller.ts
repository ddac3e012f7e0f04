import { Controller, Get, Inject, Query } from '@nestjs/common';
import { AggregateStore } from '#platform/aggregate-store.js';
import { ChangesAcross, changesAcrossPage } from '#platform/http/changes.js';
import { validated } from '#platform/http/problem.js';
import type { Order, OrderEvent } from '../domain/order.js';

@Controller('v1/changes')
export class ChangesController {
  constructor(@Inject(AggregateStore) private readonly store: AggregateStore<Order, OrderEvent>) {}

  /** Who changed what across all orders, by time. */
  @Get()
  list(@Query(validated(ChangesAcross)) query: ChangesAcross) {
    return changesAcrossPage(this.store.history, query);
  }
}
