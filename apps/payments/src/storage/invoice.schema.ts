import type { AggregateDefinition } from '#platform/aggregate-document.js';
import { seriesIndex } from '#platform/series-numbers.js';
import { evolve, type Invoice, type InvoiceEvent } from '../domain/invoice.js';

/** Of an order's invoices, no two have the same turn: what must not cross takes the next one, and whoever is late decides again. */
export const turnIndex = { key: { 'state.orderId': 1, 'state.turns': 1 }, unique: true } as const;

export const invoiceAggregate: AggregateDefinition<Invoice, InvoiceEvent> = {
  collection: 'invoices',
  historyCollection: 'invoiceHistory',
  evolve,
  bookkeeping: ['turns'],
  indexes: [turnIndex, seriesIndex, { key: { 'state.number': 1 }, unique: true }],
};
