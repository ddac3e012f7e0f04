import type { OrderView } from '#contracts/order.js';
import type { Stored } from '#platform/aggregate-document.js';
import { bookkeeping, type Order } from '../domain/order.js';

const hidden = new Set<string>([...bookkeeping, 'orderId', 'draft']);

/** An order as clients see it. */
export function orderView({ id, version, state, createdAt, modifiedAt }: Stored<Order>): OrderView {
  const content = Object.fromEntries(Object.entries(state).filter(([name]) => !hidden.has(name)));
  return { id, version, createdAt: createdAt.toISOString(), modifiedAt: modifiedAt.toISOString(), ...content } as OrderView;
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
  return { ...view, ...draft };
}
