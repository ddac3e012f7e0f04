import { Body, Controller, Get, Param, Post, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { ChangeCredit, OpenCreditAccount } from '#contracts/credit-account.js';
import { pageOf } from '#platform/http/page.js';
import { orNotFound, orThrow, validated } from '#platform/http/problem.js';
import { Context, idempotent, type RequestContext } from '#platform/http/request-context.js';
import { CreditAccounts } from '../providers/credit/credit-accounts.js';
import { CreditAccountsQuery, CreditEntriesQuery } from './credit.queries.js';

/** Store credit and gift cards. */
@Controller('v1/credit-accounts')
export class CreditController {
  constructor(private readonly accounts: CreditAccounts) {}

  @Post()
  async open(
    @Body(validated(OpenCreditAccount)) command: OpenCreditAccount,
    @Context() context: RequestContext,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const { replayed, ...account } = orThrow(await this.accounts.open(command, idempotent(context, command)));
    reply.header('location', `/v1/credit-accounts/${account.id}`);
    if (replayed) reply.header('idempotency-replayed', 'true');
    return account;
  }

  /** Newest first. */
  @Get()
  find(@Query(validated(CreditAccountsQuery)) { limit, cursor, ...conditions }: CreditAccountsQuery) {
    return pageOf(
      { limit, cursor },
      {
        find: (size, after) => this.accounts.list(conditions, size, after),
        cursorOf: ({ createdAt, id }) => [createdAt, id],
      },
    );
  }

  @Get(':id')
  async byId(@Param('id') id: string) {
    return orNotFound(await this.accounts.find(id), 'such credit account');
  }

  /** Somebody puts something on it, or takes something off it. */
  @Post(':id/entries')
  async change(
    @Param('id') id: string,
    @Body(validated(ChangeCredit)) command: ChangeCredit,
    @Context() context: RequestContext,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const { entry, replayed } = orThrow(await this.accounts.change(id, command, idempotent(context, command)));
    if (replayed) reply.header('idempotency-replayed', 'true');
    return entry;
  }

  /** The ledger, newest first. */
  @Get(':id/entries')
  async entries(@Param('id') id: string, @Query(validated(CreditEntriesQuery)) { limit = '50', cursor }: CreditEntriesQuery) {
    const size = Number(limit);
    const found = orNotFound(
      await this.accounts.entries(id, size + 1, cursor === undefined ? undefined : Number(cursor)),
      'such credit account',
    );
    const items = found.slice(0, size);
    return { items, ...(found.length > size ? { next: String(items.at(-1)?.number) } : {}) };
  }
}
