import type { AggregateDefinition } from '#platform/aggregate-document.js';
import { newestFirst, ofSome } from '#platform/index-keys.js';
import { bookkeeping, type Consignment, type ConsignmentEvent, evolve } from '../domain/consignment.js';

export const consignmentAggregate: AggregateDefinition<Consignment, ConsignmentEvent> = {
  collection: 'consignments',
  historyCollection: 'consignmentHistory',
  evolve,
  bookkeeping,
  indexes: [
    { key: { 'state.number': 1 }, unique: true },
    { key: { 'state.parts.orderId': 1 } },
    { key: newestFirst },
    { key: { 'state.status': 1, ...newestFirst } },
    { key: { 'state.customerId': 1, ...newestFirst } },
    ofSome('state.sentAt'),
    ofSome('state.tracking.number'),
    ofSome('state.packages.tracking.number'),
    ofSome('state.packages.barcode'),
  ],
};
