import type { AggregateDefinition } from '#platform/aggregate-document.js';
import { evolve, type Return, type ReturnEvent } from '../domain/return.js';

/** Of a field that not every return has. */
const partial = (field: string) => ({ key: { [field]: 1 as const }, partialFilterExpression: { [field]: { $exists: true } } });
/** Of a list, newest first. */
const newestFirst = { createdAt: -1, _id: -1 } as const;

export const returnAggregate: AggregateDefinition<Return, ReturnEvent> = {
  collection: 'returns',
  historyCollection: 'returnHistory',
  evolve,
  indexes: [
    { key: { 'state.orderId': 1 } },
    { key: { 'state.number': 1 }, unique: true },
    { key: { 'state.orderNumber': 1 } },
    { key: newestFirst },
    { key: { 'state.status': 1, ...newestFirst } },
    partial('state.externalId'),
    partial('state.receipt.at'),
  ],
};
