import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import type { AggregateDocument } from '#platform/aggregate-document.js';
import { Database } from '#platform/database.js';
import { Metrics } from '#platform/metrics.js';
import type { TaxTransaction } from '../domain/tax-transaction.js';
import { taxTransactionAggregate } from './tax-transaction.schema.js';

/** The orders of which a provider outside does not know yet what it should. */
@Injectable()
export class DueTransactions implements OnApplicationBootstrap {
  constructor(
    private readonly database: Database,
    private readonly metrics: Metrics,
  ) {}

  onApplicationBootstrap(): void {
    this.metrics.gauge('docket_tax_transactions_open', 'Orders of which the tax provider does not know yet what it should', () =>
      this.#transactions.countDocuments({ 'state.dueAt': { $exists: true } } as object).catch(() => Number.NaN),
    );
  }

  /** At most so many that are due by a moment, the longest overdue first. */
  async find(by: string, limit: number): Promise<TaxTransaction[]> {
    const due = await this.#transactions
      .find({ 'state.dueAt': { $lte: by } } as object)
      .project<{ state: TaxTransaction }>({ state: 1 })
      .sort({ 'state.dueAt': 1 })
      .limit(limit)
      .toArray();
    return due.map(({ state }) => state);
  }

  get #transactions() {
    return this.database.collection<AggregateDocument<TaxTransaction> & { _id: string }>(taxTransactionAggregate.collection);
  }
}
