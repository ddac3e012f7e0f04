import type { AggregateDefinition } from '#platform/aggregate-document.js';
import { bookkeeping, evolve, type Shipment, type ShipmentEvent } from '../domain/shipment.js';

/** Of a field that few shipments have, and none when it is opened. */
const partial = (field: string) => ({ key: { [field]: 1 as const }, partialFilterExpression: { [field]: { $exists: true } } });
/** Of a list, newest first, by what it is narrowed down by. */
const newestFirst = { createdAt: -1, _id: -1 } as const;

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
    partial('state.consignmentId'),
    partial('state.sentAt'),
    partial('state.externalId'),
    partial('state.tracking.number'),
    partial('state.packages.tracking.number'),
    partial('state.packages.barcode'),
  ],
};
