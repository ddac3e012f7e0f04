import { consignmentRules } from './verify-consignment-fold.js';
import { Exact } from './verify-exact.js';
import { fulfilmentRules } from './verify-fulfilment-fold.js';
import { paymentRules } from './verify-payment-fold.js';
import type { Fields } from './verify-shapes.js';
import { taxTransactionRules } from './verify-tax-fold.js';

export interface RecordedEvent {
  readonly type: string;
  readonly data: Fields;
}

type Part = Fields & { readonly id: string };

/** What each event makes of a document, by docs/events.md; `version` is the document's after it. Written anew here, to be independent of the services' own rules. */
const rules: Readonly<Record<string, (before: Fields, data: Fields, version: number) => Fields>> = {
  'draft.created': (_, { draft, expiresAt }, version) => ({ ...placed({}, draft as Fields, version), draft: { expiresAt } }),
  'draft.edited': (order, { edit, expiresAt }, version) => ({ ...edited(order, edit as Fields, version), draft: { expiresAt } }),
  'draft.details-changed': (order, { change, expiresAt }, version) => ({
    ...detailed(order, change as Fields, version),
    draft: { expiresAt },
  }),
  'order.placed': placed,
  'order.tax-delayed': (order, { reason }) => ({ ...order, tax: { status: 'pending', reason } }),
  'order.priced': (order, { taxedVersion, taxRate, payments, totals, lines, shipments, taxDocument }) =>
    withBalance({
      ...order,
      refundDue: undefined,
      taxedVersion,
      taxRate,
      payments,
      totals,
      lines: withTaxes(order.lines, lines),
      shipments: withTaxes(order.shipments, shipments),
      tax: { status: 'calculated' },
      documents: withLatest(order.documents, taxDocument),
    }),
  'order.payment-added': (order, { payment }) => withBalance({ ...order, payments: [...(order.payments as Part[]), payment] }),
  'order.capture-due': (order, { payments }) => ({
    ...order,
    capturesAsked: [...((order.capturesAsked as string[] | undefined) ?? []), ...(payments as Part[]).map(({ id }) => id)],
  }),
  'order.document-recorded': (order, { document }) => withBalance({ ...order, documents: withLatest(order.documents, document) }),
  'order.edited': edited,
  'order.details-changed': detailed,
  'order.shipment-claimed': (order, { claim }) => ({ ...order, claims: [...otherClaims(order, claim), claim as Part] }),
  'order.shipment-released': (order, { claim }) => {
    const claims = otherClaims(order, claim);
    return { ...order, claims: claims.length > 0 ? claims : undefined };
  },
  'order.return-claimed': (order, { returnId, items, requestedAt }) => ({
    ...order,
    returns: [
      ...((order.returns as Part[] | undefined) ?? []),
      { id: returnId, items: (items as Fields[]).map(({ lineId, quantity }) => ({ lineId, quantity })), claimedAt: requestedAt },
    ],
  }),
  'order.return-released': (order, { returnId, released }) => ({
    ...order,
    returns: (order.returns as Part[]).map((each) => (each.id === returnId ? { ...each, released } : each)),
  }),
  'order.hold-placed': (order, { hold }) => withHolds(order, [...(order.holds as Part[]), hold as Part]),
  'order.hold-released': (order, { hold }) =>
    withHolds(
      order,
      (order.holds as Part[]).filter(({ id }) => id !== (hold as Part).id),
    ),
  'order.cancelled': (order, { cancelledAt, reason }, version) =>
    withBalance({
      ...order,
      status: 'Cancelled',
      cancelledAt,
      cancelReason: reason,
      lines: (order.lines as Part[]).map((line) => ({ ...line, status: 'Cancelled' })),
      editedVersion: version,
    }),
  'tax.calculated': (_, data) => data,
  'tax.voided': (document) => ({ ...document, status: 'Cancelled' }),
  'tax.returned': (_, data) => data,
  'tax.return-voided': (document) => ({ ...document, status: 'Cancelled' }),
  ...taxTransactionRules,
  'return.requested': (_, data) => data,
  'return.approved': (_, data) => data,
  'return.refused': (_, data) => data,
  'return.received': (_, data) => data,
  'return.cancelled': (_, data) => data,
  'invoice.drafted': (_, data) => data,
  'invoice.issued': (_, data) => data,
  'invoice.paid': (_, data) => data,
  'invoice.voided': (_, data) => data,
  'shipment.opened': (_, data) => ({ status: 'New', ...data }),
  'shipment.status-changed': (shipment, { status }) => ({ ...shipment, status }),
  'shipment.details-changed': (shipment, { details }) => ({
    ...shipment,
    ...Object.fromEntries(shipmentDetailNames.map((name) => [name, (details as Fields)[name]])),
  }),
  'shipment.packed': (shipment, { packages }) => ({ ...shipment, packages }),
  'shipment.changed': (shipment, { emptied, ...data }) => ({
    ...shipment,
    deliveryAddress: undefined,
    ...data,
    packages: emptied ? (shipment.packages as Part[]).map((each) => ({ ...each, ...partOf(emptied, each.id) })) : shipment.packages,
  }),
  'shipment.sent': (shipment, { sentAt, tracking }) => ({ ...shipment, status: 'Sent', sentAt, tracking }),
  'shipment.tracked': (shipment, { report }) => ({
    ...shipment,
    reports: inOrderOfTime([...((shipment.reports as Part[]) ?? []), report as Part]),
  }),
  'shipment.delivered': (shipment, { deliveredAt }) => ({ ...shipment, status: 'Delivered', deliveredAt }),
  'shipment.cancelled': (shipment) => ({ ...shipment, status: 'Cancelled' }),
  ...fulfilmentRules,
  'shipment.joined-consignment': (shipment, { consignmentId }) => ({ ...shipment, consignmentId }),
  'shipment.left-consignment': (shipment, { consignmentId }) => ({
    ...shipment,
    consignmentId: shipment.consignmentId === consignmentId ? undefined : shipment.consignmentId,
    leftConsignments: [...((shipment.leftConsignments as string[] | undefined) ?? []), consignmentId],
  }),
  'combination.planned': (_, data) => data,
  ...consignmentRules,
  ...paymentRules,
};

const otherClaims = (order: Fields, claim: unknown): Part[] =>
  ((order.claims as Part[] | undefined) ?? []).filter(({ id }) => id !== (claim as Part).id);

const detailNames = [
  ...['status', 'channel', 'externalId', 'purchaseOrderNumber', 'subscriptionId', 'customer', 'organisation', 'employee'],
  ...['language', 'promisedOn', 'expectedOn', 'comment', 'addresses', 'attributes'],
];

const shipmentDetailNames = [
  ...['fulfilmentCentre', 'methodOption', 'promisedOn', 'expectedOn', 'pickupLocation', 'comment', 'externalId', 'attributes'],
];

function placed(before: Fields, data: Fields, version: number): Fields {
  return withBalance({
    ...data,
    heldSince: heldSince(data.holds),
    attributeTexts: attributeTexts(data.attributes),
    tax: { status: 'pending' },
    documents: [],
    editedVersion: version,
    lastLine: Math.max((before.lastLine as number | undefined) ?? 0, ...(data.lines as Part[]).map(({ id }) => Number(id))),
    taxableVersion: version,
  });
}

function edited(order: Fields, data: Fields, version: number): Fields {
  const { lines, removedLines, shipments, discount, discounts, fee, taxRate, totals, lastLine } = data;
  const received = data.received as (Part & { receipt: { refund?: string } }) | undefined;
  const removed = new Set((removedLines as Part[]).map(({ id }) => id));
  return withBalance({
    ...order,
    lines: withNewest(order.lines, lines).filter(({ id }) => !removed.has(id)),
    shipments: withNewest(order.shipments, shipments),
    returns: received ? withNewest(order.returns, [received]) : order.returns,
    refundDue: received?.receipt.refund ?? order.refundDue,
    discount,
    discounts,
    fee,
    taxRate,
    totals,
    tax: { status: 'pending' },
    editedVersion: version,
    lastLine,
    taxableVersion: version,
  });
}

function detailed(order: Fields, { details, deliveryChanges, addressCheck }: Fields, version: number): Fields {
  return {
    ...order,
    ...Object.fromEntries(detailNames.map((name) => [name, (details as Fields)[name]])),
    attributeTexts: attributeTexts((details as Fields).attributes),
    editedVersion: version,
    ...(deliveryChanges ? { tax: { status: 'pending' }, taxableVersion: version, addressCheck } : {}),
  };
}

/** What a document must be after these events, in the order of their versions. Throws on an event that is not known. */
export function foldHistory(events: readonly RecordedEvent[]): Fields {
  let state: Fields = {};
  for (const [index, { type, data }] of events.entries()) {
    const rule = rules[type];
    if (!rule) throw new Error(`its history has an event ${type}, of which no rule is known`);
    state = rule(state, data, index + 1);
  }
  return state;
}

/** Where two states differ, a sentence for each field in which they do; a field that is undefined is absent. */
export function* stateDifferences(stored: unknown, folded: unknown, path = 'state'): Generator<string> {
  if (isObject(stored) && isObject(folded) && Array.isArray(stored) === Array.isArray(folded)) {
    for (const name of new Set([...Object.keys(stored), ...Object.keys(folded)])) {
      yield* stateDifferences(stored[name], folded[name], Array.isArray(stored) ? `${path}[${name}]` : `${path}.${name}`);
    }
  } else if (stored !== folded) {
    yield `${path} is ${written(stored)}, by its history ${written(folded)}`;
  }
}

const isObject = (value: unknown): value is Fields => typeof value === 'object' && value !== null;
const written = (value: unknown) => (value === undefined ? 'absent' : JSON.stringify(value).slice(0, 200));

function withTaxes(parts: unknown, taxes: unknown): Part[] {
  const taxed = new Map((taxes as Part[]).map((tax) => [tax.id, tax]));
  return (parts as Part[]).map((part) => {
    const tax = taxed.get(part.id);
    return tax ? { ...part, taxRate: tax.taxRate, taxTotal: tax.taxTotal } : part;
  });
}

const withHolds = (order: Fields, holds: readonly Part[]): Fields => ({ ...order, holds, heldSince: heldSince(holds) });

/** Each custom field as `name:value`; absent where there is none. */
function attributeTexts(attributes: unknown): string[] | undefined {
  const texts = Object.entries(attributes as Fields).map(([name, value]) => `${name}:${String(value)}`);
  return texts.length > 0 ? texts : undefined;
}

const heldSince = (holds: unknown): unknown => (holds as Part[]).map(({ placedAt }) => placedAt).sort()[0];

/** Of very many the last. */
const inOrderOfTime = (reports: readonly Part[]) =>
  [...reports].sort((one, other) => Date.parse(String(one.occurredAt)) - Date.parse(String(other.occurredAt))).slice(-200);

const partOf = (parts: unknown, id: string): Part | undefined => (parts as Part[]).find((part) => part.id === id);

/** Each that is new in the place of the one with its id, or at the end. */
function withNewest(parts: unknown, newest: unknown): Part[] {
  return [...new Map([...(parts as Part[]), ...(newest as Part[])].map((part) => [part.id, part])).values()];
}

type PaymentSummary = Part & { type: string; status: string; currency: string; amount: string; captured?: string; refunded?: string };

/** The order with what is due for it, what its payments promise, and what that says of it as a whole. */
function withBalance(order: Fields): Fields {
  const { total, others } = order.totals as { total: string; others?: { currency: string; total: string }[] };
  const documents = order.documents as PaymentSummary[];
  const payments = documents.filter(({ type }) => type === 'payment');
  const isCancelled = order.cancelledAt !== undefined;
  const own = balanceIn(payments, order.currency as string, total, isCancelled);
  const beside = others?.map((other) => ({ currency: other.currency, ...balanceIn(payments, other.currency, other.total, isCancelled) }));
  return {
    ...order,
    balance: beside ? { ...own, others: beside } : own,
    paymentStatus: paymentStatus(payments, [own, ...(beside ?? [])]),
    shipmentStatus: shipmentStatus(order),
  };
}

type Balance = Record<'due' | 'authorized' | 'captured' | 'difference', string>;

function balanceIn(all: readonly PaymentSummary[], currency: string, total: string, isCancelled: boolean): Balance {
  const decimals = total.split('.')[1]?.length ?? 0;
  const payments = all.filter((payment) => payment.currency === currency);
  const due = isCancelled ? Exact.zero : Exact.of(total);
  const sumOf = (amount: (payment: PaymentSummary) => string) => Exact.sum(payments.map((payment) => Exact.of(amount(payment))));
  const refunded = sumOf((payment) => payment.refunded ?? '0');
  const captured = sumOf((payment) => payment.captured ?? '0').minus(refunded);
  const authorized = sumOf(({ status, amount, captured: taken = '0' }) => (status === 'Authorized' ? amount : taken)).minus(refunded);
  const text = (amount: Exact) => amount.plus(Exact.of(decimals === 0 ? '0' : `0.${'0'.repeat(decimals)}`)).toString();
  return { due: text(due), authorized: text(authorized), captured: text(captured), difference: text(due.minus(authorized)) };
}

function paymentStatus(payments: readonly PaymentSummary[], balances: readonly Balance[]): string {
  const is = (name: keyof Balance) => balances.some((balance) => Exact.of(balance[name]).isAbove(Exact.zero));
  const statuses = new Set(payments.map(({ status }) => status));
  if (statuses.size === 0) return 'NotPaid';
  if (payments.some(({ refunded = '0' }) => Exact.of(refunded).isAbove(Exact.zero)))
    return is('captured') ? 'PartiallyRefunded' : 'Refunded';
  if (is('captured')) {
    return balances.some(({ due, captured }) => Exact.of(due).isAbove(Exact.of(captured))) ? 'PartiallyPaid' : 'Paid';
  }
  if (statuses.has('Authorized')) {
    if (!is('difference')) return 'Authorized';
    return is('authorized') ? 'PartiallyAuthorized' : 'NotPaid';
  }
  if (statuses.size === 1 && statuses.has('Voided')) return 'Voided';
  return statuses.has('Declined') ? 'Declined' : 'Pending';
}

type Pieces = { id: string; quantity: number; returnedQuantity?: number };

function shipmentStatus({ lines, shipments, documents }: Fields): string {
  const piecesIn = (status: string): number => {
    const ids = new Set((documents as PaymentSummary[]).filter((each) => each.status === status).map(({ id }) => id));
    const items = (shipments as { id: string; items: Pieces[] }[]).flatMap((each) => (ids.has(each.id) ? each.items : []));
    return items.reduce((sum, { quantity }) => sum + quantity, 0);
  };
  const [underway, arrived] = [piecesIn('Sent'), piecesIn('Delivered')];
  const wanted = (lines as Pieces[]).reduce((sum, { quantity }) => sum + quantity, 0);
  const back = (lines as Pieces[]).reduce((sum, { returnedQuantity = 0 }) => sum + returnedQuantity, 0);
  if (underway + arrived === 0) return 'NotSent';
  if (underway + arrived - back < wanted) return 'PartiallySent';
  if (wanted === 0 && underway + arrived === back) return 'Returned';
  if (underway === 0) return 'Delivered';
  return arrived === 0 ? 'Sent' : 'PartiallyDelivered';
}

/** The one that has changed last stands last. */
function withLatest(documents: unknown, latest: unknown): Part[] {
  const changed = latest as Part;
  return [...(documents as Part[]).filter(({ id }) => id !== changed.id), changed];
}
