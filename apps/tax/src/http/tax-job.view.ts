import type { TaxJobView, TaxReconciliation, TaxSubmission } from '#contracts/tax-jobs.js';
import type { JobOf, TaxJob } from '../jobs/tax-job.js';

/** A reconciliation as clients see it. */
export function reconciliationView(job: JobOf<'reconciliation'>): TaxReconciliation {
  const { days: daysCompared = 0, compared = 0, differences = 0, waiting = 0 } = job.counts;
  const { from, to, days } = job.asked;
  return { ...head(job, daysCompared / days), from, to, days, daysCompared, compared, differences, waiting };
}

/** A submission as clients see it. */
export function submissionView(job: JobOf<'submission'>): TaxSubmission {
  const { done = 0, skipped = 0, failed = 0 } = job.counts;
  const { since, reconciliationId, commit = false, orders } = job.asked;
  const told = done + skipped + failed;
  // Orders that are placed meanwhile are told too.
  const asked = job.status === 'done' ? told : Math.max(orders, told);
  return {
    ...head(job, asked === 0 ? 0 : told / asked),
    ...(since !== undefined && { since }),
    ...(reconciliationId !== undefined && { reconciliationId }),
    ...{ commit, asked, done, skipped, failed },
  };
}

function head({ _id, storeId, status, createdAt, finishedAt, isScheduled, delay, failure }: TaxJob, part: number): TaxJobView {
  return {
    id: _id,
    storeId,
    status,
    percent: status === 'done' ? 100 : Math.floor(part * 100),
    createdAt: createdAt.toISOString(),
    ...(finishedAt && { finishedAt: finishedAt.toISOString() }),
    ...(isScheduled && { isScheduled }),
    ...(delay !== undefined && { delay }),
    ...(failure !== undefined && { failure }),
  };
}
