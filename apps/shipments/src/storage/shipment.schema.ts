import type { AggregateDefinition } from '#platform/aggregate-document.js';
import { newestFirst, ofSome } from '#platform/index-keys.js';
import { bookkeeping, evolve, type Shipment, type ShipmentEvent } from '../domain/shipment.js';

export const shipmentAggregate: AggregateDefinition<Shipment, ShipmentEvent> = {
  collection: 'shipments',
  historyCollection: 'shipmentHistory',
  evolve,
  bookkeeping,
  indexes: [
    { key: { 'state.orderId': 1 } },
    { key: { 'state.number': 1 }, unique: true },
    { key: { 'state.orderNumber': 1 } },
    { key: newestFirst },
    { key: { 'state.status': 1, ...newestFirst } },
    { key: { 'state.fulfilmentCentre': 1, ...newestFirst } },
    { key: { 'state.method': 1, ...newestFirst } },
    // By which shipments are found that go with each other.
    { key: { 'state.storeId': 1, createdAt: 1 } },
    ofSome('state.consignmentId'),
    ofSome('state.sentAt'),
    ofSome('state.externalId'),
    ofSome('state.tracking.number'),
    ofSome('state.packages.tracking.number'),
    ofSome('state.packages.barcode'),
  ],
};
