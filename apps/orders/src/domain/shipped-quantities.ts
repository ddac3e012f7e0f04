import { v5 as derivedId } from 'uuid';
import { isWithdrawn, type RequestedShipment } from '#contracts/order.js';
import type { ShipmentItem } from '#contracts/shipping.js';

export type Shipments = readonly RequestedShipment[];

/** The shipments without a line that the order no longer has. */
export function withoutLine(shipments: Shipments, lineId: string): RequestedShipment[] {
  return shipments.map((shipment) => withItem(shipment, lineId, 0));
}

/**
 * The shipments after a line's quantity changed. More joins the shipment that is named, else the last one with the line, else the first one;
 * less leaves what no shipment has, then the last shipments with the line. Those that are `closed` stay as they are: where there are no
 * others, more goes with a new one.
 */
export function changeShipped(
  shipments: Shipments,
  closed: ReadonlySet<string>,
  { lineId, before, after, shipmentId }: { lineId: string; before: number; after: number; shipmentId?: string | undefined },
): RequestedShipment[] {
  const open = shipments.filter((shipment) => isOpen(shipment, closed));
  if (after >= before) {
    const target = open.find(({ id }) => id === shipmentId) ?? open.findLast((each) => quantityIn(each, lineId) > 0) ?? open[0];
    if (!target && after > before) return [...shipments, ...newShipment(shipments, { lineId, quantity: after - before })];
    return shipments.map((each) => (each === target ? withItem(each, lineId, quantityIn(each, lineId) + after - before) : each));
  }
  let excess = shippedQuantity(shipments, lineId) - after;
  return shipments
    .toReversed()
    .map((shipment) => {
      const taken = !isOpen(shipment, closed) ? 0 : Math.min(Math.max(excess, 0), quantityIn(shipment, lineId));
      excess -= taken;
      return taken === 0 ? shipment : withItem(shipment, lineId, quantityIn(shipment, lineId) - taken);
    })
    .toReversed();
}

/** One more, by the method of the last; none for an order that is never shipped. */
function newShipment(shipments: Shipments, item: ShipmentItem): RequestedShipment[] {
  const last = shipments.at(-1);
  if (!last) return [];
  return [{ id: nextId(last), method: last.method, price: '0', discount: '0', fee: '0', taxRate: '0', taxTotal: '0', items: [item] }];
}

/** Of the shipment after the last one that the order has ever had. */
export function nextId(last: RequestedShipment): string {
  return derivedId('next', last.id);
}

/** Whether edits may take from a shipment and add to it: it has not left the house, nor was it given up. */
export function isOpen(shipment: RequestedShipment, closed: ReadonlySet<string>): boolean {
  return !isWithdrawn(shipment) && !closed.has(shipment.id);
}

/** Pieces of a line in all shipments. */
export function shippedQuantity(shipments: Shipments, lineId: string): number {
  return shipments.reduce((sum, shipment) => sum + quantityIn(shipment, lineId), 0);
}

export function quantityIn({ items }: RequestedShipment, lineId: string): number {
  return items.find((item) => item.lineId === lineId)?.quantity ?? 0;
}

/** The shipment with so many pieces of a line. */
export function withItem(shipment: RequestedShipment, lineId: string, quantity: number): RequestedShipment {
  if (quantityIn(shipment, lineId) === quantity) return shipment;
  const others = shipment.items.filter((item) => item.lineId !== lineId);
  if (quantity === 0) return { ...shipment, items: others };
  if (others.length === shipment.items.length) return { ...shipment, items: [...others, { lineId, quantity }] };
  return { ...shipment, items: shipment.items.map((item) => (item.lineId === lineId ? { lineId, quantity } : item)) };
}
