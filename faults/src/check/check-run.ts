import { readInvoices } from '#tools/invoice-file.js';
import { connectMongo, type Db, documentsOf } from '#tools/verify-databases.js';
import { invoiceDifferences } from '#tools/verify-order.js';
import { expectedOrders, readable, stateOf } from '#tools/verify-orders.js';
import { verifiedServices } from '#tools/verify-services.js';
import type { OrderState } from '#tools/verify-shapes.js';
import { readStores, type Store, storesFile } from '#tools/verify-stores.js';
import { verifySystem } from '#tools/verify-system.js';
import type { ClientLog } from '../load/client-log.js';
import { SAMPLE_FILE } from '../load/orders.js';
import { doubledOrders, lostOrders, type StoredOrder, unaskedOrders } from './compare-orders.js';
import type { Findings, OrderRef } from './findings.js';

/** What is put on a topic to disturb carries a header of this name. */
export const FAULT_HEADER = 'docket-fault';

export interface CheckOptions {
  readonly mongoUrl: string;
  /** `host:port`, comma separated. */
  readonly kafkaBrokers: string;
  readonly log: ClientLog;
  /** Waits so long at most until nothing is on its way any more. */
  readonly settleSeconds: number;
  /** Replicas of each document service, all of which must be members of its groups; any number unless told. */
  readonly replicas?: number;
  /** The file that the load was taken from; the sample unless told. */
  readonly file?: string;
  /** Told what was looked at, for people. */
  readonly onNote?: (text: string) => void;
}

/**
 * Compares what clients were told with what is stored, and all that is stored and published with each other; to be called when all is
 * healed and no client asks any more. Nothing of the services' code is used. Throws when it cannot look: no database, no broker.
 */
export async function checkRun(options: CheckOptions): Promise<Findings> {
  const { mongoUrl, log, settleSeconds: settle, file = SAMPLE_FILE, onNote } = options;
  const system = { mongoUrl, kafkaBrokers: options.kafkaBrokers.split(','), settle, replicas: options.replicas, onNote };
  const other: string[] = [];
  for await (const difference of verifySystem({ ...system, passOver: FAULT_HEADER, deadLetterCopiesExpected: true })) {
    other.push(difference);
  }
  const mongo = await connectMongo(mongoUrl);
  try {
    const db = mongo.db(verifiedServices.orders.database);
    const { stored, changed } = await compareContents(db, log, await expectedOrders(readInvoices(file)), await ukStore());
    return {
      lost: [...lostOrders(log.orders.values(), stored)],
      doubled: [...doubledOrders(stored)],
      changed,
      violations: log.violations,
      other: [...unaskedOrders(log.orders, stored), ...other],
    };
  } finally {
    await mongo.close();
  }
}

/** One pass over all orders, each compared with its invoice while it is at hand. */
async function compareContents(
  db: Db,
  log: ClientLog,
  invoices: Awaited<ReturnType<typeof expectedOrders>>,
  store: Store,
): Promise<{ stored: StoredOrder[]; changed: OrderRef[] }> {
  const stored: StoredOrder[] = [];
  const changed: OrderRef[] = [];
  for await (const document of documentsOf<OrderState>(db, verifiedServices.orders)) {
    const order = stateOf(document);
    const key = document.idempotency?.key;
    stored.push({ id: order.id, number: order.number, key, externalId: order.externalId });
    const record = key === undefined ? undefined : log.orders.get(key);
    if (key === undefined || !record) continue;
    const ref = { key, orderId: order.id, number: order.number };
    if (order.externalId !== record.externalId)
      changed.push({ ...ref, text: `external id is ${order.externalId}, expected ${record.externalId}` });
    const expected = invoices.get(record.invoiceNo);
    if (!expected) throw new Error(`the file has no invoice ${record.invoiceNo}, which was asked for under ${key}`);
    for (const text of readable(invoiceDifferences(order, expected, store))) changed.push({ ...ref, text });
  }
  return { stored, changed };
}

/** The store that all orders of the sample are placed in. */
async function ukStore(): Promise<Store> {
  const store = (await readStores()).get('uk');
  if (!store) throw new Error(`${storesFile()} has no store "uk"`);
  return store;
}
