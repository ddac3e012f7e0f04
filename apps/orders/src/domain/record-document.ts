import { isDeepStrictEqual } from 'node:util';
import { OrderDocumentRecorded } from '#contracts/events/order.js';
import type { DocumentSummary } from '#contracts/order.js';
import type { Decision } from '#contracts/refusals.js';
import type { Order, OrderEvent } from './order.js';

/** The order's summary of a child document follows that document. */
export function recordDocument(order: Order | null, document: DocumentSummary): Decision<OrderEvent> {
  if (order === null) throw new Error(`${document.type} ${document.id} names an order that is not there`);
  const known = order.documents.find(({ id }) => id === document.id);
  // Only what takes money says when that was.
  const summary = known?.capturedAt === undefined ? document : { capturedAt: known.capturedAt, ...document };
  if (isDeepStrictEqual(known, summary)) return [];
  return [OrderDocumentRecorded({ orderId: order.orderId, document: summary })];
}
