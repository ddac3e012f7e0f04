import type { AddShipment, CancelShipment, MergeShipments, SplitShipment } from '#contracts/commands/edit-order.js';
import { MAX_SHIPMENTS } from '#contracts/commands/edit-order.js';
import { Decimal, exactly, sum, zero } from '#contracts/money.js';
import type { RequestedShipment } from '#contracts/order.js';
import type { OrderLine } from '#contracts/order-line.js';
import { type Refusal, refuse } from '#contracts/refusals.js';
import { wishesOf } from '#contracts/shipment-details.js';
import type { ShipmentItem } from '#contracts/shipping.js';
import { shipmentObstacle } from './shipment-obstacle.js';
import { isOpen, nextId, quantityIn, type Shipments, shippedQuantity, withItem } from './shipped-quantities.js';
import { shipmentTotal } from './totals.js';

/** A unit amount has 12 digits before the point. */
const TOO_LARGE = '1000000000000';

/** An order as far as its shipments share out its lines. */
interface SharedOut {
  readonly lines: readonly OrderLine[];
  readonly shipments: Shipments;
  /** Shipments that have left the house. */
  readonly closed: ReadonlySet<string>;
}

/** The shipments after pieces of one went with a new one; or what stands against it, with the operation's own field as path. */
export function splitShipment(content: SharedOut, asked: SplitShipment): RequestedShipment[] | Refusal {
  const { shipments } = content;
  const { shipmentId, items, method, fulfilmentCentre } = asked;
  const obstacle = shipmentObstacle(content, shipmentId, 'shipmentId') ?? itemsObstacle(content, items);
  if (obstacle) return obstacle;
  const source = shipments.find(({ id }) => id === shipmentId) as RequestedShipment;
  let rest = source;
  for (const [index, { lineId, quantity }] of items.entries()) {
    const there = quantityIn(source, lineId);
    if (quantity > there) {
      const detail = `shipment ${shipmentId} has ${there} of line ${lineId}, not ${quantity}`;
      return {
        ...refuse('not-in-shipment', detail, `items[${index}].quantity`),
        more: { shipmentId, lineId, available: there, asked: quantity },
      };
    }
    rest = withItem(rest, lineId, there - quantity);
  }
  if (rest.items.length === 0) return leftEmpty(source, 'items');
  const { currency, taxRate } = source;
  const centre = fulfilmentCentre ?? source.fulfilmentCentre;
  const own = { ...(currency && { currency }), taxRate, ...(centre && { fulfilmentCentre: centre }) };
  return withNew(
    shipments.map((shipment) => (shipment === source ? rest : shipment)),
    { ...own, ...costs(asked), ...wishesOf(asked), method: method ?? source.method, items },
  );
}

/**
 * The shipments after some of them went into another. They stay, empty and at no cost, so that no id is ever used again, and say where they
 * went.
 */
export function mergeShipments(content: SharedOut, { from, into, ...amounts }: MergeShipments): RequestedShipment[] | Refusal {
  const { shipments } = content;
  const obstacle = shipmentObstacle(content, into, 'into');
  if (obstacle) return obstacle;
  for (const [index, id] of from.entries()) {
    const path = `from[${index}]`;
    if (id === into) return refuse('nothing-to-move', `shipment ${id} would go into itself`, path);
    const notThis = shipmentObstacle(content, id, path);
    if (notThis) return notThis;
  }
  const sources = shipments.filter(({ id }) => from.includes(id));
  const target = shipments.find(({ id }) => id === into) as RequestedShipment;
  const other = sources.find(({ currency }) => currency !== target.currency);
  if (other) {
    const [theirs, its] = [other.currency ?? "the order's", target.currency ?? "the order's"];
    return refuse(
      'shipment-currencies-differ',
      `shipment ${other.id} costs in ${theirs}, ${into} in ${its}`,
      `from[${from.indexOf(other.id)}]`,
    );
  }
  const added = (name: 'price' | 'discount' | 'fee') =>
    amounts[name] ?? exactly(sum([target, ...sources].map((shipment) => Decimal(shipment[name]))));
  const filled = sources
    .flatMap(({ items }) => items)
    .reduce((shipment, { lineId, quantity }) => withItem(shipment, lineId, quantityIn(shipment, lineId) + quantity), target);
  const merged = { ...filled, price: added('price'), discount: added('discount'), fee: added('fee') };
  const expensive = sizeObstacle(merged) ?? discountObstacle(merged);
  if (expensive) return expensive;
  const gone = new Set(from);
  return shipments.map((shipment) => {
    if (shipment === target) return merged;
    if (gone.has(shipment.id)) return { ...shipment, ...costs({}), items: [], mergedInto: into };
    return gone.has(shipment.mergedInto ?? '') ? { ...shipment, mergedInto: into } : shipment;
  });
}

/** The shipments after one was given up: it stays, empty and at no cost, and its pieces are in none. */
export function cancelShipment(content: SharedOut, { shipmentId }: CancelShipment): RequestedShipment[] | Refusal {
  const obstacle = shipmentObstacle(content, shipmentId, 'shipmentId');
  if (obstacle) return obstacle;
  return content.shipments.map((each) => (each.id === shipmentId ? { ...each, ...costs({}), items: [], isCancelled: true } : each));
}

/** The shipments and one more, with pieces that none has, then of the last ones that have not left the house. */
export function addShipment(content: SharedOut, asked: AddShipment): RequestedShipment[] | Refusal {
  const { lines, closed } = content;
  const taxRate = content.shipments.at(-1)?.taxRate ?? '0';
  const { method, fulfilmentCentre, items = [] } = asked;
  const obstacle = itemsObstacle(content, items);
  if (obstacle) return obstacle;
  let shipments = [...content.shipments];
  for (const [index, { lineId, quantity }] of items.entries()) {
    const ordered = lines.find(({ id }) => id === lineId)?.quantity ?? 0;
    const unshipped = Math.max(ordered - shippedQuantity(shipments, lineId), 0);
    const open = shipments.filter((shipment) => isOpen(shipment, closed));
    const available = unshipped + shippedQuantity(open, lineId);
    if (quantity > available) {
      const detail = `${available} of line ${lineId} have not left the house, not ${quantity}`;
      return { ...refuse('not-in-shipment', detail, `items[${index}].quantity`), more: { lineId, available, asked: quantity } };
    }
    shipments = takenFromLast(shipments, closed, lineId, Math.max(quantity - unshipped, 0));
  }
  const emptied = content.shipments.find(({ items: before }, index) => before.length > 0 && shipments[index]?.items.length === 0);
  if (emptied) return leftEmpty(emptied, 'items');
  return withNew(shipments, { ...costs(asked), ...wishesOf(asked), method, ...(fulfilmentCentre && { fulfilmentCentre }), taxRate, items });
}

function takenFromLast(shipments: Shipments, closed: ReadonlySet<string>, lineId: string, quantity: number): RequestedShipment[] {
  let rest = quantity;
  return shipments
    .toReversed()
    .map((shipment) => {
      const there = quantityIn(shipment, lineId);
      const taken = isOpen(shipment, closed) ? Math.min(rest, there) : 0;
      rest -= taken;
      return taken === 0 ? shipment : withItem(shipment, lineId, there - taken);
    })
    .toReversed();
}

function withNew(shipments: Shipments, asked: Omit<RequestedShipment, 'id' | 'taxTotal'>): RequestedShipment[] | Refusal {
  const last = shipments.at(-1);
  if (!last) return refuse('prototype-without-documents', 'a prototype has no shipments', 'op');
  if (shipments.length >= MAX_SHIPMENTS)
    return refuse('too-many-shipments', `at most ${MAX_SHIPMENTS}, those that were merged among them`, 'op');
  const items = asked.items.map(({ lineId, quantity }) => ({ lineId, quantity }));
  return discountObstacle(asked) ?? [...shipments, { id: nextId(last), ...asked, taxTotal: '0', items }];
}

/** What stands against the pieces that are named. */
function itemsObstacle({ lines }: SharedOut, items: readonly ShipmentItem[]): Refusal | undefined {
  const named = new Set<string>();
  for (const [index, { lineId }] of items.entries()) {
    const path = `items[${index}].lineId`;
    if (!lines.some(({ id }) => id === lineId)) return refuse('line-not-found', `there is no line "${lineId}"`, path);
    if (named.has(lineId)) return refuse('invalid-input', `line ${lineId} is named twice; add up its quantities`, path);
    named.add(lineId);
  }
  return undefined;
}

function costs({ price = '0', discount = '0', fee = '0' }: { price?: string; discount?: string; fee?: string }) {
  return { price, discount, fee };
}

function discountObstacle(shipment: Pick<RequestedShipment, 'price' | 'discount' | 'fee'>): Refusal | undefined {
  if (shipmentTotal(shipment).gte(zero)) return undefined;
  const most = Decimal(shipment.price).plus(shipment.fee).toFixed();
  return refuse('discount-exceeds-price', `the discount, ${shipment.discount}, is larger than price and fee, ${most}`, 'discount');
}

/** What stands against amounts that were added up: each must still be a unit amount. */
function sizeObstacle(shipment: Pick<RequestedShipment, 'price' | 'discount' | 'fee'>): Refusal | undefined {
  const name = (['price', 'discount', 'fee'] as const).find((each) => Decimal(shipment[each]).gte(TOO_LARGE));
  return name && refuse('amount-too-large', `the ${name}, ${shipment[name]}, must be below ${TOO_LARGE}`, name);
}

function leftEmpty({ id, items }: RequestedShipment, path: string): Refusal {
  const pieces = items.reduce((total, { quantity }) => total + quantity, 0);
  return {
    ...refuse('shipment-left-empty', `that is all of shipment ${id}, ${pieces} pieces`, path),
    more: { shipmentId: id, available: pieces },
  };
}
