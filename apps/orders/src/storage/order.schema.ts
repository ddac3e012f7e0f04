import type { AggregateDefinition } from '#platform/aggregate-document.js';
import { bookkeeping, evolve, type Order, type OrderEvent } from '../domain/order.js';

export const orderAggregate: AggregateDefinition<Order, OrderEvent> = {
  collection: 'orders',
  historyCollection: 'orderHistory',
  evolve,
  editedVersion: (order) => order.editedVersion,
  bookkeeping: [...bookkeeping, 'orderId'],
  indexes: [
    { key: { 'state.number': 1 }, unique: true },
    { key: { 'state.externalId': 1 }, partialFilterExpression: { 'state.externalId': { $exists: true } } },
  ],
};
