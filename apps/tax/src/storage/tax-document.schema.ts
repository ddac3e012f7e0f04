import type { AggregateDefinition } from '#platform/aggregate-document.js';
import { evolve, type TaxDocument, type TaxEvent } from '../domain/tax-document.js';

export const taxDocumentAggregate: AggregateDefinition<TaxDocument, TaxEvent> = {
  collection: 'taxDocuments',
  historyCollection: 'taxDocumentHistory',
  evolve,
  indexes: [{ key: { 'state.orderId': 1 } }, { key: { 'state.number': 1 }, unique: true }],
};
