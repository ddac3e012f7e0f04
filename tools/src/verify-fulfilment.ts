import { type Db, documentsOf, type StoredDocument } from './verify-databases.js';
import { kindOf, verifiedServices } from './verify-services.js';

/** A fulfilment order, as far as stocks and shipments know of it. */
export interface FulfilmentState {
  readonly fulfilmentOrderId: string;
  readonly number: string;
  readonly orderNumber: string;
  readonly shipmentId: string;
  readonly status: string;
  readonly location?: string;
  readonly lines: readonly {
    readonly orderId: string;
    readonly lineId: string;
    readonly sku: string;
    readonly quantity: number;
    readonly reserved: number;
    readonly backordered: number;
  }[];
}

export interface StockState {
  readonly location: string;
  readonly sku: string;
  readonly onHand: number;
  readonly lines: readonly {
    readonly fulfilmentOrderId: string;
    readonly orderId: string;
    readonly lineId: string;
    readonly reserved: number;
    readonly waiting: readonly { readonly quantity: number }[];
  }[];
  readonly left: readonly { readonly quantity: number }[];
}

export interface ShippedState {
  readonly status: string;
  readonly fulfilmentCentre: string;
  readonly items: readonly { readonly orderId: string; readonly lineId: string; readonly sku: string; readonly quantity: number }[];
}

/** Where stocks, fulfilment orders and shipments do not agree, a sentence each. */
export async function* allFulfilmentDifferences(db: Db): AsyncGenerator<string> {
  const kind = (documents: string) => kindOf(verifiedServices.shipments, documents);
  yield* fulfilmentDifferences(
    await statesOf<FulfilmentState>(documentsOf(db, kind('fulfilmentOrders'))),
    await statesOf<StockState>(documentsOf(db, kind('stocks'))),
    await statesOf<ShippedState>(documentsOf(db, kind('shipments'))),
  );
}

/** The same of what was read, each by its id. */
export function* fulfilmentDifferences(
  orders: ReadonlyMap<string, FulfilmentState>,
  stocks: ReadonlyMap<string, StockState>,
  shipments: ReadonlyMap<string, ShippedState>,
): Generator<string> {
  const promised = new Map<string, { reserved: number; waiting: number }>();
  for (const stock of stocks.values()) {
    const name = `stock of ${stock.sku} in ${stock.location}`;
    for (const line of stock.lines) {
      const order = orders.get(line.fulfilmentOrderId);
      const own = order?.lines.find(({ orderId, lineId, sku }) => orderId === line.orderId && lineId === line.lineId && sku === stock.sku);
      if (!order || !own) yield `${name}: line ${line.lineId} of ${nameOf(order, line.fulfilmentOrderId)} is reserved and is not there`;
      else if (isOver(order)) yield `${name}: ${nameOf(order)} is ${order.status} and has something reserved`;
      else if (order.location !== stock.location) yield `${name}: ${nameOf(order)} is shipped from ${order.location}`;
      else promised.set(keyOf(order, own), { reserved: line.reserved, waiting: sum(line.waiting.map(({ quantity }) => quantity)) });
    }
    yield* stockDifferences(name, stock);
  }
  for (const order of orders.values()) {
    yield* shipmentDifferences(order, shipments.get(order.shipmentId));
    if (isOver(order)) continue;
    for (const line of order.lines) {
      const { reserved, waiting } = promised.get(keyOf(order, line)) ?? { reserved: 0, waiting: 0 };
      if (line.reserved !== reserved || line.backordered !== waiting) {
        yield `${nameOf(order)}: line ${line.lineId} has ${line.reserved} reserved and ${line.backordered} backordered, by the stock ${reserved} and ${waiting}`;
      }
      if (order.location !== undefined && reserved + waiting !== line.quantity) {
        yield `${nameOf(order)}: of ${line.quantity} of line ${line.lineId}, the stock knows ${reserved + waiting}`;
      }
    }
  }
}

/** Nobody waits for what is there; and more is promised than is there only where nothing is available. */
function* stockDifferences(name: string, { onHand, lines, left }: StockState): Generator<string> {
  const rest = onHand - sum(left.map(({ quantity }) => quantity)) - sum(lines.map(({ reserved }) => reserved));
  const waiting = sum(lines.flatMap((line) => line.waiting.map(({ quantity }) => quantity)));
  if (rest > 0 && waiting > 0) yield `${name}: ${rest} are available and ${waiting} are waited for`;
}

function* shipmentDifferences(order: FulfilmentState, shipment: ShippedState | undefined): Generator<string> {
  if (!shipment) return yield `${nameOf(order)}: there is no shipment ${order.shipmentId}`;
  const { status, fulfilmentCentre, items } = shipment;
  const expected = status === 'Sent' || status === 'Delivered' ? 'Closed' : status === 'Cancelled' ? 'Cancelled' : undefined;
  if (expected !== undefined ? order.status !== expected : isOver(order))
    yield `${nameOf(order)} is ${order.status}, its shipment ${status}`;
  if (status === 'Cancelled') return;
  if (order.location !== undefined && order.location !== fulfilmentCentre) {
    yield `${nameOf(order)} is shipped from ${order.location}, its shipment from ${fulfilmentCentre}`;
  }
  const text = (parts: ShippedState['items']) =>
    parts.map((part) => [part.orderId, part.lineId, part.sku, part.quantity].join(' ')).join(', ');
  if (text(order.lines) !== text(items)) yield `${nameOf(order)} ships ${text(order.lines)}, its shipment holds ${text(items)}`;
}

const isOver = ({ status }: FulfilmentState) => status === 'Closed' || status === 'Cancelled';
const keyOf = ({ fulfilmentOrderId }: FulfilmentState, { orderId, lineId }: { orderId: string; lineId: string }) =>
  [fulfilmentOrderId, orderId, lineId].join('/');
const nameOf = (order: FulfilmentState | undefined, id = '') =>
  order ? `fulfilment order ${order.number} of order ${order.orderNumber}` : `fulfilment order ${id}`;
const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);

async function statesOf<State>(documents: AsyncIterable<StoredDocument<State>>): Promise<Map<string, State>> {
  const states = new Map<string, State>();
  for await (const { _id, state } of documents) states.set(_id, state);
  return states;
}
