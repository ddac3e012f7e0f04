import type { OrderLine } from '#contracts/order-line.js';
import type { Order } from './order.js';

/** Pieces of a line that were ever wanted to be sent: those that came back among them. */
export function withReturned({ quantity, returnedQuantity = 0 }: Pick<OrderLine, 'quantity' | 'returnedQuantity'>): number {
  return quantity + returnedQuantity;
}

/** Pieces of a line that went once more at no cost. */
export function replacedQuantity(lines: readonly Pick<OrderLine, 'quantity' | 'replacementOf'>[], lineId: string): number {
  return lines.reduce((sum, { quantity, replacementOf }) => sum + (replacementOf === lineId ? quantity : 0), 0);
}

/** Pieces of each line that have come back or are on their way. */
export function returningQuantities({ returns = [] }: Pick<Order, 'returns'>): ReadonlyMap<string, number> {
  const quantities = new Map<string, number>();
  for (const { items } of returns.filter(({ released }) => !released)) {
    for (const { lineId, quantity } of items) quantities.set(lineId, (quantities.get(lineId) ?? 0) + quantity);
  }
  return quantities;
}
