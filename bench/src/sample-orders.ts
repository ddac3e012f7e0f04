import { readInvoices } from '#tools/invoice-file.js';
import { convertInvoice, type InvoiceOrder } from '#tools/invoice-order.js';

const sampleFile = 'samples/online-retail-2010-12--2011-02.csv.gz';

/** Real orders in the order of the file, from its begin again when there are not enough. */
export interface SampleOrders {
  readonly file: string;
  readonly orders: readonly InvoiceOrder[];
  readonly linesPerOrder: number;
}

/** An order ready to be sent: serialized before anything is measured. */
export interface PreparedOrder {
  readonly idempotencyKey: string;
  readonly body: string;
}

export async function readSampleOrders(count: number): Promise<SampleOrders> {
  const found: InvoiceOrder[] = [];
  for await (const invoice of readInvoices(sampleFile)) {
    const { order } = convertInvoice(invoice);
    if (order) found.push(order.body);
    if (found.length === count) break;
  }
  const orders = Array.from({ length: count }, (_, index) => found[index % found.length] as InvoiceOrder);
  const lines = orders.reduce((sum, order) => sum + order.lines.length, 0);
  return { file: sampleFile, orders, linesPerOrder: lines / count };
}

/** The same orders once more, each under a key and an external id of its own. */
export function prepareOrders({ orders }: SampleOrders, round: string): PreparedOrder[] {
  return orders.map((order, index) => ({
    idempotencyKey: `bench-${round}-${index}`,
    body: JSON.stringify({ ...order, externalId: `${order.externalId}-${round}-${index}` }),
  }));
}
