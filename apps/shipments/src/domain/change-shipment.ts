import type { OrderEditedData } from '#contracts/events/order.js';
import { ShipmentCancelled, ShipmentChanged } from '#contracts/events/shipment.js';
import { Decimal, exactly } from '#contracts/money.js';
import { isWithdrawn, type RequestedShipment } from '#contracts/order.js';
import type { Decision } from '#contracts/refusals.js';
import { emptied } from './package-contents.js';
import type { Shipment, ShipmentEvent } from './shipment.js';

/** A shipment follows what an edit of its order made of it; one that was given up, or merged into another, is emptied, and cancelled. */
export function changeShipment(shipment: Shipment | null, edit: OrderEditedData, requested: RequestedShipment): Decision<ShipmentEvent> {
  if (shipment === null) throw new Error(`order ${edit.orderId} changes shipment ${requested.id}, which is not there`);
  if (shipment.status === 'Cancelled') return [];
  const { price, discount, fee } = requested;
  const { shipmentId, number, orderId, currency, status, deliveryAddress } = shipment;
  const products = new Map<string, { sku: string; name: string }>([
    ...shipment.items.map((item) => [item.lineId, item] as const),
    ...edit.lines.map((line) => [line.id, line] as const),
  ]);
  const items = requested.items.map(({ lineId, quantity }) => {
    const product = products.get(lineId);
    if (!product) throw new Error(`line ${lineId} of order ${edit.orderId} is in no event`);
    return { orderId: edit.orderId, lineId, sku: product.sku, name: product.name, quantity };
  });
  const unpacked = emptied(shipment.packages ?? [], items);
  const amount = exactly(Decimal(price).plus(fee).minus(discount));
  return [
    ShipmentChanged({
      shipmentId,
      number,
      orderId,
      currency,
      price,
      discount,
      fee,
      amount,
      status,
      items,
      ...(deliveryAddress === undefined ? {} : { deliveryAddress }),
      ...(unpacked.length > 0 && { emptied: unpacked }),
    }),
    ...(isWithdrawn(requested) ? [ShipmentCancelled({ shipmentId, number, orderId, currency, amount })] : []),
  ];
}
