import type { StockPlace } from '#contracts/commands/set-stock.js';
import { StockSent } from '#contracts/events/stock.js';
import type { Decision } from '#contracts/refusals.js';
import type { SentPieces } from '#contracts/stock.js';
import { changedLines, filled } from './fill-stock.js';
import { figuresOf, isLater, lineKey, type Stock, type StockEvent, sum, untold } from './stock.js';

/** Most sendings that are kept beside a figure. */
const MAX_LEFT = 1_000;

/**
 * Pieces have left the house: they are not reserved any more, and are deducted until a figure comes that was counted later. Told again,
 * nothing changes.
 */
export function sendStock(
  stock: Stock | null,
  place: StockPlace,
  fulfilmentOrderId: string,
  sent: readonly Omit<SentPieces, 'fulfilmentOrderId'>[],
): Decision<StockEvent> {
  const before = stock ?? untold(place);
  const deducted = new Set(before.left.map(lineKey));
  const left = sent
    .map((pieces) => ({ fulfilmentOrderId, ...pieces }))
    .filter((pieces) => !deducted.has(lineKey(pieces)) && (before.asOf === undefined || isLater(pieces.sentAt, before.asOf)));
  const lines = before.lines.filter((line) => line.fulfilmentOrderId !== fulfilmentOrderId);
  if (left.length === 0 && lines.length === before.lines.length) return [];
  const after = filled(counted({ ...before, lines, left: [...before.left, ...left] }));
  return [StockSent({ ...figuresOf(after), lines: changedLines(before, after), ...(left.length > 0 && { left }) })];
}

/** The figure as if it had been counted after the older half of so many sendings: one that was counted before them comes too late then. */
function counted(stock: Stock): Stock {
  if (stock.left.length <= MAX_LEFT) return stock;
  const times = stock.left.map(({ sentAt }) => sentAt).sort();
  const asOf = times[MAX_LEFT / 2] as string;
  const gone = stock.left.filter(({ sentAt }) => !isLater(sentAt, asOf));
  const left = stock.left.filter(({ sentAt }) => isLater(sentAt, asOf));
  return { ...stock, asOf, left, onHand: stock.onHand - sum(gone.map(({ quantity }) => quantity)) };
}
