import { readInvoices } from '#tools/invoice-file.js';
import { convertInvoice, type InvoiceOrder } from '#tools/invoice-order.js';

const sampleFile = 'samples/online-retail-2010-12--2011-02.csv.gz';

/** All orders of the real shop's file, in an order in which large and small ones come as they do in the whole. */
export interface SampleOrders {
  readonly file: string;
  readonly orders: readonly InvoiceOrder[];
  readonly linesPerOrder: number;
  /** Mean size of an order as it is posted. */
  readonly bytesPerOrder: number;
}

/** An order ready to be posted. */
export interface PreparedOrder {
  readonly idempotencyKey: string;
  readonly body: string;
}

export async function readSampleOrders(): Promise<SampleOrders> {
  const orders: InvoiceOrder[] = [];
  for await (const invoice of readInvoices(sampleFile)) {
    const { order } = convertInvoice(invoice);
    if (order) orders.push(order.body);
  }
  const sum = (of: (order: InvoiceOrder) => number) => orders.reduce((total, order) => total + of(order), 0);
  return {
    file: sampleFile,
    orders: spreadOut(orders),
    linesPerOrder: sum(({ lines }) => lines.length) / orders.length,
    bytesPerOrder: sum((order) => Buffer.byteLength(JSON.stringify(order))) / orders.length,
  };
}

/**
 * One order of the sample, under a key and an external id that no other round and index have. From the begin again after the last one.
 * `payments` instead of its own.
 */
export function prepareOrder({ orders }: SampleOrders, round: string, index: number, payments?: readonly object[]): PreparedOrder {
  const order = orders[index % orders.length] as InvoiceOrder;
  return {
    idempotencyKey: `bench-${round}-${index}`,
    body: JSON.stringify({ ...order, externalId: `${order.externalId}-${round}-${index}`, ...(payments && { payments }) }),
  };
}

// A prime above any seasonal pattern of the file, so that a few hundred orders in a row come from all of its days.
const STRIDE = 1_009;

function spreadOut(orders: readonly InvoiceOrder[]): InvoiceOrder[] {
  const stride = orders.length % STRIDE === 0 ? 1 : STRIDE;
  return orders.map((_, index) => orders[(index * stride) % orders.length] as InvoiceOrder);
}
