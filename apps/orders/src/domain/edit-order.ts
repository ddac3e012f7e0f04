import type { RecordedOperation } from '#contracts/commands/edit-order.js';
import { OrderEdited } from '#contracts/events/order.js';
import { MAX_LINES } from '#contracts/fields.js';
import { Decimal, zero } from '#contracts/money.js';
import { isWithdrawn, type RequestedShipment } from '#contracts/order.js';
import type { OrderLine } from '#contracts/order-line.js';
import { type Decision, isRefusal, type Refusal, refuse } from '#contracts/refusals.js';
import type { Rounding } from '#contracts/tax-rounding.js';
import { claimedQuantities } from './claim-shipment.js';
import { applyOperation, type EditedContent, type EditPolicy } from './edit-operations.js';
import { blockingHolds, heldBy } from './holds.js';
import type { Order, OrderEvent } from './order.js';
import { amountObstacle } from './placement-obstacles.js';
import { returningQuantities } from './returned-quantities.js';
import { discountRateOf, orderTotals, priceLine, shipmentTax } from './totals.js';

/** Several operations become one change of the order, or none of them does. Its totals hold the tax as far as it is known. */
export function editOrder(order: Order, operations: readonly RecordedOperation[], policy: EditPolicy, now: string): Decision<OrderEvent> {
  if (order.cancelledAt !== undefined) return refuse('order-cancelled', `it was cancelled at ${order.cancelledAt}`);
  const held = heldBy(blockingHolds(order, 'edit', now, namedLines(order, operations)));
  if (held) return held;
  const claimed = claimedQuantities(order);
  let content: EditedContent = {
    ...order,
    closed: new Set(order.claims?.map(({ id }) => id)),
    claimed,
    returning: returningQuantities(order),
  };
  for (const [index, operation] of operations.entries()) {
    const next = applyOperation(content, operation, order.currency, policy);
    if (isRefusal(next)) return { ...next, path: `operations[${index}].${next.path ?? 'op'}` };
    const shipped = shippedObstacle(content, next, claimed);
    if (shipped) return { ...shipped, path: `operations[${index}].${shipped.path}` };
    content = next;
  }
  if (content.lines.length === 0) return refuse('no-line-left', 'cancel the order instead', 'operations');
  if (content.lines.length > MAX_LINES) return refuse('too-many-lines', `at most ${MAX_LINES}`, 'operations');

  const lines = content.lines.map((line) => (order.lines.includes(line) ? line : repriced(line, order.currency, policy.rounding)));
  const known = new Map(order.shipments.map((shipment) => [shipment.id, shipment]));
  // What was opened and given up by the same edit has never been there.
  const kept = content.shipments.filter((shipment) => !isWithdrawn(shipment) || known.has(shipment.id));
  const shipments = kept.map((shipment) =>
    order.shipments.includes(shipment)
      ? shipment
      : { ...shipment, taxTotal: shipmentTax(shipment, shipment.currency ?? order.currency, policy.rounding) },
  );
  const taxRate = policy.ownRates ? order.taxRate : discountRateOf(lines, order.pricesIncludeTax);
  const edited = { ...content, lines, shipments, taxRate, currency: order.currency, payments: order.payments };
  // A provider outside may have taken the discount off each line's tax; until it tells again, all count by their rates, and so does the discount.
  const isShared = !policy.ownRates && !Decimal(content.discount).eq(zero);
  const byRate = isShared ? lines.map((line) => repriced(line, order.currency, policy.rounding)) : lines;
  const totals = orderTotals({ ...edited, lines: byRate }, policy.rounding);
  const obstacle = amountObstacle(edited, totals);
  if (obstacle) return { ...obstacle, path: `operations[${firstRefused(order, operations, policy, now)}]` };

  const changedShipments = shipments.filter((shipment) => !order.shipments.includes(shipment));
  const moved = movedLines(known, changedShipments);
  const opened = changedShipments.filter(({ id }) => !known.has(id));
  const deliveryAddress = order.addresses.shipping;
  const customerId = order.customer?.id;
  const left = new Set(lines.map(({ id }) => id));
  return [
    OrderEdited({
      orderId: order.orderId,
      number: order.number,
      storeId: order.storeId,
      currency: order.currency,
      operations: [...operations],
      lines: lines.filter((line) => moved.has(line.id) || !order.lines.includes(line)),
      removedLines: order.lines.filter(({ id }) => !left.has(id)).map(({ id }) => ({ id })),
      lastLine: content.lastLine,
      shipments: changedShipments,
      ...(opened.length > 0 && {
        openedShipments: opened.map(({ id }) => ({
          id,
          ...(deliveryAddress && { deliveryAddress }),
          ...(customerId !== undefined && { customerId }),
        })),
      }),
      discount: content.discount,
      ...(content.discounts === undefined ? {} : { discounts: content.discounts }),
      fee: content.fee,
      taxRate,
      totals,
    }),
  ];
}

/** The position of the operation with which the amounts no longer fit: with those up to it the edit is refused, with those before it is not. */
function firstRefused(order: Order, operations: readonly RecordedOperation[], policy: EditPolicy, now: string): number {
  let [fits, refused] = [0, operations.length];
  while (refused - fits > 1) {
    const middle = Math.floor((fits + refused) / 2);
    if (isRefusal(editOrder(order, operations.slice(0, middle), policy, now))) refused = middle;
    else fits = middle;
  }
  return refused - 1;
}

/** What stands against an operation on a line of which something has left the house and, but for the product, not come back. */
function shippedObstacle(before: EditedContent, after: EditedContent, claimed: ReadonlyMap<string, number>): Refusal | undefined {
  for (const [lineId, left] of claimed) {
    const [line, next] = [before, after].map(({ lines }) => lines.find(({ id }) => id === lineId));
    const shipped = left - ((next ?? line)?.returnedQuantity ?? 0);
    const numbers = { lineId, ordered: line?.quantity, shipped };
    if (!next || next.quantity < shipped) {
      const asked = next?.quantity ?? 0;
      const detail = `line ${lineId}: ${shipped} of ${line?.quantity} have left the house, so it cannot come to ${asked}`;
      return { ...refuse('already-shipped', detail, next ? 'quantity' : 'lineId'), more: { ...numbers, asked } };
    }
    if (next.sku !== line?.sku) {
      return { ...refuse('already-shipped', `line ${lineId}: ${shipped} of ${line?.sku} have left the house`, 'sku'), more: numbers };
    }
  }
  return undefined;
}

/** The lines that are in a shipment which did not have them, so that it learns what they are. */
function movedLines(before: ReadonlyMap<string, RequestedShipment>, changed: readonly RequestedShipment[]): ReadonlySet<string> {
  return new Set(
    changed.flatMap(({ id, items }) => {
      const had = new Set(before.get(id)?.items.map(({ lineId }) => lineId));
      return items.flatMap(({ lineId }) => (had.has(lineId) ? [] : [lineId]));
    }),
  );
}

/** The lines that operations name; one on every line names all, and a shipment that is merged or cancelled those that it holds. */
function namedLines(order: Order, operations: readonly RecordedOperation[]): ReadonlySet<string> {
  if (operations.some((operation) => operation.op === 'changeTax' && operation.lineId === undefined)) {
    return new Set(order.lines.map(({ id }) => id));
  }
  return new Set(
    operations.flatMap((operation) => {
      if (operation.op === 'mergeShipments') return linesIn(order, operation.from);
      if (operation.op === 'cancelShipment') return linesIn(order, [operation.shipmentId]);
      if ('items' in operation) return operation.items?.map(({ lineId }) => lineId) ?? [];
      return 'lineId' in operation && operation.lineId !== undefined ? [operation.lineId] : [];
    }),
  );
}

function linesIn({ shipments }: Order, ids: readonly string[]): string[] {
  return shipments.flatMap(({ id, items }) => (ids.includes(id) ? items.map(({ lineId }) => lineId) : []));
}

/** Its amounts anew from price, discount and quantity, its tax by the rate that it has. */
function repriced(line: OrderLine, currency: string, rounding: Rounding): OrderLine {
  const { listTotal: _, discountTotal: __, extendedPrice: ___, placedPrice: ____, taxTotal: _____, ...agreed } = line;
  return priceLine(agreed, currency, rounding);
}
