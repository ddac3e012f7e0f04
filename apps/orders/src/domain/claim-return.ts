import type { ClaimReturn } from '#contracts/commands/return-goods.js';
import { OrderReturnClaimed } from '#contracts/events/order.js';
import type { RequestedReturn } from '#contracts/events/return.js';
import type { OrderLine } from '#contracts/order-line.js';
import { type Decision, isRefusal, type Refusal, refuse } from '#contracts/refusals.js';
import { MAX_RETURNS } from '#contracts/returns.js';
import { goneQuantities, sameItems } from './claim-shipment.js';
import type { EditPolicy } from './edit-operations.js';
import { afterEvents, type Order, type OrderEvent } from './order.js';
import { receiveReturn } from './receive-return.js';
import { replacedQuantity, returningQuantities } from './returned-quantities.js';

/**
 * Pieces that have left the house are to come back. From then on no other return can have them. Claimed again, it stays as it is, also when
 * it is over. Rule: docs/adr/0018-returns-are-claimed-and-received-on-the-order.md.
 */
export function claimReturn(order: Order, asked: ClaimReturn, policy: EditPolicy, now: string): Decision<OrderEvent> {
  const known = order.returns?.find(({ id }) => id === asked.id);
  if (known)
    return known.receipt || sameItems(known.items, asked.items) ? [] : refuse('idempotency-key-reused', 'it asked for other pieces before');
  const all = previewReturn(order, asked, policy, now);
  return isRefusal(all) ? all : all.slice(0, 1);
}

/**
 * The claim, and the edit that receiving it whole would be. So new lines that the order cannot have are refused when they are asked for. What
 * holds it up now may be over by then.
 */
export function previewReturn(order: Order, asked: ClaimReturn, policy: EditPolicy, now: string): Decision<OrderEvent> {
  const obstacle = claimObstacle(order, asked);
  if (obstacle) return obstacle;
  const { items, restockingFee, refund, exchange } = asked;
  const whole = {
    items: items.map(({ lineId, quantity }) => ({ lineId, quantity, condition: 'new' as const, restock: false })),
    ...(restockingFee !== undefined && { restockingFee }),
    ...(refund && { refund }),
    ...(exchange && { exchange }),
  };
  const claimed = OrderReturnClaimed(requestedReturn(order, asked, now));
  const { refundDue: _, ...settled } = order;
  const received = receiveReturn(afterEvents({ ...settled, holds: [] }, 0, [claimed]), asked.id, whole, policy, now);
  return isRefusal(received) ? received : [claimed, ...received];
}

/** The request with what the order says of it. */
export function requestedReturn(order: Order, { id: returnId, items, ...request }: ClaimReturn, requestedAt: string): RequestedReturn {
  const { orderId, number: orderNumber, storeId, currency, lines } = order;
  const named = items.map((item) => {
    const { sku, name } = lines.find(({ id }) => id === item.lineId) as OrderLine;
    return { ...item, sku, name };
  });
  return { returnId, orderId, orderNumber, storeId, currency, ...request, items: named, requestedAt };
}

function claimObstacle(order: Order, { items, refund }: ClaimReturn): Refusal | undefined {
  if (order.cancelledAt !== undefined) return refuse('order-cancelled', `it was cancelled at ${order.cancelledAt}`);
  if (order.isPrototype) return refuse('prototype-without-documents', 'nothing of it was sent');
  if ((order.returns?.length ?? 0) >= MAX_RETURNS) return refuse('too-many-returns', `at most ${MAX_RETURNS}`);
  if (refund === 'credit' && !order.customer)
    return refuse('payer-not-known', 'store credit is of a customer, and the order names none', 'refund');
  const [sent, returning] = [goneQuantities(order), returningQuantities(order)];
  const named = new Set<string>();
  for (const [index, { lineId, quantity }] of items.entries()) {
    const path = `items[${index}]`;
    if (!order.lines.some(({ id }) => id === lineId)) return refuse('line-not-found', `there is no line "${lineId}"`, `${path}.lineId`);
    if (named.has(lineId)) return refuse('invalid-input', `line ${lineId} is named twice; add up its quantities`, `${path}.lineId`);
    named.add(lineId);
    const numbers = { lineId, sent: sent.get(lineId) ?? 0, returned: returning.get(lineId) ?? 0, asked: quantity };
    const replaced = replacedQuantity(order.lines, lineId);
    const left = Math.max(0, numbers.sent - numbers.returned - replaced);
    if (quantity > left) {
      const gone = `${numbers.returned} are back or on their way${replaced > 0 ? `, ${replaced} were replaced` : ''}`;
      const detail = `of line ${lineId}, ${numbers.sent} were sent and ${gone}: ${left} are left`;
      return { ...refuse('quantity-above-sent', detail, `${path}.quantity`), more: { ...numbers, left } };
    }
  }
  return undefined;
}
