import { isDeepStrictEqual } from 'node:util';
import type { RecordedOperation } from '#contracts/commands/edit-order.js';
import type { ApplyReturn, Exchange } from '#contracts/commands/return-goods.js';
import { OrderEdited, type OrderEditedData } from '#contracts/events/order.js';
import { Decimal, exactly, sum } from '#contracts/money.js';
import { type Decision, isRefusal, type Refusal, refuse } from '#contracts/refusals.js';
import type { OrderReturn, ReceivedItem, ReturnReceipt } from '#contracts/returns.js';
import type { ShipmentItem } from '#contracts/shipping.js';
import type { EditPolicy } from './edit-operations.js';
import { editOrder } from './edit-order.js';
import type { Order, OrderEvent } from './order.js';
import { nextId } from './shipped-quantities.js';

/**
 * What came back with a return, and the new lines of an exchange, are one edit of the order. Received again with the same, it stays as it is. Of
 * the pieces that did not come, nothing is expected any more. Rule: docs/adr/0018-returns-are-claimed-and-received-on-the-order.md.
 */
export function receiveReturn(order: Order, returnId: string, asked: ApplyReturn, policy: EditPolicy, now: string): Decision<OrderEvent> {
  const claim = order.returns?.find(({ id }) => id === returnId);
  if (!claim) return refuse('return-not-found', `the order has no return "${returnId}"`);
  if (claim.receipt) return isDeepStrictEqual(claim.receipt.items, asked.items) ? [] : alreadyReceived(claim.receipt);
  if (claim.released) return refuse('return-closed', `it was ${claim.released.outcome.toLowerCase()} at ${claim.released.at}`);
  const items = piecesOf(asked.items);
  const obstacle = itemsObstacle(claim, asked.items, items) ?? refundObstacle(order, asked);
  if (obstacle) return obstacle;
  const edit = editedBy(order, operationsOf(order, returnId, asked), policy, now);
  if (isRefusal(edit)) return withOwnPath(edit);
  const { exchange: _, number, ...receipt } = asked;
  return [
    OrderEdited({ ...edit, received: { ...claim, ...(number !== undefined && { number }), items, receipt: { at: now, ...receipt } } }),
  ];
}

/** A return is received once, also where two tell at once what has come. */
function alreadyReceived({ at }: ReturnReceipt): Refusal {
  return refuse('return-closed', `it was received at ${at}`);
}

function operationsOf(
  { shipments }: Order,
  returnId: string,
  { items, restockingFee, exchange }: ApplyReturn,
): readonly RecordedOperation[] {
  const returned = { op: 'returnItems' as const, returnId, items: [...items], ...(restockingFee !== undefined && { restockingFee }) };
  return exchange ? [returned, ...exchanged(exchange, shipments)] : [returned];
}

/** The new lines, in a new shipment. */
function exchanged({ lines, method, ...shipment }: Exchange, shipments: Order['shipments']): RecordedOperation[] {
  const last = shipments.at(-1);
  if (!last) throw new Error('nothing comes back of an order without shipments');
  const shipmentId = nextId(last);
  return [
    { op: 'addShipment', method: method ?? last.method, ...shipment },
    ...lines.map((line) => ({ op: 'addItem' as const, ...line, shipmentId })),
  ];
}

/** The edit; a discount on the whole order is never more than what the customer keeps. */
function editedBy(order: Order, operations: readonly RecordedOperation[], policy: EditPolicy, now: string): OrderEditedData | Refusal {
  const without: RecordedOperation = { op: 'changeOrderDiscount', discount: '0' };
  const undiscounted = editDataOf(editOrder(order, [...operations, without], policy, now));
  if (isRefusal(undiscounted)) return undiscounted;
  const goods = goodsAfter(order, undiscounted);
  const most: RecordedOperation = { op: 'changeOrderDiscount', discount: exactly(goods) };
  return editDataOf(editOrder(order, goods.lt(order.discount) ? [...operations, most] : operations, policy, now));
}

function editDataOf(decision: Decision<OrderEvent>): OrderEditedData | Refusal {
  return isRefusal(decision) ? decision : (decision[0]?.data as OrderEditedData);
}

function goodsAfter({ lines }: Order, edit: OrderEditedData): Decimal {
  const changed = new Map(edit.lines.map((line) => [line.id, line]));
  const known = new Set(lines.map(({ id }) => id));
  const all = [...lines.map((line) => changed.get(line.id) ?? line), ...edit.lines.filter(({ id }) => !known.has(id))];
  return sum(all.map(({ extendedPrice }) => Decimal(extendedPrice)));
}

function itemsObstacle({ items }: OrderReturn, asked: readonly ReceivedItem[], received: readonly ShipmentItem[]): Refusal | undefined {
  for (const { lineId, quantity } of received) {
    const at = `items[${asked.findLastIndex((item) => item.lineId === lineId)}]`;
    const expected = items.find((item) => item.lineId === lineId)?.quantity;
    if (expected === undefined) return refuse('line-not-found', `nothing of line "${lineId}" is on its way back`, `${at}.lineId`);
    if (quantity > expected) {
      const detail = `of line ${lineId}, ${expected} are on their way back, not ${quantity}`;
      return { ...refuse('quantity-above-sent', detail, `${at}.quantity`), more: { lineId, left: expected, asked: quantity } };
    }
  }
  return undefined;
}

/** The refunds of two returns are one amount as long as the tax after them is not known, so they go to one place. */
function refundObstacle({ refundDue, customer }: Order, { refund }: ApplyReturn): Refusal | undefined {
  if (refund === 'credit' && !customer)
    return refuse('payer-not-known', 'store credit is of a customer, and the order names none', 'refund');
  if (refund === undefined || refundDue === undefined || refundDue === refund) return undefined;
  return refuse('tax-not-calculated', 'another return is refunded elsewhere as soon as its tax is known; try again in a moment', 'refund');
}

/** All pieces of each line, whatever their condition. */
function piecesOf(items: readonly ReceivedItem[]): ShipmentItem[] {
  const quantities = new Map<string, number>();
  for (const { lineId, quantity } of items) quantities.set(lineId, (quantities.get(lineId) ?? 0) + quantity);
  return [...quantities].map(([lineId, quantity]) => ({ lineId, quantity }));
}

/** The refusal of an operation, with the path of what it came of. */
function withOwnPath({ path, ...refusal }: Refusal): Refusal {
  const [, place, own] = path?.match(/^operations\[(\d+)\](?:\.(.+))?$/) ?? [];
  if (place === undefined) return path === undefined ? refusal : { ...refusal, path };
  const field = own === undefined || own === 'op' ? '' : `.${own}`;
  if (place === '0') return field === '' ? refusal : { ...refusal, path: field.slice(1) };
  return { ...refusal, path: `exchange${place === '1' ? '' : `.lines[${Number(place) - 2}]`}${field}` };
}
