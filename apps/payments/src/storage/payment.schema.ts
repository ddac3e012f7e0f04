import type { AggregateDefinition } from '#platform/aggregate-document.js';
import { newestFirst, ofSome } from '#platform/index-keys.js';
import { evolve, type Payment, type PaymentEvent } from '../domain/payment.js';

/** Of the refunds by lines of an order, no two have the same turn: whoever is late decides again. */
export const lineTurnIndex = {
  key: { 'state.orderId': 1, 'state.lineTurns': 1 },
  unique: true,
  partialFilterExpression: { 'state.lineTurns': { $exists: true } },
} as const;

export const paymentAggregate: AggregateDefinition<Payment, PaymentEvent> = {
  collection: 'payments',
  historyCollection: 'paymentHistory',
  evolve,
  bookkeeping: ['callDueAt', 'lineTurns'],
  indexes: [
    lineTurnIndex,
    { key: { 'state.orderId': 1 } },
    { key: { 'state.number': 1 }, unique: true },
    { key: { 'state.orderNumber': 1 } },
    // What the reconciler looks for.
    ofSome('state.callDueAt'),
    {
      key: { 'state.authorizedUntil': 1 },
      partialFilterExpression: { 'state.status': 'Authorized', 'state.authorizedUntil': { $exists: true } },
    },
    // Of lists, newest first, by what they are narrowed down by.
    { key: newestFirst },
    { key: { 'state.storeId': 1, ...newestFirst } },
    { key: { 'state.status': 1, ...newestFirst } },
    { key: { 'state.payer.id': 1, ...newestFirst }, partialFilterExpression: { 'state.payer.id': { $exists: true } } },
    { key: { 'state.transactions.id': 1 } },
    ofSome('state.transactions.reference'),
  ],
};
