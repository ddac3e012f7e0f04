import { Injectable } from '@nestjs/common';
import type { PaymentSummary } from '#contracts/payment-summary.js';
import { Database } from '#platform/database.js';
import { createdWithin, type PageCursor, stateIs } from '#platform/list-conditions.js';
import { NewestFirst } from '#platform/newest-first.js';
import type { Payment } from '../domain/payment.js';
import { paymentAggregate } from './payment.schema.js';

/** Which payments are wanted; each condition that is named must hold. */
export interface PaymentConditions {
  readonly storeId?: string | undefined;
  readonly number?: string | undefined;
  readonly orderNumber?: string | undefined;
  readonly status?: string | undefined;
  readonly gateway?: string | undefined;
  readonly customerId?: string | undefined;
  readonly transactionId?: string | undefined;
  /** The gateway's own id of what it did. */
  readonly reference?: string | undefined;
  /** Whether its gateway has a call that is not answered. */
  readonly open?: 'true' | 'false' | undefined;
  /** Opened not before this moment. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

const listed = [
  ...(['number', 'orderId', 'orderNumber', 'storeId', 'gateway', 'status', 'currency', 'amount'] as const),
  ...(['authorizedAmount', 'capturedAmount', 'refundedAmount', 'payer'] as const),
];

/** Payments by what people look for. */
@Injectable()
export class PaymentList {
  readonly #payments: NewestFirst<Payment, (typeof listed)[number]>;

  constructor(database: Database) {
    this.#payments = new NewestFirst(database, paymentAggregate.collection, listed);
  }

  /** At most so many, newest first. */
  find(conditions: PaymentConditions, limit: number, after?: PageCursor): Promise<PaymentSummary[]> {
    return this.#payments.find(filterOf(conditions), limit, after);
  }

  count(conditions: PaymentConditions): Promise<number> {
    return this.#payments.count(filterOf(conditions));
  }
}

function filterOf({ customerId, transactionId, reference, open, from, to, ...equal }: PaymentConditions): object {
  const named = { ...equal, 'payer.id': customerId, 'transactions.id': transactionId, 'transactions.reference': reference };
  return {
    ...stateIs(named),
    ...(open === undefined ? {} : { 'state.callDueAt': { $exists: open === 'true' } }),
    ...createdWithin(from, to),
  };
}
