import { ShipmentOpened } from '#contracts/events/shipment.js';
import { Decimal, exactly } from '#contracts/money.js';
import type { PlacedOrder, RequestedShipment } from '#contracts/order.js';
import type { Address } from '#contracts/parties.js';
import type { Decision } from '#contracts/refusals.js';
import { wishesOf } from '#contracts/shipment-details.js';
import type { Shipment, ShipmentEvent } from './shipment.js';

/** The shipment's own facts, taken before the decision. */
export interface ShipmentHead {
  readonly number: string;
  readonly fulfilmentCentre: string;
  /** Of what is new, where it is another than `New`. */
  readonly status?: string;
}

/** An order, or an edit of one, as far as a shipment that it opens goes. */
export type ShippingOrder = Pick<PlacedOrder, 'orderId' | 'number' | 'storeId' | 'currency' | 'lines'> & {
  readonly deliveryAddress?: Address;
  readonly customerId?: string;
};

/** A shipment that an order asks for is opened, with the items as the order names them. */
export function openShipment(
  shipment: Shipment | null,
  head: ShipmentHead,
  order: ShippingOrder,
  requested: RequestedShipment,
): Decision<ShipmentEvent> {
  if (shipment !== null) return [];
  const { id, method, price, discount, fee, taxRate, fulfilmentCentre = head.fulfilmentCentre } = requested;
  const lines = new Map(order.lines.map((line) => [line.id, line]));
  return [
    ShipmentOpened({
      ...head,
      ...wishesOf(requested),
      fulfilmentCentre,
      ...(requested.fulfilmentCentre !== undefined && { centreAsked: true }),
      shipmentId: id,
      orderId: order.orderId,
      orderNumber: order.number,
      storeId: order.storeId,
      method,
      currency: requested.currency ?? order.currency,
      price,
      discount,
      fee,
      taxRate,
      amount: exactly(Decimal(price).plus(fee).minus(discount)),
      ...(order.deliveryAddress === undefined ? {} : { deliveryAddress: order.deliveryAddress }),
      ...(order.customerId === undefined ? {} : { customerId: order.customerId }),
      items: requested.items.map(({ lineId, quantity }) => {
        const line = lines.get(lineId);
        if (!line) throw new Error(`order ${order.orderId} has no line ${lineId}`);
        return { orderId: order.orderId, lineId, sku: line.sku, name: line.name, quantity };
      }),
    }),
  ];
}
