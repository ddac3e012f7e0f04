import type { AggregateDefinition } from '#platform/aggregate-document.js';
import { evolve, type TaxReturnDocument, type TaxReturnEvent } from '../domain/tax-return.js';

export const taxReturnAggregate: AggregateDefinition<TaxReturnDocument, TaxReturnEvent> = {
  collection: 'taxReturns',
  historyCollection: 'taxReturnHistory',
  evolve,
  indexes: [{ key: { 'state.orderId': 1 } }, { key: { 'state.number': 1 }, unique: true }],
};
