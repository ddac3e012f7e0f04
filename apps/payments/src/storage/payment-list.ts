import { Injectable } from '@nestjs/common';
import type { PaymentSummary } from '#contracts/payment-summary.js';
import type { AggregateDocument } from '#platform/aggregate-document.js';
import { Database } from '#platform/database.js';
import { behind, type PageCursor, within } from '#platform/list-conditions.js';
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
  constructor(private readonly database: Database) {}

  /** At most so many, newest first. */
  async find(conditions: PaymentConditions, limit: number, after?: PageCursor): Promise<PaymentSummary[]> {
    const found = await this.#payments
      .find({ ...filterOf(conditions), ...behind('createdAt', 'descending', after && [new Date(after[0]), after[1]]) } as object)
      .project<{ _id: string; version: number; createdAt: Date; state: Pick<Payment, (typeof listed)[number]> }>({
        version: 1,
        createdAt: 1,
        ...Object.fromEntries(listed.map((name) => [`state.${name}`, 1])),
      })
      .sort({ createdAt: -1, _id: -1 })
      .limit(limit)
      .toArray();
    return found.map(({ _id, version, createdAt, state }) => ({ id: _id, version, createdAt: createdAt.toISOString(), ...state }));
  }

  count(conditions: PaymentConditions): Promise<number> {
    return this.#payments.countDocuments(filterOf(conditions) as object);
  }

  get #payments() {
    return this.database.collection<AggregateDocument<Payment> & { _id: string }>(paymentAggregate.collection);
  }
}

function filterOf({ customerId, transactionId, reference, open, from, to, ...equal }: PaymentConditions): object {
  const all = { ...equal, 'payer.id': customerId, 'transactions.id': transactionId, 'transactions.reference': reference };
  const conditions = Object.entries(all).filter(([, value]) => value !== undefined);
  return {
    ...Object.fromEntries(conditions.map(([name, value]) => [`state.${name}`, value])),
    ...(open === undefined ? {} : { 'state.callDueAt': { $exists: open === 'true' } }),
    ...within('createdAt', from === undefined ? undefined : new Date(from), to === undefined ? undefined : new Date(to)),
  };
}
