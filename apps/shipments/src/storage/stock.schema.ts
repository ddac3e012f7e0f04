import type { AggregateDefinition } from '#platform/aggregate-document.js';
import { evolve, type Stock, type StockEvent } from '../domain/stock.js';

export const stockAggregate: AggregateDefinition<Stock, StockEvent> = {
  collection: 'stocks',
  historyCollection: 'stockHistory',
  evolve,
  indexes: [
    { key: { 'state.location': 1, 'state.sku': 1 }, unique: true },
    { key: { 'state.sku': 1, 'state.location': 1 } },
    { key: { 'state.lines.fulfilmentOrderId': 1 } },
  ],
};
