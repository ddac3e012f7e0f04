import { Controller, Get, Query } from '@nestjs/common';
import { decodeCursor, encodeCursor } from '#platform/http/page.js';
import { validated } from '#platform/http/problem.js';
import { Context, type RequestContext } from '#platform/http/request-context.js';
import { Reconciliation } from '../reconciliation.js';
import { ReconciliationQuery } from './payment.queries.js';

/** What is due for orders, beside what was invoiced and paid. */
@Controller('v1/reconciliation')
export class ReconciliationController {
  constructor(private readonly reconciliation: Reconciliation) {}

  /** Newest first. */
  @Get()
  async find(
    @Query(validated(ReconciliationQuery)) { limit = '50', cursor, all, ...conditions }: ReconciliationQuery,
    @Context() context: RequestContext,
  ) {
    const after = cursor === undefined ? undefined : decodeCursor(cursor);
    const { items, next } = await this.reconciliation.page({ ...conditions, all: all === 'true' }, Number(limit), after, context);
    return { items, ...(next && { next: encodeCursor(next) }) };
  }
}
