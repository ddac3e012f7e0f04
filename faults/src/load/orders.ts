import { readInvoices } from '#tools/invoice-file.js';
import { convertInvoice, type InvoiceOrder } from '#tools/invoice-order.js';

export const SAMPLE_FILE = 'samples/online-retail-2010-12--2011-02.csv.gz';

/** The stores that orders are placed in; `outside` is the one whose tax a company outside computes. */
export type LoadStore = 'uk' | 'warehouse' | 'outside';

/** An order to place, under a key that no other order of any run with another seed has. */
export interface LoadOrder {
  readonly key: string;
  readonly invoiceNo: string;
  /** Unique too, so that one that was placed twice under two keys shows. */
  readonly externalId: string;
  readonly storeId: LoadStore;
  readonly body: Omit<InvoiceOrder, 'attributes' | 'storeId' | 'addresses'> & {
    readonly storeId: LoadStore;
    readonly attributes: Readonly<Record<string, string>>;
    readonly addresses: { readonly shipping: { readonly country: string; readonly line1?: string; readonly postalCode?: string } };
  };
}

// So few that many clients want the same last pieces.
const SHELF_PRODUCTS = 3;

/** The orders of a file as they are, but those over `mostLines` lines. Throws when the file cannot be read or none is left. */
export async function readSampleOrders(file: string, mostLines: number): Promise<InvoiceOrder[]> {
  const orders: InvoiceOrder[] = [];
  for await (const invoice of readInvoices(file)) {
    const { order } = convertInvoice(invoice);
    if (order && order.body.lines.length <= mostLines) orders.push(order.body);
  }
  if (orders.length === 0) throw new Error(`${file} holds no order of at most ${mostLines} lines`);
  return orders;
}

/** The order at a position of an endless list: the sample in its order, then again in the next round, as new orders. */
export function orderAt(sample: readonly InvoiceOrder[], seed: number, position: number): LoadOrder {
  const body = sample[position % sample.length] as InvoiceOrder;
  const round = Math.floor(position / sample.length);
  const externalId = `${body.externalId}-${round}`;
  return {
    key: `faults-${seed}-${round}-${body.externalId}`,
    invoiceNo: body.externalId,
    externalId,
    storeId: 'uk',
    // Another source, or the verification would take two rounds for doubles of one invoice.
    body: { ...body, externalId, attributes: { ...body.attributes, source: 'faults' } },
  };
}

/** The order at a position of the same list, for several pieces of one of few products, in the store that reserves them. */
export function shelfOrderAt(sample: readonly InvoiceOrder[], seed: number, position: number): LoadOrder {
  const shelf = sample.filter(({ lines }) => lines.length === 1 && (lines[0]?.quantity ?? 0) > 1).slice(0, SHELF_PRODUCTS);
  const body = shelf[position % shelf.length];
  if (!body) throw new Error('the sample holds no order of one product');
  const externalId = `${body.externalId}-shelf-${position}`;
  return {
    key: `faults-${seed}-shelf-${position}`,
    invoiceNo: body.externalId,
    externalId,
    storeId: 'warehouse',
    body: { ...body, storeId: 'warehouse', externalId, attributes: { ...body.attributes, source: 'faults' } },
  };
}

/** The order at a position of the list of all, in the store whose tax is computed outside, for which a country is not enough. */
export function outsideOrderAt(sample: readonly InvoiceOrder[], seed: number, position: number): LoadOrder {
  const listed = orderAt(sample, seed, position);
  const shipping = { ...listed.body.addresses.shipping, line1: '1 High Street', postalCode: '10115' };
  return { ...listed, storeId: 'outside', body: { ...listed.body, storeId: 'outside', addresses: { shipping } } };
}
