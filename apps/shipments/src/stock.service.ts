import { Inject, Injectable } from '@nestjs/common';
import { type SetStock, StockPlace } from '#contracts/commands/set-stock.js';
import { type Refusal, refuse } from '#contracts/refusals.js';
import { inputErrors } from '#contracts/schema.js';
import type { Stored } from '#platform/aggregate-document.js';
import type { AggregateStore } from '#platform/aggregate-store.js';
import type { ChangeContext } from '#platform/change-context.js';
import { storeFor } from '#platform/document-service.module.js';
import { type Stock, type StockEvent, stockIdOf } from './domain/stock.js';
import { tellStock } from './domain/tell-stock.js';
import { stockAggregate } from './storage/stock.schema.js';

/** What other systems tell of stocks. */
@Injectable()
export class StockService {
  constructor(@Inject(storeFor(stockAggregate)) private readonly stocks: AggregateStore<Stock, StockEvent>) {}

  async set(place: StockPlace, told: SetStock, context: ChangeContext): Promise<Stored<Stock> | Refusal> {
    const [error] = inputErrors(StockPlace, place);
    if (error) return refuse('invalid-input', error.message, error.path);
    const now = new Date();
    return this.stocks.change(stockIdOf(place), (stock) => tellStock(stock, place, told, now), context);
  }

  /** The same for a place that is named `<location>/<sku>`, each percent-encoded, as in the address. */
  async setNamed(name: string, told: SetStock, context: ChangeContext): Promise<Stored<Stock> | Refusal> {
    const place = placeOf(name);
    return place ? this.set(place, told, context) : refuse('invalid-input', 'must be "<location>/<sku>", percent-encoded', 'subject');
  }
}

function placeOf(name: string): StockPlace | undefined {
  const [location, sku, more] = name.split('/');
  if (location === undefined || sku === undefined || more !== undefined) return undefined;
  try {
    return { location: decodeURIComponent(location), sku: decodeURIComponent(sku) };
  } catch {
    return undefined;
  }
}
