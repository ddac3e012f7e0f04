import { type BeforeApplicationShutdown, Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { LOG } from '#platform/chassis.module.js';
import type { Log } from '#platform/log.js';
import { isOutage } from '#platform/outage.js';
import { PROVIDERS, type Providers } from '../providers/providers.js';
import { TaxRefused, TaxUnanswered } from '../providers/tax-provider.js';
import { TaxJobsStore } from '../storage/tax-jobs.store.js';
import { ReconciliationSteps } from './reconciliation-steps.js';
import { SubmissionSteps } from './submission-steps.js';
import type { JobOf, TaxJob, TaxJobStep } from './tax-job.js';
import { TaxSchedule } from './tax-schedule.js';

const LOOK_EVERY = 1_000;
const HOLD_EVERY = 5_000;
const PLAN_EVERY = 60_000;
const AT_ONCE = 2;
const SECOND = 1_000;
const LONGEST = 300 * SECOND;
/** In a row, without a step forward: about a day. */
const MOST_TRIES = 300;

/**
 * Carries out jobs step by step. Every replica looks for them; one at a time works on each, and if it dies, another goes on from the last step that
 * was done.
 */
@Injectable()
export class TaxJobs implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #closing = new AbortController();
  readonly #running = new Set<Promise<void>>();
  #timer: NodeJS.Timeout | undefined;
  #plannedAt = Number.NEGATIVE_INFINITY;
  #looking: Promise<void> | undefined;

  constructor(
    private readonly jobs: TaxJobsStore,
    private readonly reconciliations: ReconciliationSteps,
    private readonly submissions: SubmissionSteps,
    private readonly schedule: TaxSchedule,
    @Inject(PROVIDERS) private readonly providers: Providers,
    @Inject(LOG) private readonly log: Log,
  ) {}

  onApplicationBootstrap(): void {
    if (this.providers.hasOutside) this.#timer = setInterval(() => this.#look(), LOOK_EVERY);
  }

  async beforeApplicationShutdown(): Promise<void> {
    clearInterval(this.#timer);
    this.#closing.abort();
    await this.#looking;
    await Promise.all(this.#running);
  }

  #look(): void {
    this.#looking ??= this.#takeUp()
      .catch((error) => this.log.warn({ error: error.message }, 'due tax jobs could not be looked up'))
      .finally(() => {
        this.#looking = undefined;
      });
  }

  async #takeUp(): Promise<void> {
    await this.#plan();
    while (this.#running.size < AT_ONCE && !this.providers.isResting && !this.#closing.signal.aborted) {
      const job = await this.jobs.take();
      if (!job) return;
      const running = this.#run(job).finally(() => this.#running.delete(running));
      this.#running.add(running);
    }
  }

  /** Never throws. */
  async #run(taken: TaxJob): Promise<void> {
    const lost = new AbortController();
    const signal = AbortSignal.any([this.#closing.signal, lost.signal]);
    let job: TaxJob | null = taken;
    const holding = setInterval(() => {
      // Where nobody says, the next step finds out.
      if (job)
        this.jobs.hold(job).then(
          (isOurs) => isOurs || lost.abort(),
          () => undefined,
        );
    }, HOLD_EVERY);
    try {
      for (let going: TaxJob | null = taken; going?.status === 'running'; going = job) {
        signal.throwIfAborted();
        job = await this.jobs.advance(going, await this.#step(going, signal));
      }
    } catch (error) {
      if (job && !lost.signal.aborted) await this.#stopped(job, error as Error);
    } finally {
      clearInterval(holding);
    }
  }

  #step(job: TaxJob, signal: AbortSignal): Promise<TaxJobStep> {
    return job.kind === 'reconciliation'
      ? this.reconciliations.step(job as JobOf<'reconciliation'>, signal)
      : this.submissions.step(job as JobOf<'submission'>, signal);
  }

  /** Its last step is not done: somebody else goes on at once, or later, or nobody. */
  async #stopped(job: TaxJob, error: Error): Promise<void> {
    try {
      if (this.#closing.signal.aborted) return await this.jobs.giveBack(job, 0);
      const reason = ((error as Partial<TaxUnanswered>).reason ?? error.message).slice(0, 500);
      this.log.warn({ job: job._id, storeId: job.storeId, reason }, 'a tax job does not go on');
      const isPassing = error instanceof TaxUnanswered || isOutage(error);
      if (error instanceof TaxRefused || job.tries >= MOST_TRIES) await this.jobs.fail(job, reason);
      else
        await this.jobs.giveBack(
          job,
          Math.min(LONGEST, SECOND * 2 ** job.tries),
          isPassing ? reason : 'something went wrong within Docket',
        );
    } catch (failure) {
      // Whoever takes it up when it is held no longer goes on.
      this.log.warn({ job: job._id, error: (failure as Error).message }, 'a tax job could not be given back');
    }
  }

  async #plan(): Promise<void> {
    if (performance.now() < this.#plannedAt + PLAN_EVERY) return;
    await this.schedule.plan(new Date());
    this.#plannedAt = performance.now();
  }
}
