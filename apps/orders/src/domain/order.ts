import type { NewEvent } from '#contracts/define-event.js';
import {
  OrderDocumentRecorded,
  type OrderDocumentRecordedData,
  OrderPlaced,
  OrderPriced,
  type OrderPricedData,
  type TaxedLine,
} from '#contracts/events/order.js';
import type { DocumentSummary, OrderTax, PlacedOrder } from '#contracts/order.js';

/** An order's state: what was placed, as every later event left it. */
export interface Order extends PlacedOrder {
  readonly tax: OrderTax;
  readonly documents: readonly DocumentSummary[];
  /** The version at which what is taxed last changed; tax computed from an older one no longer fits. */
  readonly taxableVersion: number;
  /** The version that the tax in the totals was computed from. */
  readonly taxedVersion?: number;
}

export type OrderEvent =
  | NewEvent<'order.placed', PlacedOrder>
  | NewEvent<'order.priced', OrderPricedData>
  | NewEvent<'order.document-recorded', OrderDocumentRecordedData>;

/** The next state; no rule, clock or I/O. */
export function evolve(order: Order | null, event: OrderEvent): Order {
  switch (event.type) {
    case OrderPlaced.type:
      return { ...event.data, tax: { status: 'pending' }, documents: [], taxableVersion: 1 };
    case OrderPriced.type:
      return priced(existing(order), event.data);
    case OrderDocumentRecorded.type:
      return { ...existing(order), documents: withDocument(existing(order).documents, event.data.document) };
  }
}

/** Whether everything that placing set off has come to an end: tax known, each payment answered, each shipment opened. */
export function isSettled(order: Pick<Order, 'tax' | 'payments' | 'shipments' | 'documents'>): boolean {
  const statusOf = new Map(order.documents.map((document) => [document.id, document.status]));
  return (
    order.tax.status === 'calculated' &&
    order.payments.every(({ id }) => !['New', 'Pending', undefined].includes(statusOf.get(id))) &&
    order.shipments.every(({ id }) => statusOf.has(id))
  );
}

function priced(order: Order, data: OrderPricedData): Order {
  return {
    ...order,
    taxedVersion: data.taxedVersion,
    taxRate: data.taxRate,
    lines: taxed(order.lines, data.lines),
    shipments: taxed(order.shipments, data.shipments),
    payments: data.payments,
    totals: data.totals,
    tax: { status: 'calculated' },
    documents: withDocument(order.documents, data.taxDocument),
  };
}

function taxed<Item extends { readonly id: string }>(items: readonly Item[], taxes: readonly TaxedLine[]): Item[] {
  const byId = new Map(taxes.map(({ id, taxRate, taxTotal }) => [id, { taxRate, taxTotal }]));
  return items.map((item) => ({ ...item, ...byId.get(item.id) }));
}

function withDocument(documents: readonly DocumentSummary[], document: DocumentSummary): DocumentSummary[] {
  const others = documents.filter(({ id }) => id !== document.id);
  return [...others, document];
}

function existing(order: Order | null): Order {
  if (!order) throw new Error('the first event of an order is order.placed');
  return order;
}
