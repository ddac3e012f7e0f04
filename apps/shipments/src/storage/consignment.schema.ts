import type { AggregateDefinition } from '#platform/aggregate-document.js';
import { bookkeeping, type Consignment, type ConsignmentEvent, evolve } from '../domain/consignment.js';

/** Of a field that few consignments have, and none when it is opened. */
const partial = (field: string) => ({ key: { [field]: 1 as const }, partialFilterExpression: { [field]: { $exists: true } } });
/** Of a list, newest first, by what it is narrowed down by. */
const newestFirst = { createdAt: -1, _id: -1 } as const;

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
    partial('state.sentAt'),
    partial('state.tracking.number'),
    partial('state.packages.tracking.number'),
    partial('state.packages.barcode'),
  ],
};
