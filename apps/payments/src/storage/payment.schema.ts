import type { AggregateDefinition } from '#platform/aggregate-document.js';
import { evolve, type Payment, type PaymentEvent } from '../domain/payment.js';

export const paymentAggregate: AggregateDefinition<Payment, PaymentEvent> = {
  collection: 'payments',
  historyCollection: 'paymentHistory',
  evolve,
  indexes: [{ key: { 'state.orderId': 1 } }, { key: { 'state.number': 1 }, unique: true }],
};
