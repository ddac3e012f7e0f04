import type { AggregateDefinition } from '#platform/aggregate-document.js';
import { newestFirst, ofSome } from '#platform/index-keys.js';
import { evolve, type Return, type ReturnEvent } from '../domain/return.js';

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
    ofSome('state.externalId'),
    ofSome('state.receipt.at'),
  ],
};
