import { isDeepStrictEqual } from 'node:util';
import type { SetStock, StockPlace } from '#contracts/commands/set-stock.js';
import { StockTold } from '#contracts/events/stock.js';
import { type Decision, refuse } from '#contracts/refusals.js';
import { changedLines, filled } from './fill-stock.js';
import { figuresOf, isLater, type Stock, type StockEvent, untold } from './stock.js';

/**
 * A figure as somebody counted it: whoever waits gets what is available by it, in their turns. A lower one takes nothing away from anybody:
 * what is short is told. Told again, nothing changes.
 */
export function tellStock(stock: Stock | null, place: StockPlace, told: SetStock, now: Date): Decision<StockEvent> {
  const { onHand, arrivals = [] } = told;
  const asOf = new Date(told.asOf).toISOString();
  if (isLater(asOf, now.toISOString())) return refuse('invalid-input', 'it cannot have been counted yet', 'asOf');
  if (stock?.asOf !== undefined && isLater(stock.asOf, asOf)) {
    return refuse('stock-outdated', `the figure as of ${stock.asOf} is known, which was counted later`, 'asOf');
  }
  const before = stock ?? untold(place);
  if (before.asOf === asOf && before.onHand === onHand && isDeepStrictEqual(before.arrivals, arrivals)) return [];
  const left = before.left.filter(({ sentAt }) => isLater(sentAt, asOf));
  const after = filled({ ...before, onHand, asOf, arrivals, left });
  return [StockTold({ ...figuresOf(after), lines: changedLines(before, after) })];
}
