import { connectMongo } from '#tools/verify-databases.js';
import { verifiedServices } from '#tools/verify-services.js';
import { verifySystem } from '#tools/verify-system.js';
import type { ClientLog } from '../load/client-log.js';
import { SAMPLE_FILE } from '../load/orders.js';
import { compareContents } from './compare-contents.js';
import { invoiceDifferences, storedInvoices } from './compare-invoices.js';
import { doubledOrders, lostOrders, type StoredOrder, unaskedOrders } from './compare-orders.js';
import { stockDifferences, storedStocks } from './compare-stock.js';
import type { Findings, OrderRef } from './findings.js';
import { tellStory } from './story.js';

// Named here anew: what is put on a topic to disturb carries this header.
const FAULT_HEADER = 'docket-fault';

export interface CheckOptions {
  readonly mongoUrl: string;
  /** `host:port`, comma separated. */
  readonly kafkaBrokers: string;
  readonly log: ClientLog;
  /** Waits so long at most until nothing is on its way any more. */
  readonly settleSeconds: number;
  /** Replicas of each document service, all of which must be members of its groups; any number unless told. */
  readonly replicas?: number | undefined;
  /** The file that the load was taken from; the sample unless told. */
  readonly file?: string | undefined;
  /** What was found beside it, a sentence each that names the order. */
  readonly beside?: readonly string[] | undefined;
  /** Told what was looked at, for people. */
  readonly onNote?: ((text: string) => void) | undefined;
}

/**
 * Compares what clients were told with what is stored, and all that is stored and published with each other; to be called when all is
 * healed and no client asks any more. Nothing of the services' code is used. Throws when it cannot look: no database, no broker.
 */
export async function checkRun(options: CheckOptions): Promise<Findings> {
  const { log, settleSeconds: settle, replicas, file = SAMPLE_FILE, beside = [], onNote } = options;
  const system = { mongoUrl: options.mongoUrl, kafkaBrokers: options.kafkaBrokers.split(','), settle, replicas, onNote };
  const disagreeing = [...beside];
  for await (const text of verifySystem({ ...system, passOver: FAULT_HEADER, deadLetterCopiesExpected: true })) disagreeing.push(text);

  const { stored, changed, invoices, stocks } = await withMongo(options.mongoUrl, async (mongo) => ({
    ...(await compareContents(mongo.db(verifiedServices.orders.database), log.orders, file)),
    invoices: await storedInvoices(mongo.db(verifiedServices.payments.database)),
    stocks: await storedStocks(mongo.db(verifiedServices.shipments.database)),
  }));
  const lost = [...lostOrders(log.orders.values(), stored)];
  const doubled = [...doubledOrders(stored)];
  const seen = log.violations.map(({ key, at, text }): OrderRef => ({ key, text: `${key}, at ${new Date(at).toISOString()}: ${text}` }));
  const unanswered = [...log.orders.values()]
    .filter((record) => record.unanswered)
    .map(({ key }): OrderRef => ({ key, text: `${key} was asked for until long after all was healed, and never answered` }));
  const invoiced = invoiceDifferences(log.orders.values(), invoices);
  const counted = [...stockDifferences(log.orders.values(), stocks)];
  const others = [...seen, ...unanswered, ...unaskedOrders(log.orders, stored), ...changed, ...invoiced];
  // What is wrong with a stock is said in the name of an order that may be well itself.
  const broken = [...lost, ...doubled, ...others][0] ?? orderNamedIn(disagreeing, stored) ?? counted[0];
  return {
    lost,
    doubled,
    other: [...[...others, ...counted].map(({ text }) => text), ...disagreeing],
    ...(broken && { story: await tellStory({ ...options, order: broken }) }),
  };
}

async function withMongo<Result>(
  mongoUrl: string,
  work: (mongo: Awaited<ReturnType<typeof connectMongo>>) => Promise<Result>,
): Promise<Result> {
  const mongo = await connectMongo(mongoUrl);
  try {
    return await work(mongo);
  } finally {
    await mongo.close();
  }
}

function orderNamedIn(texts: readonly string[], stored: readonly StoredOrder[]): { readonly orderId: string } | undefined {
  for (const text of texts) {
    const named = stored.find(({ number }) => text.includes(number));
    if (named) return { orderId: named.id };
  }
  return undefined;
}
