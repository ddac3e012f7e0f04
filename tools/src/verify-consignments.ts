import { amountDifference, difference } from './verify-difference.js';
import { Exact } from './verify-exact.js';
import type { ConsignmentState, OrderState, ShipmentState } from './verify-shapes.js';

/** The documents that must agree with each other. */
interface Documents {
  readonly consignments: readonly ConsignmentState[];
  /** By id, as are the orders. */
  readonly shipments: ReadonlyMap<string, ShipmentState>;
  readonly orders: ReadonlyMap<string, Pick<OrderState, 'claims'>>;
  /** What orders were told that shipments cost, by the shipment's id. */
  readonly toldPrices: ReadonlyMap<string, ReadonlySet<string>>;
}

/** Where consignments and the shipments that go with them differ from each other, a sentence each. */
export function* consignmentDifferences({ consignments, shipments, orders, toldPrices }: Documents): Generator<string> {
  const holders = new Map<string, ConsignmentState>();
  for (const consignment of consignments) {
    const name = `consignment ${consignment.number} (${consignment.id})`;
    for (const text of ownDifferences(consignment)) yield `${name}: ${text}`;
    if (consignment.status === 'Cancelled') continue;
    for (const part of consignment.parts) {
      const other = holders.get(part.shipmentId);
      if (other) yield `${name}: shipment ${part.number} goes with ${other.number}, too`;
      holders.set(part.shipmentId, consignment);
      const shipment = shipments.get(part.shipmentId);
      if (!shipment) yield `${name}: there is no shipment ${part.number} (${part.shipmentId})`;
      else for (const text of partDifferences(consignment, part, shipment, orders.get(part.orderId))) yield `${name}: ${text}`;
      if (shipment) for (const text of priceDifferences(consignment, shipment, toldPrices)) yield `${name}: ${text}`;
    }
    const arrived = consignment.parts.every(({ shipmentId }) => shipments.get(shipmentId)?.status === 'Delivered');
    if (consignment.status === 'Sent' && arrived) yield `${name}: is Sent, and all its shipments are Delivered`;
    for (const text of packageDifferences(consignment, shipments)) yield `${name}: ${text}`;
  }
  for (const { id, number, consignmentId } of shipments.values()) {
    if (consignmentId !== undefined && holders.get(id)?.id !== consignmentId)
      yield `shipment ${number} goes with consignment ${consignmentId}, which does not have it`;
  }
}

function* ownDifferences({ status, price, allotted, parts }: ConsignmentState): Generator<string> {
  if (['Joining', 'Sending'].includes(status)) yield `is ${status} still`;
  if (status !== 'Cancelled' && parts.length === 0) yield 'has no shipment';
  if (price === undefined || !allotted) return;
  yield* amountDifference('price', price, Exact.sum(allotted.map((each) => Exact.of(each.price))), 'by what is allotted');
}

function* partDifferences(
  consignment: ConsignmentState,
  { orderId, number }: ConsignmentState['parts'][number],
  shipment: ShipmentState,
  order: Pick<OrderState, 'claims'> | undefined,
): Generator<string> {
  yield* difference(`order of shipment ${number}`, shipment.orderId, orderId);
  yield* difference(`consignment of shipment ${number}`, shipment.consignmentId, consignment.id);
  const [sent, arrived] = [shipment.status === 'Sent' || shipment.status === 'Delivered', shipment.status === 'Delivered'];
  const whole = [consignment.status === 'Sent' || consignment.status === 'Delivered', consignment.status === 'Delivered'];
  // A carrier tells of one part after the other.
  if (sent !== whole[0] || (whole[1] && !arrived) || shipment.status === 'Cancelled')
    yield `is ${consignment.status}, and shipment ${number} is ${shipment.status}`;
  const claim = order?.claims?.find(({ id }) => id === shipment.id);
  if (sent && claim?.consignment?.id !== consignment.id) yield `shipment ${number} was sent with it, and its order does not say so`;
}

/** An order was told what was allotted to it, unless it did not take that; what people told it afterwards is theirs. */
function* priceDifferences(
  { allotted = [], pricesRefused = [] }: ConsignmentState,
  shipment: ShipmentState,
  toldPrices: ReadonlyMap<string, ReadonlySet<string>>,
): Generator<string> {
  const own = allotted.find(({ shipmentId }) => shipmentId === shipment.id);
  if (!own || pricesRefused.some(({ shipmentId }) => shipmentId === shipment.id)) return;
  if (!toldPrices.get(shipment.id)?.has(own.price)) yield `its order was not told that shipment ${shipment.number} costs ${own.price}`;
}

function* packageDifferences({ packages = [], parts }: ConsignmentState, shipments: ReadonlyMap<string, ShipmentState>): Generator<string> {
  const keyOf = ({ orderId, lineId }: ShipmentState['items'][number]) => `line ${lineId} of order ${orderId}`;
  const left = new Map<string, number>();
  for (const item of parts.flatMap(({ shipmentId }) => shipments.get(shipmentId)?.items ?? []))
    left.set(keyOf(item), (left.get(keyOf(item)) ?? 0) + item.quantity);
  for (const item of packages.flatMap(({ items }) => items)) left.set(keyOf(item), (left.get(keyOf(item)) ?? 0) - item.quantity);
  for (const [line, rest] of left) if (rest < 0) yield `its packages hold ${-rest} more of ${line} than its shipments`;
}
