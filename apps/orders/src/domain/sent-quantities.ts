import type { DocumentSummary, RequestedShipment, ShipmentStatus } from '#contracts/order.js';
import type { OrderLine } from '#contracts/order-line.js';

/** Pieces that have left the house, and of those the ones that have arrived; what came back is in both. */
export interface SentQuantity {
  readonly sent: number;
  readonly delivered: number;
}

type Wanted = Pick<OrderLine, 'quantity' | 'returnedQuantity'>;

/** Of each line, by what the order knows of its shipments; lines of which nothing was sent are not in it. */
export function sentQuantities(order: {
  readonly shipments: readonly Pick<RequestedShipment, 'id' | 'items'>[];
  readonly documents: readonly Pick<DocumentSummary, 'id' | 'status'>[];
}): ReadonlyMap<string, SentQuantity> {
  const statusOf = new Map(order.documents.map(({ id, status }) => [id, status]));
  const quantities = new Map<string, SentQuantity>();
  for (const { id, items } of order.shipments) {
    const isDelivered = statusOf.get(id) === 'Delivered';
    if (!isDelivered && statusOf.get(id) !== 'Sent') continue;
    for (const { lineId, quantity } of items) {
      const { sent, delivered } = quantities.get(lineId) ?? { sent: 0, delivered: 0 };
      quantities.set(lineId, { sent: sent + quantity, delivered: delivered + (isDelivered ? quantity : 0) });
    }
  }
  return quantities;
}

/** How far what is wanted has come, of one line or of several together. */
export function shipmentStatusOf(lines: readonly Wanted[], quantities: readonly SentQuantity[]): ShipmentStatus {
  const wanted = total(lines, ({ quantity }) => quantity);
  const returned = total(lines, ({ returnedQuantity = 0 }) => returnedQuantity);
  const sent = total(quantities, (each) => each.sent);
  const delivered = total(quantities, (each) => each.delivered);
  if (sent === 0) return 'NotSent';
  if (wanted === 0 && sent === returned) return 'Returned';
  if (sent - returned < wanted) return 'PartiallySent';
  if (delivered === sent) return 'Delivered';
  return delivered === 0 ? 'Sent' : 'PartiallyDelivered';
}

function total<Item>(items: readonly Item[], amount: (item: Item) => number): number {
  return items.reduce((sum, item) => sum + amount(item), 0);
}
