import { isDeepStrictEqual } from 'node:util';
import type { StockLine, WaitingPieces } from '#contracts/stock.js';
import { figuresOf, lineKey, type Stock } from './stock.js';

interface Waiter {
  readonly line: StockLine;
  readonly pieces: WaitingPieces;
}

/**
 * What is available goes to whoever waits, in their turns; `heirs` of what was given back come first (the same line of an order in another
 * of its shipments). Nothing is taken from anybody.
 */
export function filled(stock: Stock, heirs: readonly string[] = []): Stock {
  let { available } = figuresOf(stock);
  const granted = new Map<WaitingPieces, number>();
  for (const { pieces } of waiters(stock, heirs)) {
    const quantity = Math.min(available, pieces.quantity);
    available -= quantity;
    granted.set(pieces, quantity);
  }
  const lines = stock.lines.map((line) => ({
    ...line,
    reserved: line.waiting.reduce((reserved, pieces) => reserved + (granted.get(pieces) ?? 0), line.reserved),
    waiting: line.waiting.flatMap((pieces) => less(pieces, granted.get(pieces) ?? 0)),
  }));
  return expected({ ...stock, lines });
}

/** When each that waits is served, by the arrivals that were told: what is short comes off them first. */
function expected(stock: Stock): Stock {
  const arrivals = stock.arrivals.toSorted((one, other) => one.expectedOn.localeCompare(other.expectedOn));
  const days = new Map<WaitingPieces, string | undefined>();
  let needed = figuresOf(stock).short;
  let arrived = 0;
  let next = 0;
  for (const { pieces } of waiters(stock)) {
    needed += pieces.quantity;
    while (next < arrivals.length && arrived < needed) arrived += arrivals[next++]?.quantity ?? 0;
    days.set(pieces, arrived >= needed ? arrivals[next - 1]?.expectedOn : undefined);
  }
  const dated = ({ expectedOn: _, ...pieces }: WaitingPieces, day: string | undefined) =>
    day === undefined ? pieces : { ...pieces, expectedOn: day };
  return { ...stock, lines: stock.lines.map((line) => ({ ...line, waiting: line.waiting.map((each) => dated(each, days.get(each))) })) };
}

/** The lines of the later state that are another than before; one that is gone has nothing. */
export function changedLines(before: Stock, after: Stock): StockLine[] {
  const known = new Map(before.lines.map((line) => [lineKey(line), line]));
  const kept = new Set(after.lines.map(lineKey));
  return [
    ...after.lines.filter((line) => !isDeepStrictEqual(known.get(lineKey(line)), line)),
    ...before.lines.filter((line) => !kept.has(lineKey(line))).map((line) => ({ ...line, reserved: 0, waiting: [] })),
  ];
}

/** Whose line it is, whichever of the order's shipments it is in. */
export const heirKey = ({ orderId, lineId }: Pick<StockLine, 'orderId' | 'lineId'>) => `${orderId} ${lineId}`;

function waiters({ lines }: Stock, heirs: readonly string[] = []): Waiter[] {
  const rank = ({ line }: Waiter) => (heirs.includes(heirKey(line)) ? 0 : 1);
  return lines
    .flatMap((line) => line.waiting.map((pieces) => ({ line, pieces })))
    .sort((one, other) => rank(one) - rank(other) || one.pieces.turn - other.pieces.turn);
}

function less(pieces: WaitingPieces, granted: number): WaitingPieces[] {
  return granted === pieces.quantity ? [] : [{ ...pieces, quantity: pieces.quantity - granted }];
}
