import { isWithdrawn } from '#contracts/order.js';
import type { Order } from './order.js';

/** Whether everything that placing or editing set off has come to an end: tax known, each payment answered, each shipment opened. */
export function isSettled(order: Pick<Order, 'tax' | 'payments' | 'shipments' | 'documents' | 'cancelledAt'>): boolean {
  const statusOf = new Map(order.documents.map((document) => [document.id, document.status]));
  // What was invoiced of a cancelled order is taken back by people.
  if (order.cancelledAt !== undefined) return order.documents.every(({ type, status }) => type === 'invoice' || isOver(status));
  return (
    order.tax.status === 'calculated' &&
    order.payments.every(({ id }) => !['New', 'Pending', undefined].includes(statusOf.get(id))) &&
    order.shipments.every((shipment) => (isWithdrawn(shipment) ? statusOf.get(shipment.id) === 'Cancelled' : statusOf.has(shipment.id)))
  );
}

function isOver(status: string): boolean {
  return status === 'Cancelled' || status === 'Voided' || status === 'Declined' || status === 'Refunded';
}
