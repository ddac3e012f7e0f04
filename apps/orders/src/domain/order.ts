import type { RefundDestination } from '#contracts/commands/move-money.js';
import { detailNames } from '#contracts/commands/patch-order.js';
import type { NewEvent } from '#contracts/define-event.js';
import {
  DraftCreated,
  type DraftCreatedData,
  DraftDetailsChanged,
  type DraftDetailsChangedData,
  DraftEdited,
  type DraftEditedData,
} from '#contracts/events/draft.js';
import {
  OrderCancelled,
  type OrderCancelledData,
  OrderCaptureDue,
  type OrderCaptureDueData,
  OrderDetailsChanged,
  type OrderDetailsChangedData,
  OrderDocumentRecorded,
  type OrderDocumentRecordedData,
  OrderEdited,
  type OrderEditedData,
  OrderHoldPlaced,
  type OrderHoldPlacedData,
  OrderHoldReleased,
  type OrderHoldReleasedData,
  OrderPaymentAdded,
  type OrderPaymentAddedData,
  OrderPlaced,
  OrderPriced,
  type OrderPricedData,
  OrderReturnClaimed,
  OrderReturnReleased,
  type OrderReturnReleasedData,
  OrderShipmentClaimed,
  type OrderShipmentClaimedData,
  OrderShipmentReleased,
  type OrderShipmentReleasedData,
  OrderTaxDelayed,
  type OrderTaxDelayedData,
  type TaxedLine,
} from '#contracts/events/order.js';
import type { RequestedReturn } from '#contracts/events/return.js';
import {
  type DocumentSummary,
  type OrderBalance,
  type OrderTax,
  type PaymentStatus,
  type PlacedOrder,
  type ShipmentStatus,
} from '#contracts/order.js';
import type { EditableDetails } from '#contracts/order-details.js';
import type { OrderReturn } from '#contracts/returns.js';
import type { ShipmentClaim } from '#contracts/shipping.js';
import { rolledUp } from './roll-up.js';

/** An order's state: what was placed, as every later event left it. */
export interface Order extends PlacedOrder {
  readonly tax: OrderTax;
  readonly documents: readonly DocumentSummary[];
  readonly paymentStatus: PaymentStatus;
  readonly shipmentStatus: ShipmentStatus;
  readonly balance: OrderBalance;
  readonly claims?: readonly ShipmentClaim[];
  readonly returns?: readonly OrderReturn[];
  readonly cancelledAt?: string;
  readonly cancelReason?: string;
  /** An order that is not placed yet. */
  readonly draft?: { readonly expiresAt: string };
  /** The payments that the rules of its store had captured. */
  readonly capturesAsked?: readonly string[];
  /** When the oldest of its holds was placed; absent where there is none, so that its index stays small. */
  readonly heldSince?: string;
  /** Each custom field as `name:value`, to be found by; absent where there is none. */
  readonly attributeTexts?: readonly string[];
  /** The version of the last change by anybody but services. */
  readonly editedVersion: number;
  /** Where that goes which a return leaves too much, as soon as its tax is known. */
  readonly refundDue?: RefundDestination;
  /** The largest line id that was ever given. */
  readonly lastLine: number;
  /** The version at which what is taxed last changed; tax computed from an older one no longer fits. */
  readonly taxableVersion: number;
  /** The version that the tax in the totals was computed from. */
  readonly taxedVersion?: number;
}

/** What serves this service alone. */
export const bookkeeping = [
  'attributeTexts',
  'capturesAsked',
  'editedVersion',
  'heldSince',
  'lastLine',
  'refundDue',
  'taxableVersion',
  'taxedVersion',
] as const satisfies (keyof Order)[];

export type OrderEvent =
  | NewEvent<'draft.created', DraftCreatedData>
  | NewEvent<'draft.edited', DraftEditedData>
  | NewEvent<'draft.details-changed', DraftDetailsChangedData>
  | NewEvent<'order.placed', PlacedOrder>
  | NewEvent<'order.priced', OrderPricedData>
  | NewEvent<'order.tax-delayed', OrderTaxDelayedData>
  | NewEvent<'order.payment-added', OrderPaymentAddedData>
  | NewEvent<'order.capture-due', OrderCaptureDueData>
  | NewEvent<'order.document-recorded', OrderDocumentRecordedData>
  | NewEvent<'order.edited', OrderEditedData>
  | NewEvent<'order.details-changed', OrderDetailsChangedData>
  | NewEvent<'order.cancelled', OrderCancelledData>
  | NewEvent<'order.shipment-claimed', OrderShipmentClaimedData>
  | NewEvent<'order.return-claimed', RequestedReturn>
  | NewEvent<'order.return-released', OrderReturnReleasedData>
  | NewEvent<'order.shipment-released', OrderShipmentReleasedData>
  | NewEvent<'order.hold-placed', OrderHoldPlacedData>
  | NewEvent<'order.hold-released', OrderHoldReleasedData>;

/** The next state, which has this version; no rule, clock or I/O. */
export function evolve(order: Order | null, event: OrderEvent, version: number): Order {
  switch (event.type) {
    case DraftCreated.type:
      return { ...placed(order, event.data.draft, version), draft: { expiresAt: event.data.expiresAt } };
    case DraftEdited.type:
      return { ...rolledUp(edited(existing(order), event.data.edit, version)), draft: { expiresAt: event.data.expiresAt } };
    case DraftDetailsChanged.type:
      return { ...detailed(existing(order), event.data.change, version), draft: { expiresAt: event.data.expiresAt } };
    case OrderPlaced.type:
      return placed(order, event.data, version);
    case OrderTaxDelayed.type:
      return { ...existing(order), tax: { status: 'pending', reason: event.data.reason } };
    case OrderPriced.type:
      return rolledUp(priced(existing(order), event.data));
    case OrderPaymentAdded.type:
      return rolledUp({ ...existing(order), payments: [...existing(order).payments, event.data.payment] });
    case OrderCaptureDue.type:
      return { ...existing(order), capturesAsked: [...(existing(order).capturesAsked ?? []), ...event.data.payments.map(({ id }) => id)] };
    case OrderDocumentRecorded.type:
      return rolledUp({ ...existing(order), documents: withDocument(existing(order).documents, event.data.document) });
    case OrderEdited.type:
      return rolledUp(edited(existing(order), event.data, version));
    case OrderDetailsChanged.type:
      return detailed(existing(order), event.data, version);
    case OrderShipmentClaimed.type:
      return { ...existing(order), claims: [...otherClaims(order, event.data.claim.id), event.data.claim] };
    case OrderShipmentReleased.type:
      return released(existing(order), event.data.claim.id);
    case OrderReturnClaimed.type:
      return { ...existing(order), returns: [...(existing(order).returns ?? []), claimedReturn(event.data)] };
    case OrderReturnReleased.type:
      return { ...existing(order), returns: withRelease(existing(order).returns ?? [], event.data) };
    case OrderHoldPlaced.type:
      return held(existing(order), [...existing(order).holds, event.data.hold]);
    case OrderHoldReleased.type:
      return held(
        existing(order),
        existing(order).holds.filter(({ id }) => id !== event.data.hold.id),
      );
    case OrderCancelled.type:
      return rolledUp(cancelled(existing(order), event.data, version));
  }
}

/** The order as events leave it, of which there is at least one where there is no order yet; `version` is that of the order before them. */
export function afterEvents(order: Order | null, version: number, events: readonly OrderEvent[]): Order {
  return events.reduce<Order | null>((state, event, index) => evolve(state, event, version + index + 1), order) as Order;
}

function otherClaims(order: Order | null, shipmentId: string): ShipmentClaim[] {
  return (existing(order).claims ?? []).filter(({ id }) => id !== shipmentId);
}

function released(order: Order, shipmentId: string): Order {
  const { claims: _, ...rest } = order;
  const claims = otherClaims(order, shipmentId);
  return { ...rest, ...(claims.length > 0 && { claims }) };
}

function held(order: Order, holds: Order['holds']): Order {
  const { heldSince: _, ...rest } = order;
  return { ...rest, holds, ...heldSince(holds) };
}

function heldSince(holds: Order['holds']): Pick<Order, 'heldSince'> {
  const [first] = holds.map(({ placedAt }) => placedAt).sort();
  return first === undefined ? {} : { heldSince: first };
}

function placed(before: Order | null, order: PlacedOrder, version: number): Order {
  return rolledUp({
    ...order,
    ...heldSince(order.holds),
    ...attributeTexts(order.attributes),
    tax: { status: 'pending' },
    documents: [],
    editedVersion: version,
    lastLine: Math.max(before?.lastLine ?? 0, ...order.lines.map(({ id }) => Number(id))),
    taxableVersion: version,
  });
}

function claimedReturn({ returnId, items, requestedAt }: RequestedReturn): OrderReturn {
  return { id: returnId, items: items.map(({ lineId, quantity }) => ({ lineId, quantity })), claimedAt: requestedAt };
}

function withRelease(returns: readonly OrderReturn[], { returnId, released: release }: OrderReturnReleasedData): OrderReturn[] {
  return returns.map((each) => (each.id === returnId ? { ...each, released: release } : each));
}

function priced({ refundDue: _, ...order }: Order, data: OrderPricedData): Order {
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

function edited(order: Order, data: OrderEditedData, version: number): Order {
  const removed = new Set(data.removedLines.map(({ id }) => id));
  const { discounts: _, ...rest } = order;
  return {
    ...rest,
    lines: replaced(order.lines, data.lines).filter(({ id }) => !removed.has(id)),
    shipments: replaced(order.shipments, data.shipments),
    ...(data.received && { returns: replaced(order.returns ?? [], [data.received]) }),
    ...(data.received?.receipt?.refund && { refundDue: data.received.receipt.refund }),
    discount: data.discount,
    ...(data.discounts === undefined ? {} : { discounts: data.discounts }),
    fee: data.fee,
    taxRate: data.taxRate,
    totals: data.totals,
    tax: { status: 'pending' },
    editedVersion: version,
    lastLine: data.lastLine,
    taxableVersion: version,
  };
}

function detailed(order: Order, { details, deliveryChanges, addressCheck }: OrderDetailsChangedData, version: number): Order {
  const { attributeTexts: _, addressCheck: before, ...rest } = withoutDetails(order);
  const check = deliveryChanges ? addressCheck : before;
  return {
    ...rest,
    ...(check && { addressCheck: check }),
    ...details,
    ...attributeTexts(details.attributes),
    editedVersion: version,
    ...(deliveryChanges ? { tax: { status: 'pending' }, taxableVersion: version } : {}),
  };
}

function attributeTexts(attributes: Order['attributes']): Pick<Order, 'attributeTexts'> {
  const texts = Object.entries(attributes).map(([name, value]) => `${name}:${value}`);
  return texts.length === 0 ? {} : { attributeTexts: texts };
}

function withoutDetails(order: Order): Omit<Order, keyof EditableDetails> {
  return Object.fromEntries(Object.entries(order).filter(([name]) => !(detailNames as readonly string[]).includes(name))) as never;
}

function cancelled(order: Order, { cancelledAt, reason }: OrderCancelledData, version: number): Order {
  return {
    ...order,
    status: 'Cancelled',
    cancelledAt,
    cancelReason: reason,
    lines: order.lines.map((line) => ({ ...line, status: 'Cancelled' })),
    editedVersion: version,
  };
}

function taxed<Item extends { readonly id: string }>(items: readonly Item[], taxes: readonly TaxedLine[]): Item[] {
  const byId = new Map(taxes.map(({ id, taxRate, taxTotal }) => [id, { taxRate, taxTotal }]));
  return items.map((item) => {
    const tax = byId.get(item.id);
    return tax ? { ...item, ...tax } : item;
  });
}

/** Each new one in the place of the one with its id, or at the end. */
function replaced<Item extends { readonly id: string }>(items: readonly Item[], changed: readonly Item[]): Item[] {
  const byId = new Map(changed.map((item) => [item.id, item]));
  const known = new Set(items.map(({ id }) => id));
  return [...items.map((item) => byId.get(item.id) ?? item), ...changed.filter(({ id }) => !known.has(id))];
}

function withDocument(documents: readonly DocumentSummary[], document: DocumentSummary): DocumentSummary[] {
  const others = documents.filter(({ id }) => id !== document.id);
  return [...others, document];
}

function existing(order: Order | null): Order {
  if (!order) throw new Error('the first event of an order is order.placed');
  return order;
}
