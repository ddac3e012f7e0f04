import { readInvoices } from '#tools/invoice-file.js';
import { type Db, documentsOf } from '#tools/verify-databases.js';
import type { ExpectedOrder } from '#tools/verify-invoice.js';
import { invoiceDifferences } from '#tools/verify-order.js';
import { expectedOrders, readable, stateOf } from '#tools/verify-orders.js';
import { verifiedServices } from '#tools/verify-services.js';
import type { OrderState } from '#tools/verify-shapes.js';
import { readStores, storesFile } from '#tools/verify-stores.js';
import { EDITED_PRICE } from '../load/client.js';
import type { OrderRecord } from '../load/client-record.js';
import type { StoredOrder } from './compare-orders.js';
import type { OrderRef } from './findings.js';

/**
 * Reads all orders, and compares each with the invoice that it was asked for by while it is at hand. Throws when the file or the store
 * of its orders cannot be read.
 */
export async function compareContents(
  db: Db,
  records: ReadonlyMap<string, OrderRecord>,
  file: string,
): Promise<{ readonly stored: StoredOrder[]; readonly changed: OrderRef[] }> {
  const invoices = await expectedOrders(readInvoices(file));
  const stores = await readStores();
  const stored: StoredOrder[] = [];
  const changed: OrderRef[] = [];
  for await (const document of documentsOf<OrderState>(db, verifiedServices.orders)) {
    const order = stateOf(document);
    const { id, number, externalId } = order;
    const key = document.idempotency?.key;
    stored.push({ id, number, key, externalId });
    const record = key === undefined ? undefined : records.get(key);
    // A draft that nobody came to place is no order.
    if (key === undefined || !record || order.draft) continue;
    const note = (text: string) =>
      changed.push({ key, orderId: id, number, text: `order ${number} (${id}), asked for by ${key}: ${text}` });
    if (externalId !== record.externalId) note(`external id is ${externalId}, expected ${record.externalId}`);
    const expected = invoices.get(record.invoiceNo);
    if (!expected) throw new Error(`${file} has no invoice ${record.invoiceNo}, which was asked for by ${key}`);
    const store = stores.get(record.storeId);
    if (!store) throw new Error(`${storesFile()} has no store "${record.storeId}"`);
    for (const text of editDifferences(order, record)) note(text);
    for (const text of splitDifferences(order, record)) note(text);
    for (const text of sendingDifferences(order, record)) note(text);
    for (const text of returnDifferences(order, record)) note(text);
    for (const text of paymentDifferences(order, record)) note(text);
    if (record.cancelled && order.cancelledAt === undefined) note('it was told to be cancelled, and is not');
    // Of what was cancelled while its tax was on its way, the totals do not hold it.
    if (order.cancelledAt === undefined) {
      for (const text of readable(invoiceDifferences(order, withEdits(expected, order, record), store))) note(text);
    }
  }
  return { stored, changed };
}

/** Edits that were acknowledged and are not there, or any that is there twice. */
function* editDifferences(order: OrderState, { edits }: OrderRecord): Generator<string> {
  for (const { sku, acknowledged } of edits) {
    const found = order.lines.filter((line) => line.sku === sku).length;
    if (found > 1) yield `the edit that adds ${sku} happened ${found} times`;
    if (found === 0 && acknowledged) yield `the edit that adds ${sku} was acknowledged and is lost`;
  }
}

/** A hold or a sending that was acknowledged and is not there, or is there twice. */
function* sendingDifferences(
  { holds = [], claims = [], documents }: OrderState,
  { key, held, sent, arrived }: OrderRecord,
): Generator<string> {
  const own = holds.filter(({ reason }) => reason === key).length;
  if (own > 1) yield `it is held ${own} times by the same request`;
  if (held && own === 0) yield 'that it is held was acknowledged, and is lost';
  if (sent !== undefined && claims.filter(({ id }) => id === sent).length !== 1)
    yield `that ${sent} was sent was acknowledged, and is lost`;
  const status = documents.find(({ id }) => id === sent)?.status;
  if (arrived && status !== 'Delivered') yield `that ${sent} has arrived was acknowledged, and it is ${status}`;
}

/** A split or a merge that was acknowledged and is not there, or happened twice. A store that reserves stock splits by itself. */
function* splitDifferences({ shipments }: OrderState, { split, storeId }: OrderRecord): Generator<string> {
  if (storeId === 'warehouse') return;
  if (shipments.length > (split ? 2 : 1))
    yield `it has ${shipments.length} shipments, of which ${split ? 'one was' : 'none was'} split off`;
  if (split?.acknowledged && shipments.length < 2) yield 'that a piece goes by itself was acknowledged, and is lost';
  if (split?.merge?.acknowledged && !shipments.some(({ mergedInto }) => mergedInto !== undefined))
    yield 'that its shipments go together again was acknowledged, and is lost';
}

/** A return that was acknowledged and is not there, or came back twice. */
function* returnDifferences({ lines, returns = [] }: OrderState, { returned }: OrderRecord): Generator<string> {
  if (returns.length > 1) yield `a piece of it comes back ${returns.length} times by the same request`;
  const pieces = lines[0]?.returnedQuantity ?? 0;
  if (returned && pieces !== 1) yield `that a piece came back was acknowledged, and ${pieces} did`;
}

/** Money whose moving was acknowledged, and of which the order does not know, or that moved twice. */
function* paymentDifferences({ documents }: OrderState, { paid }: OrderRecord): Generator<string> {
  if (!paid) return;
  const payment = documents.find(({ id }) => id === paid.id);
  const captured = paid.captured === 'all' ? payment?.amount : paid.captured;
  if (payment?.captured !== captured) yield `payment ${paid.id} was captured, and the order says ${payment?.captured}`;
  if (paid.penny && payment?.refunded !== '0.01') yield `a penny of payment ${paid.id} went back, and the order says ${payment?.refunded}`;
}

/** What the order must be with the lines of those edits that happened, and without what came back. */
function withEdits(expected: ExpectedOrder, order: OrderState, { edits }: OrderRecord): ExpectedOrder {
  const asked = new Set(edits.map(({ sku }) => sku));
  const added = order.lines.filter(({ sku }) => asked.has(sku)).map(({ sku }) => ({ sku, quantity: 1, price: EDITED_PRICE }));
  const kept = expected.lines.map((line, index) => ({ ...line, quantity: line.quantity - (order.lines[index]?.returnedQuantity ?? 0) }));
  return { ...expected, lines: [...kept, ...added], shipments: order.shipments.length };
}
