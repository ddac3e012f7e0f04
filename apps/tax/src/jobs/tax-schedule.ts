import { Inject, Injectable } from '@nestjs/common';
import { v5 as derivedId } from 'uuid';
import { STORES, type Stores } from '#platform/document-service.module.js';
import { OwnDocuments } from '../storage/own-documents.js';
import { TaxJobsStore } from '../storage/tax-jobs.store.js';
import { dayOf, daysBetween, daysFrom } from './days.js';

const HOUR = 3_600_000;
const SCHEDULED = '4f1a1f62-6a3b-5b57-9f6e-0d1f0c5be9a1';
/** As many days as a month has. */
const RECONCILED_DAYS = 31;

/** The jobs that stores have by their policy. Its id follows from the store and the time, so that all replicas together make one. */
@Injectable()
export class TaxSchedule {
  constructor(
    private readonly jobs: TaxJobsStore,
    private readonly documents: OwnDocuments,
    @Inject(STORES) private readonly stores: Stores,
  ) {}

  async plan(now: Date): Promise<void> {
    for (const { id: storeId, tax } of this.stores.values()) {
      if (tax.provider !== 'avatax' || !tax.avatax) continue;
      const { reconcileEvery, sendEvery } = tax.avatax;
      if (sendEvery !== undefined) await this.#send(storeId, sendEvery, now);
      if (reconcileEvery !== undefined) await this.#reconcile(storeId, reconcileEvery, now);
    }
  }

  async #reconcile(storeId: string, hours: number, now: Date): Promise<void> {
    const to = dayOf(now);
    const from = daysFrom(to, 1 - RECONCILED_DAYS);
    const asked = { from, to, days: daysBetween(from, to) };
    await this.#add('reconciliation', storeId, hours, now, (id) =>
      this.jobs.add(id, { kind: 'reconciliation', storeId, isScheduled: true, asked }),
    );
  }

  /** All that was sold since the day of the last time. */
  async #send(storeId: string, hours: number, now: Date): Promise<void> {
    await this.#add('submission', storeId, hours, now, async (id) => {
      const last = await this.jobs.latest('submission', storeId, { isScheduled: true });
      const since = last ? dayOf(last.createdAt) : daysFrom(dayOf(now), -1);
      const orders = await this.documents.countSince(storeId, since);
      await this.jobs.add(id, { kind: 'submission', storeId, isScheduled: true, asked: { since, commit: true, orders } });
    });
  }

  async #add(kind: string, storeId: string, hours: number, now: Date, add: (id: string) => Promise<unknown>): Promise<void> {
    const id = derivedId(`${kind}/${storeId}/${hours}/${Math.floor(now.getTime() / (hours * HOUR))}`, SCHEDULED);
    if (!(await this.jobs.find(id))) await add(id);
  }
}
