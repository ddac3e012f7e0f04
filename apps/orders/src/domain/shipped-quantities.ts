import type { RequestedShipment } from '#contracts/order.js';

type Shipments = readonly RequestedShipment[];

/** The shipments without a line that the order no longer has. */
export function withoutLine(shipments: Shipments, lineId: string): RequestedShipment[] {
  return shipments.map((shipment) => withItem(shipment, lineId, 0));
}

/**
 * The shipments after a line's quantity changed. More joins the shipment that is named, else the last one with the line, else the first one;
 * less leaves what no shipment has, then the last shipments with the line.
 */
export function changeShipped(
  shipments: Shipments,
  lineId: string,
  before: number,
  after: number,
  shipmentId?: string,
): RequestedShipment[] {
  if (after >= before) {
    const target =
      shipments.find(({ id }) => id === shipmentId) ?? shipments.findLast((each) => quantityIn(each, lineId) > 0) ?? shipments[0];
    return shipments.map((each) => (each === target ? withItem(each, lineId, quantityIn(each, lineId) + after - before) : each));
  }
  let excess = shipments.reduce((sum, shipment) => sum + quantityIn(shipment, lineId), 0) - after;
  return shipments
    .toReversed()
    .map((shipment) => {
      const taken = Math.min(Math.max(excess, 0), quantityIn(shipment, lineId));
      excess -= taken;
      return taken === 0 ? shipment : withItem(shipment, lineId, quantityIn(shipment, lineId) - taken);
    })
    .toReversed();
}

function quantityIn({ items }: RequestedShipment, lineId: string): number {
  return items.find((item) => item.lineId === lineId)?.quantity ?? 0;
}

function withItem(shipment: RequestedShipment, lineId: string, quantity: number): RequestedShipment {
  if (quantityIn(shipment, lineId) === quantity) return shipment;
  const others = shipment.items.filter((item) => item.lineId !== lineId);
  if (quantity === 0) return { ...shipment, items: others };
  if (others.length === shipment.items.length) return { ...shipment, items: [...others, { lineId, quantity }] };
  return { ...shipment, items: shipment.items.map((item) => (item.lineId === lineId ? { lineId, quantity } : item)) };
}
