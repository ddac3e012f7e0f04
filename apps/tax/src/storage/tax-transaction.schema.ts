import type { AggregateDefinition } from '#platform/aggregate-document.js';
import { evolve, type TaxTransaction, type TaxTransactionEvent } from '../domain/tax-transaction.js';

export const taxTransactionAggregate: AggregateDefinition<TaxTransaction, TaxTransactionEvent> = {
  collection: 'taxTransactions',
  historyCollection: 'taxTransactionHistory',
  evolve,
  indexes: [
    { key: { 'state.orderNumber': 1 } },
    { key: { 'state.storeId': 1, 'state.sale.date': 1, _id: 1 } },
    { key: { 'state.returns.code': 1 }, partialFilterExpression: { 'state.returns.code': { $exists: true } } },
    {
      key: { 'state.storeId': 1, 'state.returns.date': 1 },
      partialFilterExpression: { 'state.returns.date': { $exists: true } },
    },
    { key: { 'state.orderId': 1 } },
    { key: { 'state.dueAt': 1 }, partialFilterExpression: { 'state.dueAt': { $exists: true } } },
  ],
};
