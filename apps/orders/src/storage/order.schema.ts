import type { AggregateDefinition } from '#platform/aggregate-store.js';
import { evolve, type Order, type OrderEvent } from '../domain/order.js';

export const orderAggregate: AggregateDefinition<Order, OrderEvent> = {
  collection: 'orders',
  historyCollection: 'orderHistory',
  evolve,
  indexes: [
    { key: { 'state.number': 1 }, unique: true },
    { key: { 'state.externalId': 1 }, partialFilterExpression: { 'state.externalId': { $exists: true } } },
  ],
};
