import { consignmentDifferences } from './verify-consignments.js';
import { type Db, documentsOf } from './verify-databases.js';
import { stateOf } from './verify-orders.js';
import { kindsOf, verifiedServices } from './verify-services.js';
import type { ConsignmentState, OrderState, ShipmentState } from './verify-shapes.js';

/** Where consignments do not agree with the shipments and orders in the databases, a sentence each. */
export async function* allConsignmentDifferences(databases: ReadonlyMap<string, Db>): AsyncGenerator<string> {
  const [orders, shipments] = [databases.get('orders'), databases.get('shipments')];
  if (!orders || !shipments) throw new Error('no database is known for orders and shipments');
  const [, kind] = kindsOf(verifiedServices.shipments);
  if (!kind) throw new Error('shipments have no consignments beside them');
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
  const lastPrices = new Map([...ofOrders.values()].flatMap((order) => order.shipments.map(({ id, price }) => [id, price] as const)));
  const told = await toldPrices(orders, orderIds);
  for (const id of lastPrices.keys()) if (!told.has(id)) lastPrices.delete(id);
  yield* consignmentDifferences({ consignments, shipments: byId, orders: ofOrders, lastPrices });
}

/** The shipments whose prices the orders were told since they were placed. */
async function toldPrices(db: Db, orderIds: readonly string[]): Promise<Set<string>> {
  const told = new Set<string>();
  for (const id of orderIds) {
    const records = db
      .collection<{ _id: string; event: { type: string; data: { operations?: { op: string; shipmentId?: string; into?: string }[] } } }>(
        verifiedServices.orders.history,
      )
      .find({ _id: { $gte: `${id}:`, $lte: `${id}:9999999999` }, 'event.type': 'order.edited' });
    for await (const { event } of records) {
      for (const { op, shipmentId } of event.data.operations ?? []) if (op === 'changeShipmentPrice' && shipmentId) told.add(shipmentId);
    }
  }
  return told;
}
