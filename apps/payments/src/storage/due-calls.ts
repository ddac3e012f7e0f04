import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import type { AggregateDocument } from '#platform/aggregate-document.js';
import { Database } from '#platform/database.js';
import { DatabaseClock } from '#platform/database-clock.js';
import { Metrics } from '#platform/metrics.js';
import type { Payment } from '../domain/payment.js';
import { paymentAggregate } from './payment.schema.js';

/** The payments of whose calls nobody knows yet what became of them. */
@Injectable()
export class DueCalls implements OnApplicationBootstrap {
  constructor(
    private readonly database: Database,
    private readonly metrics: Metrics,
    private readonly clock: DatabaseClock,
  ) {}

  onApplicationBootstrap(): void {
    this.metrics.gauge('docket_gateway_calls_open', 'Payments whose gateway has not said what became of a call', () =>
      this.#payments.countDocuments({ 'state.callDueAt': { $exists: true } } as object).catch(() => Number.NaN),
    );
    this.metrics.gauge('docket_gateway_calls_overdue_seconds', 'How long the gateway should have been asked by now', () =>
      this.#overdue().catch(() => Number.NaN),
    );
  }

  /** At most so many that are due by a moment, the longest overdue first. */
  async find(by: string, limit: number): Promise<Payment[]> {
    const due = await this.#payments
      .find({ 'state.callDueAt': { $lte: by } } as object)
      .project<{ state: Payment }>({ state: 1 })
      .sort({ 'state.callDueAt': 1 })
      .limit(limit)
      .toArray();
    return due.map(({ state }) => state);
  }

  async #overdue(): Promise<number> {
    const now = await this.clock.now();
    const [first] = await this.find(new Date(now).toISOString(), 1);
    return first?.callDueAt === undefined ? 0 : (now - Date.parse(first.callDueAt)) / 1_000;
  }

  get #payments() {
    return this.database.collection<AggregateDocument<Payment> & { _id: string }>(paymentAggregate.collection);
  }
}
