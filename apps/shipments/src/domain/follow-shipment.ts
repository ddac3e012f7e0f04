import { isDeepStrictEqual } from 'node:util';
import { FulfilmentCancelled, FulfilmentChanged, FulfilmentClosed, FulfilmentOpened } from '#contracts/events/fulfilment.js';
import type { FulfilmentLine } from '#contracts/fulfilment-order.js';
import type { Decision } from '#contracts/refusals.js';
import { isUnsent } from '#contracts/shipping.js';
import {
  contentOf,
  type FulfilmentEvent,
  type FulfilmentOrder,
  fulfilmentOrderIdOf,
  isOpen,
  unreserved,
  withLines,
} from './fulfilment-order.js';
import type { Shipment } from './shipment.js';

/**
 * A fulfilment order is what its shipment is: opened with it, of what it holds, closed when it is sent, cancelled with it. `number` is that
 * of a new one. Where the order asked for a fulfilment centre, that is its location.
 */
export function followShipment(order: FulfilmentOrder | null, shipment: Shipment, number: string): Decision<FulfilmentEvent> {
  if (order === null) return opened(shipment, number);
  if (!isOpen(order)) return [];
  const content = contentOf(order);
  if (shipment.status === 'Cancelled')
    return [FulfilmentCancelled({ ...withLines(content, order.lines.map(unreserved)), status: 'Cancelled' })];
  const lines = linesOf(shipment, order.lines);
  const { promisedOn } = shipment;
  if (!isUnsent(shipment.status)) {
    const sentAt = shipment.sentAt as string;
    // It has left from there, though the strategy may have chosen another place in the same moment.
    const location = shipment.fulfilmentCentre;
    return [FulfilmentClosed({ ...withLines(content, lines.map(unreserved)), status: 'Closed', location, sentAt })];
  }
  if (isDeepStrictEqual(lines, order.lines) && promisedOn === order.promisedOn) return [];
  const { promisedOn: _, ...rest } = withLines(content, lines);
  return [FulfilmentChanged({ ...rest, ...(promisedOn !== undefined && { promisedOn }) })];
}

/** Whether its shipment holds less of something than it is to ship, so that it will give something back. */
export function givesBack({ lines }: FulfilmentOrder, { status, items }: Shipment): boolean {
  if (status === 'Cancelled') return true;
  return lines.some(({ orderId, lineId, quantity }) => {
    const item = items.find((each) => each.orderId === orderId && each.lineId === lineId);
    return (item?.quantity ?? 0) < quantity;
  });
}

function opened(shipment: Shipment, number: string): Decision<FulfilmentEvent> {
  const { storeId, orderId, orderNumber, shipmentId, promisedOn, status, sentAt } = shipment;
  return [
    FulfilmentOpened({
      ...{ fulfilmentOrderId: fulfilmentOrderIdOf(shipmentId), number, storeId, orderId, orderNumber, shipmentId },
      status: isUnsent(status) ? 'Open' : status === 'Cancelled' ? 'Cancelled' : 'Closed',
      ...((shipment.centreAsked || !isUnsent(status)) && { location: shipment.fulfilmentCentre }),
      lines: linesOf(shipment, []),
      ...(promisedOn !== undefined && { promisedOn }),
      ...(sentAt !== undefined && { sentAt }),
      rejections: [],
    }),
  ];
}

/** As the shipment holds them, with what is known of those that there were. */
function linesOf({ items }: Shipment, before: readonly FulfilmentLine[]): FulfilmentLine[] {
  return items.map(({ orderId, lineId, sku, quantity }) => {
    const known = before.find((line) => line.orderId === orderId && line.lineId === lineId && line.sku === sku);
    if (known?.quantity === quantity) return known;
    const line = unreserved({ orderId, lineId, sku, quantity, reserved: 0, backordered: 0 });
    if (!known) return line;
    const reserved = Math.min(known.reserved, quantity);
    return { ...known, quantity, reserved, backordered: Math.min(known.backordered, quantity - reserved) };
  });
}
