import type { AggregateDefinition } from '#platform/aggregate-document.js';
import { ofSome } from '#platform/index-keys.js';
import { bookkeeping, evolve, type Order, type OrderEvent } from '../domain/order.js';

export const orderAggregate: AggregateDefinition<Order, OrderEvent> = {
  collection: 'orders',
  historyCollection: 'orderHistory',
  evolve,
  editedVersion: (order) => order.editedVersion,
  bookkeeping: [...bookkeeping, 'orderId'],
  indexes: [
    { key: { 'state.number': 1 }, unique: true },
    { key: { 'state.customer.id': 1, 'state.placedAt': -1, _id: -1 }, partialFilterExpression: { 'state.customer.id': { $exists: true } } },
    // Of lists, newest first, by what they are narrowed down by.
    ...['state.status', 'state.paymentStatus', 'state.shipmentStatus', 'state.attributeTexts'].map((field) => ({
      key: { [field]: 1 as const, 'state.placedAt': -1 as const, _id: -1 as const },
    })),
    { key: { 'state.placedAt': -1, _id: -1 } },
    // Of holds, oldest first.
    { key: { 'state.heldSince': 1, _id: 1 }, partialFilterExpression: { 'state.heldSince': { $exists: true } } },
    ofSome('state.externalId'),
  ],
};
