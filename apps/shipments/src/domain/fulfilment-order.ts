import { v5 as derivedId } from 'uuid';
import type { NewEvent } from '#contracts/define-event.js';
import { FulfilmentReserved, FulfilmentRouted } from '#contracts/events/fulfilment.js';
import type { FulfilmentLine, FulfilmentOrderContent } from '#contracts/fulfilment-order.js';

// Fixed for good: the id of a fulfilment order follows from its shipment's.
const FULFILMENT_ORDERS = 'a2c1b6de-7f0b-4f57-9c1e-3d8f0b7d4e62';

/** A fulfilment order, as its last event left it. */
export interface FulfilmentOrder extends Readonly<FulfilmentOrderContent> {
  /** The version of the last change by anybody but this service. */
  readonly editedVersion: number;
}

type Named<Name extends string> = NewEvent<`fulfilment.${Name}`, FulfilmentOrderContent>;

export type FulfilmentEvent =
  | Named<'opened'>
  | Named<'changed'>
  | Named<'routed'>
  | Named<'moved'>
  | Named<'reserved'>
  | Named<'accepted'>
  | Named<'rejected'>
  | Named<'held'>
  | Named<'released'>
  | Named<'scheduled'>
  | Named<'closed'>
  | Named<'cancelled'>;

/** What the service does by itself, so that nobody who edits is bothered. */
const byItself: readonly string[] = [FulfilmentRouted.type, FulfilmentReserved.type];

/** Every event carries the whole document after it. */
export function evolve(order: FulfilmentOrder | null, event: FulfilmentEvent, version: number): FulfilmentOrder {
  return { ...event.data, editedVersion: order && byItself.includes(event.type) ? order.editedVersion : version };
}

/** There is one for each shipment. */
export function fulfilmentOrderIdOf(shipmentId: string): string {
  return derivedId(shipmentId, FULFILMENT_ORDERS);
}

/** What the next event says, where it says all: the document without what serves the service alone. */
export function contentOf({ editedVersion: _, ...content }: FulfilmentOrder): FulfilmentOrderContent {
  return content;
}

/** Whether it is neither sent nor cancelled. */
export function isOpen({ status }: Pick<FulfilmentOrder, 'status'>): boolean {
  return status !== 'Closed' && status !== 'Cancelled';
}

/** Of which nothing is reserved, or asked for. */
export function unreserved({ orderId, lineId, sku, quantity }: FulfilmentLine): FulfilmentLine {
  return { orderId, lineId, sku, quantity, reserved: 0, backordered: 0 };
}

/** With other lines: the last day on which one of them is expected, where that is known of all that wait. */
export function withLines({ expectedOn: _, ...order }: FulfilmentOrderContent, lines: readonly FulfilmentLine[]): FulfilmentOrderContent {
  const waiting = lines.filter(({ backordered }) => backordered > 0);
  const days = waiting.flatMap(({ expectedOn }) => expectedOn ?? []).sort();
  const last = days.length === waiting.length ? days.at(-1) : undefined;
  return { ...order, lines: [...lines], ...(last !== undefined && { expectedOn: last }) };
}
