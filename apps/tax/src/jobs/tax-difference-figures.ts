import { Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { STORES, type Stores } from '#platform/document-service.module.js';
import { Metrics } from '#platform/metrics.js';
import { TaxJobsStore } from '../storage/tax-jobs.store.js';

/** How many documents differed when each store was last compared. */
@Injectable()
export class TaxDifferenceFigures implements OnApplicationBootstrap {
  constructor(
    private readonly jobs: TaxJobsStore,
    private readonly metrics: Metrics,
    @Inject(STORES) private readonly stores: Stores,
  ) {}

  onApplicationBootstrap(): void {
    const help = 'Documents that differed from the tax provider’s when the store was last reconciled';
    this.metrics.gaugeBy('docket_tax_differences', help, 'store', () => this.#figures().catch(() => new Map()));
  }

  async #figures(): Promise<ReadonlyMap<string, number>> {
    const outside = [...this.stores.values()].filter(({ tax }) => tax.provider === 'avatax');
    const latest = await Promise.all(outside.map(({ id }) => this.jobs.latest('reconciliation', id, { status: 'done' })));
    return new Map(latest.flatMap((job) => (job ? [[job.storeId, job.counts.differences ?? 0] as const] : [])));
  }
}
