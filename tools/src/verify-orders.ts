import { readFile } from 'node:fs/promises';
import { type Invoice, readInvoices } from './invoice-file.js';
import { type Db, documentsOf, type StoredDocument } from './verify-databases.js';
import { type ExpectedOrder, expectedOrder } from './verify-invoice.js';
import { seriesDifferences } from './verify-issued.js';
import { invoiceDifferences, orderDifferences } from './verify-order.js';
import { kindOf, verifiedServices } from './verify-services.js';
import type {
  InvoiceState,
  OrderChildren,
  OrderState,
  PaymentState,
  ReturnState,
  ShipmentState,
  TaxDocumentState,
  TaxReturnState,
} from './verify-shapes.js';
import { type Store, storesFile } from './verify-stores.js';

/** An order that the gateway has acknowledged, as `npm run replay -- --acknowledged` notes it. */
export interface Acknowledgement {
  readonly key: string;
  readonly orderId: string;
  readonly number: string;
}

/** What must have been placed, from outside of the system. */
export interface Expectations {
  /** Every order of the file by invoice number; undefined without a file. */
  readonly invoices: ReadonlyMap<string, ExpectedOrder> | undefined;
  /** Undefined without such a file; then every order of `invoices` must exist. */
  readonly acknowledged: readonly Acknowledgement[] | undefined;
}

export async function readExpectations(file: string | undefined, acknowledgedFile: string | undefined): Promise<Expectations> {
  const text = acknowledgedFile === undefined ? undefined : await readFile(acknowledgedFile, 'utf8');
  // A replay that was killed may have left half a line at the end: that one was not acknowledged yet.
  const lines = text?.slice(0, text.lastIndexOf('\n') + 1).split('\n');
  return {
    invoices: file === undefined ? undefined : await expectedOrders(readInvoices(file)),
    acknowledged: lines?.filter((line) => line !== '').map((line) => JSON.parse(line) as Acknowledgement),
  };
}

/** What invoices must have become, by invoice number. */
export async function expectedOrders(invoices: AsyncIterable<Invoice>): Promise<Map<string, ExpectedOrder>> {
  const expected = new Map<string, ExpectedOrder>();
  for await (const invoice of invoices) {
    const order = expectedOrder(invoice);
    if (order) expected.set(order.invoiceNo, order);
  }
  return expected;
}

/** Where orders differ from what was asked for, from themselves and from their documents in the other databases. */
export async function* allOrderDifferences(
  databases: ReadonlyMap<string, Db>,
  stores: ReadonlyMap<string, Store>,
  { invoices, acknowledged }: Expectations,
): AsyncGenerator<string> {
  const children = await readChildren(databases);
  yield* seriesDifferences([...children.values()].flatMap(({ invoices = [] }) => invoices));
  const numbers = new Map<string, { number: string; key: string | undefined }>();
  const orderOfInvoice = new Map<string, string>();
  for await (const document of documentsOf<OrderState>(dbOf(databases, 'orders'), verifiedServices.orders)) {
    const order = stateOf(document);
    // A draft has nothing beside itself.
    if (order.draft) continue;
    const name = `order ${order.number} (${order.externalId ?? document._id})`;
    numbers.set(document._id, { number: order.number, key: document.idempotency?.key });
    const own = children.get(document._id) ?? { payments: [], shipments: [], taxDocuments: [] };
    children.delete(document._id);
    for (const text of readable(orderDifferences(order, own, stores.get(order.storeId)))) yield `${name}: ${text}`;
    if (order.attributes.source !== 'online-retail' || order.externalId === undefined) continue;
    const other = orderOfInvoice.get(order.externalId);
    if (other !== undefined) yield `${name}: its invoice is that of order ${other}, too`;
    orderOfInvoice.set(order.externalId, order.number);
    if (!invoices) continue;
    const expected = invoices.get(order.externalId);
    if (!expected) yield `${name}: the file has no such invoice to be placed`;
    else for (const text of readable(invoiceDifferences(order, expected, storeOf(stores, 'uk')))) yield `${name}: ${text}`;
  }
  for (const orderId of children.keys()) yield `there are documents and no order ${orderId}`;
  yield* acknowledgementDifferences(numbers, acknowledged ?? []);
  if (acknowledged) return;
  for (const invoiceNo of invoices?.keys() ?? []) if (!orderOfInvoice.has(invoiceNo)) yield `invoice ${invoiceNo} of the file has no order`;
}

/** Differences of one order; what is so wrong that it cannot be compared is one, and the others go on. */
export function* readable(differences: Iterable<string>): Generator<string> {
  try {
    yield* differences;
  } catch (error) {
    yield `cannot be compared: ${error instanceof Error ? error.message : String(error)}`;
  }
}

/** Where what the gateway has acknowledged is not there, a sentence each. */
export function* acknowledgementDifferences(
  orders: ReadonlyMap<string, { readonly number: string; readonly key: string | undefined }>,
  acknowledged: readonly Acknowledgement[],
): Generator<string> {
  const answered = new Map<string, string>();
  for (const { key, orderId, number } of acknowledged) {
    const order = orders.get(orderId);
    if (!order) yield `order ${number} (${orderId}) was acknowledged for ${key} and does not exist`;
    else if (order.number !== number) yield `order ${orderId} was acknowledged as ${number} and is ${order.number}`;
    else if (order.key !== key) yield `order ${number} was acknowledged for ${key} and has the key ${order.key}`;
    const earlier = answered.get(key);
    if (earlier !== undefined && earlier !== orderId) yield `${key} was answered with order ${earlier} and with ${orderId}`;
    answered.set(key, orderId);
  }
}

interface Children {
  readonly payments: PaymentState[];
  readonly shipments: ShipmentState[];
  readonly taxDocuments: TaxDocumentState[];
  readonly taxReturns: TaxReturnState[];
  readonly invoices: InvoiceState[];
  readonly returns: ReturnState[];
}

/** The documents of each order in the other databases, by the order's id. */
export async function readChildren(databases: ReadonlyMap<string, Db>): Promise<Map<string, OrderChildren>> {
  const children = new Map<string, Children>();
  const of = (orderId: string) => {
    const known = children.get(orderId) ?? { payments: [], shipments: [], taxDocuments: [], taxReturns: [], invoices: [], returns: [] };
    children.set(orderId, known);
    return known;
  };
  const { payments, shipments, tax } = verifiedServices;
  for await (const document of documentsOf<PaymentState>(dbOf(databases, 'payments'), payments)) {
    of(document.state.orderId).payments.push(stateOf(document));
  }
  for await (const document of documentsOf<InvoiceState>(dbOf(databases, 'payments'), kindOf(payments, 'invoices'))) {
    of(document.state.orderId).invoices.push(stateOf(document));
  }
  for await (const document of documentsOf<ShipmentState>(dbOf(databases, 'shipments'), shipments)) {
    // One of which all was cancelled holds nothing; and one parcel may hold lines of several orders.
    for (const orderId of new Set([document.state.orderId, ...document.state.items.map((item) => item.orderId)]))
      of(orderId).shipments.push(stateOf(document));
  }
  for await (const document of documentsOf<ReturnState>(dbOf(databases, 'shipments'), kindOf(shipments, 'returns'))) {
    of(document.state.orderId).returns.push(stateOf(document));
  }
  for await (const document of documentsOf<TaxDocumentState>(dbOf(databases, 'tax'), tax)) {
    of(document.state.orderId).taxDocuments.push(stateOf(document));
  }
  for await (const document of documentsOf<TaxReturnState>(dbOf(databases, 'tax'), kindOf(tax, 'taxReturns'))) {
    of(document.state.orderId).taxReturns.push(stateOf(document));
  }
  return children;
}

/** A document's state, with the id that the document has. */
export const stateOf = <State>(document: StoredDocument<State>): State => ({ ...document.state, id: document._id });

function dbOf(databases: ReadonlyMap<string, Db>, service: string): Db {
  const db = databases.get(service);
  if (!db) throw new Error(`no database is known for ${service}`);
  return db;
}

function storeOf(stores: ReadonlyMap<string, Store>, id: string): Store {
  const store = stores.get(id);
  if (!store) throw new Error(`${storesFile()} has no store "${id}"`);
  return store;
}
