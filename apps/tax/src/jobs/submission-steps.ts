import { Inject, Injectable } from '@nestjs/common';
import pLimit from 'p-limit';
import type { UnsubmittedOrder } from '#contracts/tax-jobs.js';
import { PROVIDERS, type Providers } from '../providers/providers.js';
import { TaxUnanswered } from '../providers/tax-provider.js';
import { OwnDocuments } from '../storage/own-documents.js';
import { TaxJobsStore } from '../storage/tax-jobs.store.js';
import type { JobOf, TaxJobEntry, TaxJobStep } from './tax-job.js';
import { type Submitted, TaxSubmitter } from './tax-submitter.js';

type Job = JobOf<'submission'>;

/** Orders of a step, and of those as many at once as do not hold up what orders ask for meanwhile. */
const ORDERS = 40;
const AT_ONCE = 8;

/** Tells the provider of orders again, some at a time. What of a step was told already when it is done again is found to be so. */
@Injectable()
export class SubmissionSteps {
  constructor(
    private readonly documents: OwnDocuments,
    private readonly jobs: TaxJobsStore,
    private readonly submitter: TaxSubmitter,
    @Inject(PROVIDERS) private readonly providers: Providers,
  ) {}

  async step(job: Job, signal: AbortSignal): Promise<TaxJobStep> {
    const { orderIds, position } = await this.#next(job);
    const { storeId, _id: correlationId, asked } = job;
    const limit = pLimit(AT_ONCE);
    const submitted = orderIds.map((orderId) =>
      limit(async () => {
        signal.throwIfAborted();
        // Nobody can be told now: the step is done again when that is over.
        if (this.providers.isResting) throw new TaxUnanswered('AvaTax has not answered for a while, and is not asked');
        return { orderId, ...(await this.submitter.submit({ orderId, storeId, commits: asked.commit ?? false }, correlationId, signal)) };
      }),
    );
    const outcomes = await Promise.all(submitted);
    const countOf = (outcome: Submitted['outcome']) => outcomes.filter((each) => each.outcome === outcome).length;
    return {
      ...(position !== undefined && { position }),
      counts: { done: countOf('done'), skipped: countOf('skipped'), failed: countOf('failed') },
      entries: outcomes.flatMap((each) => (each.outcome === 'done' ? [] : [entryOf(each)])),
    };
  }

  /** The orders of the next step, and where the one after it begins, if there is one. */
  async #next({ storeId, asked, position }: Job): Promise<{ orderIds: string[]; position?: string }> {
    const { orderIds, since, reconciliationId } = asked;
    if (orderIds) {
      const from = Number(position ?? 0);
      const to = from + ORDERS;
      return { orderIds: orderIds.slice(from, to), ...(to < orderIds.length && { position: String(to) }) };
    }
    if (since !== undefined) {
      const found = await this.documents.soldSince(storeId, since, ORDERS, position);
      const last = found.length === ORDERS ? found.at(-1)?.position : undefined;
      return { orderIds: found.map(({ orderId }) => orderId), ...(last !== undefined && { position: last }) };
    }
    const [at, id] = position?.split(' ') ?? [];
    const found = await this.jobs.entries(reconciliationId as string, ORDERS, at !== undefined && id !== undefined ? [at, id] : undefined);
    const last = found.length === ORDERS ? found.at(-1) : undefined;
    // What waits to be told is told again at once, too.
    const named = found.map(({ orderId }) => orderId).filter((orderId) => typeof orderId === 'string');
    return { orderIds: [...new Set(named)], ...(last && { position: `${last.at} ${last.id}` }) };
  }
}

/** As it is read later. */
function entryOf(order: Omit<UnsubmittedOrder, 'id' | 'at'>): TaxJobEntry {
  return { key: order.orderId, ...order };
}
