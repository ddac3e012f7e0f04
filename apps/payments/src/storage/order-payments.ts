import { Injectable } from '@nestjs/common';
import type { AggregateDocument } from '#platform/aggregate-document.js';
import { Database } from '#platform/database.js';
import type { Payment } from '../domain/payment.js';
import { paymentAggregate } from './payment.schema.js';

/** All payments of an order together, as something is decided upon that must not be done twice over them. */
@Injectable()
export class OrderPayments {
  constructor(private readonly database: Database) {}

  /** What a fail-over may take back is not read. */
  async of(orderId: string): Promise<Payment[]> {
    const found = await this.database
      .collection<AggregateDocument<Payment> & { _id: string }>(paymentAggregate.collection)
      .find({ 'state.orderId': orderId } as object, { projection: { state: 1 }, readConcern: { level: 'majority' }, maxTimeMS: 5_000 })
      .toArray();
    return found.map(({ state }) => state as Payment);
  }
}
