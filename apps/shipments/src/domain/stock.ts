import { v5 as derivedId } from 'uuid';
import type { StockPlace } from '#contracts/commands/set-stock.js';
import type { NewEvent } from '#contracts/define-event.js';
import type { StockChangedData } from '#contracts/events/stock.js';
import type { Arrival, SentPieces, StockFigures, StockLine } from '#contracts/stock.js';

// Fixed for good: the id of a stock follows from what it is of.
const STOCKS = '6f1d5f0e-58a3-4c0b-9d43-0c6f6a0f2b1e';

/** How many pieces of a product a location has, as Docket was told, and whom they are promised to. */
export interface Stock extends Readonly<StockPlace> {
  readonly stockId: string;
  readonly onHand: number;
  readonly asOf?: string;
  readonly arrivals: readonly Arrival[];
  readonly lines: readonly StockLine[];
  /** What left after it was counted. */
  readonly left: readonly SentPieces[];
}

export type StockEvent =
  | NewEvent<'stock.told', StockChangedData>
  | NewEvent<'stock.reserved', StockChangedData>
  | NewEvent<'stock.sent', StockChangedData>;

/** The next state; no rule, clock or I/O. Every event says all figures, and the lines that changed. */
export function evolve(stock: Stock | null, { data }: StockEvent): Stock {
  const { stockId, location, sku, onHand, asOf, arrivals } = data;
  const lines = new Map([...(stock?.lines ?? []), ...data.lines].map((line) => [lineKey(line), line]));
  return {
    ...{ stockId, location, sku, onHand, arrivals },
    ...(asOf !== undefined && { asOf }),
    lines: [...lines.values()].filter(({ reserved, waiting }) => reserved > 0 || waiting.length > 0),
    left: [...(stock?.left ?? []), ...(data.left ?? [])].filter(({ sentAt }) => asOf === undefined || isLater(sentAt, asOf)),
  };
}

export function stockIdOf({ location, sku }: StockPlace): string {
  return derivedId(JSON.stringify([location, sku]), STOCKS);
}

/** What nobody has told of yet: nothing of it can be promised. */
export function untold(place: StockPlace): Stock {
  return { ...place, stockId: stockIdOf(place), onHand: 0, arrivals: [], lines: [], left: [] };
}

/** What a stock comes to. */
export function figuresOf({ stockId, location, sku, onHand, asOf, arrivals, lines, left }: Stock): StockFigures {
  const sent = sum(left.map(({ quantity }) => quantity));
  const reserved = sum(lines.map((line) => line.reserved));
  const rest = restOf({ onHand, lines, left });
  return {
    ...{ stockId, location, sku, onHand },
    ...(asOf !== undefined && { asOf }),
    arrivals: [...arrivals],
    ...{ sent, reserved, backordered: sum(lines.map(waitingOf)), available: Math.max(0, rest), short: Math.max(0, -rest) },
  };
}

/** What is neither promised nor gone; below zero where more was promised than there is. */
export function restOf({ onHand, lines, left }: Pick<Stock, 'onHand' | 'lines' | 'left'>): number {
  return onHand - sum(left.map(({ quantity }) => quantity)) - sum(lines.map(({ reserved }) => reserved));
}

/** So many pieces a line waits for. */
export function waitingOf({ waiting }: Pick<StockLine, 'waiting'>): number {
  return sum(waiting.map(({ quantity }) => quantity));
}

type LineOfOrder = Pick<StockLine, 'fulfilmentOrderId' | 'orderId' | 'lineId'>;

export const lineKey = ({ fulfilmentOrderId, orderId, lineId }: LineOfOrder) => `${fulfilmentOrderId} ${orderId} ${lineId}`;
export const isLater = (one: string, other: string) => Date.parse(one) > Date.parse(other);
export const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);
