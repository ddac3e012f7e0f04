import { Body, Controller, Get, Inject, Param, Put, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { StockPlace } from '#contracts/commands/set-stock.js';
import { SetStock } from '#contracts/commands/set-stock.js';
import type { StockView } from '#contracts/stock.js';
import type { AggregateStore } from '#platform/aggregate-store.js';
import { storeFor } from '#platform/document-service.module.js';
import { ChangesOf, changesPage } from '#platform/http/changes.js';
import { setDocumentHeaders } from '#platform/http/document-headers.js';
import { orNotFound, orThrow, validated } from '#platform/http/problem.js';
import { Context, idempotent, type RequestContext } from '#platform/http/request-context.js';
import { figuresOf, type Stock, type StockEvent, stockIdOf } from '../domain/stock.js';
import { StockService } from '../stock.service.js';
import { stockAggregate } from '../storage/stock.schema.js';
import { Stocks } from '../storage/stocks.js';
import { StocksQuery } from './fulfilment.queries.js';
import { decodePlace, encodePlace } from './stock-cursor.js';

/** A stock as clients see it: its figures, and whom it is promised to. */
function stockView({ version, modifiedAt, state }: { readonly version: number; readonly modifiedAt: Date; readonly state: Stock }) {
  const { stockId: id, ...view }: StockView = { ...figuresOf(state), lines: [...state.lines] };
  return { id, version, modifiedAt: modifiedAt.toISOString(), ...view };
}

@Controller('v1')
export class StockController {
  constructor(
    private readonly stock: StockService,
    @Inject(storeFor(stockAggregate)) private readonly store: AggregateStore<Stock, StockEvent>,
    private readonly stocks: Stocks,
  ) {}

  /** By product and location. */
  @Get('stock')
  async find(@Query(validated(StocksQuery)) { limit = '50', cursor, ...conditions }: StocksQuery) {
    const size = Number(limit);
    const found = await this.stocks.find(conditions, size + 1, cursor === undefined ? undefined : decodePlace(cursor));
    const items = found.slice(0, size);
    const last = items.at(-1)?.state;
    return { items: items.map(stockView), ...(found.length > size && last && { next: encodePlace(last) }) };
  }

  @Get('stock/:location/:sku')
  async at(@Param() place: StockPlace, @Res({ passthrough: true }) reply: FastifyReply) {
    const found = orNotFound(await this.store.find(stockIdOf(place)), 'stock that was told or asked for');
    reply.header('etag', `"${found.version}"`);
    return stockView(found);
  }

  /** As it was counted. */
  @Put('stock/:location/:sku')
  async set(
    @Param() { location, sku }: StockPlace,
    @Body(validated(SetStock)) told: SetStock,
    @Context() { ifMatch, ...context }: RequestContext,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const change = { ...idempotent(context, told), ...(typeof ifMatch === 'number' && { expectedVersion: ifMatch }) };
    const set = orThrow(await this.stock.set({ location, sku }, told, change));
    setDocumentHeaders(reply, set);
    return stockView(set);
  }

  /** Who changed what, when and why, oldest first. */
  @Get('stock/:location/:sku/changes')
  async changes(@Param() place: StockPlace, @Query(validated(ChangesOf)) query: ChangesOf) {
    const { id } = orNotFound(await this.store.find(stockIdOf(place)), 'stock that was told or asked for');
    return changesPage(this.store.history, id, query);
  }
}
