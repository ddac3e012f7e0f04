import { Inject, Injectable } from '@nestjs/common';
import { v5 as derivedId, v7 as newId } from 'uuid';
import { MAX_RECONCILED_DAYS, type ReconcileTax, type SubmitTax } from '#contracts/commands/reconcile-tax.js';
import { type Refusal, refuse } from '#contracts/refusals.js';
import type { ChangeContext } from '#platform/change-context.js';
import { STORES, type Stores } from '#platform/document-service.module.js';
import { OwnDocuments } from '../storage/own-documents.js';
import { TaxJobsStore } from '../storage/tax-jobs.store.js';
import { daysBetween } from './days.js';
import type { JobOf, TaxJob, TaxJobRequest } from './tax-job.js';

const KEYED = '0d6f5f39-8f7b-5c0e-9f0b-6f4f0a1b2c3d';

/** What people ask of the provider's documents as a whole. It is stored and done by and by. */
@Injectable()
export class TaxJobsService {
  constructor(
    private readonly jobs: TaxJobsStore,
    private readonly documents: OwnDocuments,
    @Inject(STORES) private readonly stores: Stores,
  ) {}

  async reconcile({ storeId, from, to }: ReconcileTax, context: ChangeContext): Promise<JobOf<'reconciliation'> | Refusal> {
    const obstacle = this.#storeObstacle(storeId);
    if (obstacle) return obstacle;
    const days = daysBetween(from, to);
    if (days < 1) return refuse('invalid-input', 'it must not be before "from"', 'to');
    if (days > MAX_RECONCILED_DAYS) {
      return refuse('period-too-long', `it is ${days} days, and one comparison goes over ${MAX_RECONCILED_DAYS} at most`, 'to');
    }
    return this.#add({ kind: 'reconciliation', storeId, asked: { from, to, days } }, context);
  }

  async submit({ storeId, ...asked }: SubmitTax, context: ChangeContext): Promise<JobOf<'submission'> | Refusal> {
    const obstacle = this.#storeObstacle(storeId);
    if (obstacle) return obstacle;
    const orders = await this.#ordersOf(storeId, asked);
    if (typeof orders !== 'number') return orders;
    return this.#add({ kind: 'submission', storeId, asked: { ...asked, orders } }, context);
  }

  #storeObstacle(storeId: string): Refusal | undefined {
    const store = this.stores.get(storeId);
    if (!store) return refuse('unknown-store', `there is no store "${storeId}"`, 'storeId');
    if (store.tax.provider === 'avatax') return undefined;
    return refuse('no-tax-provider', `the tax of "${storeId}" is computed by Docket itself`, 'storeId');
  }

  /** How many there are, as far as that is known before. */
  async #ordersOf(storeId: string, { orderIds, since, reconciliationId }: Omit<SubmitTax, 'storeId'>): Promise<number | Refusal> {
    const named = [orderIds, since, reconciliationId].filter((each) => each !== undefined);
    if (named.length !== 1) return refuse('invalid-input', 'say either "orderIds", "since" or "reconciliationId"', 'orderIds');
    if (orderIds) return orderIds.length;
    if (since !== undefined) return this.documents.countSince(storeId, since);
    const report = await this.jobs.find(reconciliationId as string);
    if (report?.kind !== 'reconciliation' || report.storeId !== storeId) {
      return refuse('invalid-input', 'the store has no such reconciliation', 'reconciliationId');
    }
    if (report.status === 'running') return refuse('tax-job-running', 'it is not known yet what differs', 'reconciliationId');
    const { differences = 0, waiting = 0 } = report.counts;
    return differences + waiting;
  }

  /** A repeat with the same key is answered with what the first has asked for. */
  async #add<Request extends TaxJobRequest>(request: Request, { idempotency }: ChangeContext): Promise<(Request & TaxJob) | Refusal> {
    if (!idempotency) return (await this.jobs.add(newId(), request)) as Request & TaxJob;
    const { key, fingerprint } = idempotency;
    const job = await this.jobs.add(derivedId(key, KEYED), { ...request, fingerprint });
    if (job.fingerprint === fingerprint) return job as Request & TaxJob;
    return refuse('idempotency-key-reused', `"${key}" came before with another request; use a new key for a new request`);
  }
}
