import type { StockPlace } from '#contracts/commands/set-stock.js';
import { StockReserved } from '#contracts/events/stock.js';
import { type Decision, refuse } from '#contracts/refusals.js';
import { MAX_RESERVATIONS, type StockLine } from '#contracts/stock.js';
import { changedLines, filled, heirKey } from './fill-stock.js';
import { figuresOf, lineKey, type Stock, type StockEvent, untold, waitingOf } from './stock.js';

/** What a fulfilment order wants of a stock for one of its lines. */
export interface WantedPieces {
  readonly orderId: string;
  readonly lineId: string;
  readonly quantity: number;
}

/**
 * A fulfilment order has just so much of a stock, line by line, or waits for it; of lines that are not wanted it gives everything back.
 * What is available is promised in this very write, and the rest waits behind whoever waits already. Wanted again, nothing changes.
 */
export function reserveStock(
  stock: Stock | null,
  place: StockPlace,
  fulfilmentOrderId: string,
  wanted: readonly WantedPieces[],
  now: Date,
): Decision<StockEvent> {
  const before = stock ?? untold(place);
  const others = before.lines.filter((line) => line.fulfilmentOrderId !== fulfilmentOrderId);
  const own = new Map(before.lines.filter((line) => line.fulfilmentOrderId === fulfilmentOrderId).map((line) => [lineKey(line), line]));
  let turn = Math.max(0, ...before.lines.flatMap(({ waiting }) => waiting.map((pieces) => pieces.turn)));
  const lines = wanted.map(({ orderId, lineId, quantity }) => {
    const none: StockLine = { fulfilmentOrderId, orderId, lineId, reserved: 0, waiting: [] };
    const line = own.get(lineKey(none)) ?? none;
    const missing = quantity - line.reserved - waitingOf(line);
    if (missing <= 0) return withLess(line, -missing);
    turn += 1;
    return { ...line, waiting: [...line.waiting, { quantity: missing, turn, since: now.toISOString() }] };
  });
  if (others.length + lines.length > Math.max(MAX_RESERVATIONS, before.lines.length)) {
    return refuse('too-many-reservations', `${MAX_RESERVATIONS} lines want ${place.sku} from ${place.location}`);
  }
  // In their places, since the order of the lines is stored.
  const own_ = new Map(lines.map((line) => [lineKey(line), line]));
  const kept = before.lines.filter((line) => line.fulfilmentOrderId !== fulfilmentOrderId || own_.has(lineKey(line)));
  const known = new Set(kept.map(lineKey));
  const after = filled(
    { ...before, lines: [...kept.map((line) => own_.get(lineKey(line)) ?? line), ...lines.filter((line) => !known.has(lineKey(line)))] },
    [...own.values()].map(heirKey),
  );
  const changed = changedLines(before, after);
  return changed.length === 0 ? [] : [StockReserved({ ...figuresOf(after), lines: changed })];
}

/** What came last to wait goes first, then what is reserved. */
function withLess(line: StockLine, less: number): StockLine {
  let rest = less;
  const waiting = line.waiting
    .toReversed()
    .flatMap((pieces) => {
      const taken = Math.min(rest, pieces.quantity);
      rest -= taken;
      return taken === pieces.quantity ? [] : [{ ...pieces, quantity: pieces.quantity - taken }];
    })
    .reverse();
  return { ...line, reserved: line.reserved - rest, waiting };
}
