import type { OrderLineView, OrderView } from '#contracts/order.js';
import type { Stored } from '#platform/aggregate-document.js';
import { bookkeeping, type Order } from '../domain/order.js';
import { sentQuantities, shipmentStatusOf } from '../domain/sent-quantities.js';

const hidden = new Set<string>([...bookkeeping, 'orderId', 'draft']);

/** An order as clients see it. */
export function orderView({ id, version, state, createdAt, modifiedAt }: Stored<Order>): OrderView {
  const content = Object.fromEntries(Object.entries(state).filter(([name]) => !hidden.has(name)));
  const lines = linesView(state);
  return { id, version, createdAt: createdAt.toISOString(), modifiedAt: modifiedAt.toISOString(), ...content, lines } as OrderView;
}

function linesView(order: Order): OrderLineView[] {
  const quantities = sentQuantities(order);
  return order.lines.map((line) => {
    const sent = quantities.get(line.id) ?? { sent: 0, delivered: 0 };
    return { ...line, shipmentStatus: shipmentStatusOf([line], [sent]), sentQuantity: sent.sent, deliveredQuantity: sent.delivered };
  });
}

/** A draft as clients see it: the order that it would become, without what has not happened. */
export function draftView(stored: Stored<Order>) {
  const { draft } = stored.state;
  const {
    placedAt: _,
    tax: __,
    documents: ___,
    paymentStatus: ____,
    shipmentStatus: _____,
    balance: ______,
    holds: _______,
    ...view
  } = orderView(stored);
  return { ...view, lines: stored.state.lines, ...draft };
}
