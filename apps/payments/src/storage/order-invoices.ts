import { Injectable } from '@nestjs/common';
import type { AggregateDocument } from '#platform/aggregate-document.js';
import { Database } from '#platform/database.js';
import type { Invoice } from '../domain/invoice.js';
import { invoiceAggregate } from './invoice.schema.js';

/** All invoices and credit notes of an order together. */
@Injectable()
export class OrderInvoices {
  constructor(private readonly database: Database) {}

  /** In the order in which they were drafted. What a fail-over may take back is not read. */
  async of(orderId: string): Promise<Invoice[]> {
    const found = await this.database
      .collection<AggregateDocument<Invoice> & { _id: string }>(invoiceAggregate.collection)
      .find({ 'state.orderId': orderId } as object, { projection: { state: 1 }, readConcern: { level: 'majority' }, maxTimeMS: 5_000 })
      .sort({ createdAt: 1, _id: 1 })
      .toArray();
    return found.map(({ state }) => state as Invoice);
  }
}
