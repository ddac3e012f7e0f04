import type { AggregateDefinition } from '#platform/aggregate-document.js';
import { newestFirst, ofSome } from '#platform/index-keys.js';
import { evolve, type FulfilmentEvent, type FulfilmentOrder } from '../domain/fulfilment-order.js';

export const fulfilmentOrderAggregate: AggregateDefinition<FulfilmentOrder, FulfilmentEvent> = {
  collection: 'fulfilmentOrders',
  historyCollection: 'fulfilmentOrderHistory',
  evolve,
  editedVersion: (order) => order.editedVersion,
  bookkeeping: ['editedVersion'],
  indexes: [
    { key: { 'state.lines.orderId': 1 } },
    { key: { 'state.orderId': 1 } },
    { key: { 'state.shipmentId': 1 } },
    { key: { 'state.number': 1 }, unique: true },
    { key: newestFirst },
    { key: { 'state.status': 1, ...newestFirst } },
    { key: { 'state.location': 1, ...newestFirst } },
    { key: { 'state.lines.sku': 1, ...newestFirst } },
    { key: { 'state.lines.backordered': 1 }, partialFilterExpression: { 'state.lines.backordered': { $gt: 0 } } },
    ofSome('state.externalId'),
  ],
};
