import { Injectable } from '@nestjs/common';
import type { AggregateDocument } from '#platform/aggregate-document.js';
import { Database } from '#platform/database.js';
import type { Payment } from '../domain/payment.js';
import { paymentAggregate } from './payment.schema.js';

const AT_ONCE = 500;

/** Payments whose gateway has said until when its promise holds, those that end first, first. */
@Injectable()
export class PromisesByEnd {
  constructor(private readonly database: Database) {}

  /** The ids of those of a store that end by a moment and were not told of. */
  async untold(storeId: string, by: string): Promise<string[]> {
    const found = await this.#find({ 'state.storeId': storeId, 'state.expiry': { $exists: false } }, by);
    return found.map(({ paymentId }) => paymentId);
  }

  /** Those that have ended by a moment. */
  ended(by: string): Promise<Pick<Payment, 'paymentId' | 'gateway'>[]> {
    return this.#find({ 'state.expiry': { $ne: 'over' } }, by);
  }

  async #find(condition: object, by: string): Promise<Pick<Payment, 'paymentId' | 'gateway'>[]> {
    const found = await this.#payments
      .find({ 'state.status': 'Authorized', 'state.authorizedUntil': { $lte: by }, ...condition } as object)
      .project<{ state: Pick<Payment, 'paymentId' | 'gateway'> }>({ 'state.paymentId': 1, 'state.gateway': 1 })
      .sort({ 'state.authorizedUntil': 1 })
      .limit(AT_ONCE)
      .toArray();
    return found.map(({ state }) => state);
  }

  get #payments() {
    return this.database.collection<AggregateDocument<Payment> & { _id: string }>(paymentAggregate.collection);
  }
}
