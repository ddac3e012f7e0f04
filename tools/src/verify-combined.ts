import { consignmentDifferences } from './verify-consignments.js';
import { type Db, documentsOf } from './verify-databases.js';
import { stateOf } from './verify-orders.js';
import { kindOf, verifiedServices } from './verify-services.js';
import type { ConsignmentState, OrderState, ShipmentState } from './verify-shapes.js';

/** Where consignments do not agree with the shipments and orders in the databases, a sentence each. */
export async function* allConsignmentDifferences(databases: ReadonlyMap<string, Db>): AsyncGenerator<string> {
  const [orders, shipments] = [databases.get('orders'), databases.get('shipments')];
  if (!orders || !shipments) throw new Error('no database is known for orders and shipments');
  const kind = kindOf(verifiedServices.shipments, 'consignments');
  const consignments: ConsignmentState[] = [];
  for await (const document of documentsOf<ConsignmentState>(shipments, kind)) consignments.push(stateOf(document));
  if (consignments.length === 0) return;
  const byId = new Map<string, ShipmentState>();
  for await (const document of documentsOf<ShipmentState>(shipments, verifiedServices.shipments)) byId.set(document._id, stateOf(document));
  const orderIds = [...new Set(consignments.flatMap(({ parts }) => parts.map(({ orderId }) => orderId)))];
  const found = await orders
    .collection<{ _id: string; state: OrderState }>(verifiedServices.orders.documents)
    .find({ _id: { $in: orderIds } })
    .toArray();
  const ofOrders = new Map(found.map(({ _id, state }) => [_id, state]));
  const toldPrices = await readToldPrices(orders, orderIds);
  yield* consignmentDifferences({ consignments, shipments: byId, orders: ofOrders, toldPrices });
}

/** What these orders were told that their shipments cost, since they were placed. */
async function readToldPrices(db: Db, orderIds: readonly string[]): Promise<Map<string, Set<string>>> {
  const told = new Map<string, Set<string>>();
  const edits = db.collection<{ documentId: string; event: { type: string; data: { operations: readonly PriceOperation[] } } }>(
    verifiedServices.orders.history,
  );
  for (const id of orderIds) {
    const ofOrder = { _id: { $gte: `${id}:`, $lte: `${id}:9999999999` }, 'event.type': 'order.edited' };
    for await (const { event } of edits.find(ofOrder as object)) {
      for (const { op, shipmentId, price } of event.data.operations) {
        if (op === 'changeShipmentPrice' && shipmentId && price) told.set(shipmentId, (told.get(shipmentId) ?? new Set()).add(price));
      }
    }
  }
  return told;
}

interface PriceOperation {
  readonly op: string;
  readonly shipmentId?: string;
  readonly price?: string;
}
