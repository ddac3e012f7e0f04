import { Injectable } from '@nestjs/common';
import type { AggregateDocument } from '#platform/aggregate-document.js';
import { Database } from '#platform/database.js';
import type { Stock } from '../domain/stock.js';
import { stockAggregate } from './stock.schema.js';

/** Which stocks are wanted; each condition that is named must hold. */
export interface StockConditions {
  readonly location?: string | undefined;
  readonly sku?: string | undefined;
}

export interface ListedStock {
  readonly version: number;
  readonly modifiedAt: Date;
  readonly state: Stock;
}

/** Stocks by what people and fulfilment orders look for. */
@Injectable()
export class Stocks {
  constructor(private readonly database: Database) {}

  /** At most so many, by sku and location, behind one of them where it is named. */
  async find({ location, sku }: StockConditions, limit: number, after?: readonly [sku: string, location: string]): Promise<ListedStock[]> {
    const equal = { ...(location !== undefined && { 'state.location': location }), ...(sku !== undefined && { 'state.sku': sku }) };
    const behind = after && {
      $or: [{ 'state.sku': { $gt: after[0] } }, { 'state.sku': after[0], 'state.location': { $gt: after[1] } }],
    };
    return this.#documents
      .find({ $and: [equal, behind ?? {}] } as object)
      .project<ListedStock>({ version: 1, modifiedAt: 1, state: 1 })
      .sort({ 'state.sku': 1, 'state.location': 1 })
      .limit(limit)
      .toArray();
  }

  /** Those of which a fulfilment order has something or waits for something, and those with these ids. */
  async concerning(fulfilmentOrderId: string, ids: readonly string[]): Promise<Stock[]> {
    const found = await this.#documents
      .find({ $or: [{ _id: { $in: ids } }, { 'state.lines.fulfilmentOrderId': fulfilmentOrderId }] } as object)
      .project<{ state: Stock }>({ state: 1 })
      .toArray();
    return found.map(({ state }) => state);
  }

  get #documents() {
    return this.database.collection<AggregateDocument<Stock> & { _id: string }>(stockAggregate.collection);
  }
}
