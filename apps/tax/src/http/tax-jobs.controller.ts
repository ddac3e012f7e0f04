import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ReconcileTax, SubmitTax } from '#contracts/commands/reconcile-tax.js';
import { IsId, Optional } from '#contracts/fields.js';
import { PageQuery, pageOf } from '#platform/http/page.js';
import { orNotFound, orThrow, validated } from '#platform/http/problem.js';
import { Context, idempotent, type RequestContext } from '#platform/http/request-context.js';
import type { JobOf, TaxJob, TaxJobKind } from '../jobs/tax-job.js';
import { TaxJobsService } from '../jobs/tax-jobs.service.js';
import { TaxJobsStore } from '../storage/tax-jobs.store.js';
import { reconciliationView, submissionView } from './tax-job.view.js';

class TaxJobsQuery extends PageQuery {
  @Optional() @IsId() storeId?: string;
}

/** Comparisons with the provider outside, and tellings of it, which take their time. */
@Controller('v1/tax')
export class TaxJobsController {
  constructor(
    private readonly service: TaxJobsService,
    private readonly jobs: TaxJobsStore,
  ) {}

  @Post('reconciliations')
  @HttpCode(202)
  async reconcile(@Body(validated(ReconcileTax)) command: ReconcileTax, @Context() context: RequestContext) {
    return reconciliationView(orThrow(await this.service.reconcile(command, idempotent(context, command))));
  }

  /** Newest first. */
  @Get('reconciliations')
  reconciliations(@Query(validated(TaxJobsQuery)) query: TaxJobsQuery) {
    return this.#list('reconciliation', query, reconciliationView);
  }

  /** With a page of what differs, and of what waits. */
  @Get('reconciliations/:id')
  async reconciliation(@Param('id') id: string, @Query(validated(PageQuery)) query: PageQuery) {
    return { ...reconciliationView(await this.#one('reconciliation', id)), ...(await this.#entries(id, query)) };
  }

  @Post('submissions')
  @HttpCode(202)
  async submit(@Body(validated(SubmitTax)) command: SubmitTax, @Context() context: RequestContext) {
    return submissionView(orThrow(await this.service.submit(command, idempotent(context, command))));
  }

  /** Newest first. */
  @Get('submissions')
  submissions(@Query(validated(TaxJobsQuery)) query: TaxJobsQuery) {
    return this.#list('submission', query, submissionView);
  }

  /** With a page of the orders that were skipped or failed. */
  @Get('submissions/:id')
  async submission(@Param('id') id: string, @Query(validated(PageQuery)) query: PageQuery) {
    return { ...submissionView(await this.#one('submission', id)), ...(await this.#entries(id, query)) };
  }

  async #one<Kind extends TaxJobKind>(kind: Kind, id: string): Promise<JobOf<Kind>> {
    const found: TaxJob | null = await this.jobs.find(id);
    return orNotFound(found?.kind === kind ? (found as JobOf<Kind>) : null, `such ${kind}`);
  }

  async #list<Kind extends TaxJobKind, View extends { createdAt: string; id: string }>(
    kind: Kind,
    { storeId, limit, cursor }: TaxJobsQuery,
    view: (job: JobOf<Kind>) => View,
  ) {
    return pageOf<View>(
      { limit, cursor },
      {
        find: async (size, after) => (await this.jobs.list(kind, storeId, size, after)).map(view),
        cursorOf: ({ createdAt, id }) => [createdAt, id],
      },
    );
  }

  #entries(id: string, { limit, cursor }: PageQuery) {
    return pageOf(
      { limit, cursor },
      {
        find: async (size, after) => (await this.jobs.entries(id, size, after)).map(({ key: _, ...entry }) => entry),
        cursorOf: ({ at, id: entry }) => [at, entry],
      },
    );
  }
}
