import { Controller, Get, Param, Query } from '@nestjs/common';
import { PageQuery, pageOf } from '#platform/http/page.js';
import { orNotFound, validated } from '#platform/http/problem.js';
import { TaxExchanges } from '../storage/tax-exchanges.js';

/** What was said with a provider outside. */
@Controller('v1')
export class ExchangesController {
  constructor(private readonly exchanges: TaxExchanges) {}

  /** About an order's document, newest first. */
  @Get('orders/:orderId/tax/exchanges')
  ofOrder(@Param('orderId') orderId: string, @Query(validated(PageQuery)) { limit, cursor }: PageQuery) {
    return pageOf(
      { limit, cursor },
      {
        find: (size, after) => this.exchanges.ofOrder(orderId, size, after),
        cursorOf: ({ askedAt, id }) => [askedAt, id],
      },
    );
  }

  /** Word for word. */
  @Get('tax/exchanges/:id')
  async byId(@Param('id') id: string) {
    return orNotFound(await this.exchanges.find(id), 'such exchange');
  }
}
