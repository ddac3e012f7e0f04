import { isDeepStrictEqual } from 'node:util';
import { FulfilmentReserved } from '#contracts/events/fulfilment.js';
import type { FulfilmentLine } from '#contracts/fulfilment-order.js';
import type { Decision } from '#contracts/refusals.js';
import { contentOf, type FulfilmentEvent, type FulfilmentOrder, isOpen, withLines } from './fulfilment-order.js';
import { lineKey, type Stock, waitingOf } from './stock.js';

/** What its location has reserved for it and what it waits for, by the stocks of its products there. */
export function noteReservations(order: FulfilmentOrder, stocks: readonly Stock[]): Decision<FulfilmentEvent> {
  if (!isOpen(order)) return [];
  const bySku = new Map(stocks.filter(({ location }) => location === order.location).map((stock) => [stock.sku, stock]));
  const lines = order.lines.map((line) => noted(order.fulfilmentOrderId, line, bySku.get(line.sku)));
  return isDeepStrictEqual(lines, order.lines) ? [] : [FulfilmentReserved(withLines(contentOf(order), lines))];
}

function noted(fulfilmentOrderId: string, { expectedOn: _, ...line }: FulfilmentLine, stock: Stock | undefined): FulfilmentLine {
  const own = stock?.lines.find((each) => lineKey(each) === lineKey({ fulfilmentOrderId, ...line }));
  if (!own) return { ...line, reserved: 0, backordered: 0 };
  const days = own.waiting.flatMap(({ expectedOn }) => expectedOn ?? []).sort();
  const last = days.length === own.waiting.length ? days.at(-1) : undefined;
  return { ...line, reserved: own.reserved, backordered: waitingOf(own), ...(last !== undefined && { expectedOn: last }) };
}
