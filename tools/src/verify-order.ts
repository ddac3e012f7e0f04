import { isDeepStrictEqual } from 'node:util';
import { amountDifference, difference, sameIds } from './verify-difference.js';
import { Exact } from './verify-exact.js';
import type { ExpectedOrder } from './verify-invoice.js';
import { invoicesDifferences } from './verify-issued.js';
import { returnDifferences } from './verify-returns.js';
import type { ChildDocument, OrderChildren, OrderState, PaymentState, ShipmentState } from './verify-shapes.js';
import { flatRate, roundingOf, type Store } from './verify-stores.js';
import { rateDifferences, taxDifferences } from './verify-tax.js';
import { taxReturnDifferences } from './verify-tax-returns.js';
import { type PricedParts, partsIn, totalsOf, type VerifiedTotals, verifiedTotals } from './verify-totals.js';

/** Where an order and its documents differ from each other, a sentence each. */
export function* orderDifferences(order: OrderState, children: OrderChildren, store: Store | undefined): Generator<string> {
  if (!store) yield `its store "${order.storeId}" is not configured`;
  const { decimals, rounding, taxByLine } = roundingOf(store, order.currency);
  const byRate = totalsOf({ ...order, ...partsIn(undefined, order) }, decimals, rounding, taxByLine);
  const isToldTax = children.taxDocuments.some(({ provider }) => provider === 'avatax');
  const totals = isToldTax ? withToldTax(byRate, order) : byRate;
  for (const name of verifiedTotals) yield* amountDifference(`totals.${name}`, order.totals[name], totals[name]);
  yield* otherTotalDifferences(order, store);
  yield* invoicesDifferences(order, children);
  yield* taxReturnDifferences(children.taxDocuments, children.taxReturns ?? []);
  if (order.cancelledAt !== undefined) {
    yield* cancellationDifferences(children);
    yield* summaryDifferences(order, children);
    return;
  }
  if (store?.tax.provider === 'flat') yield* rateDifferences(order, store);
  yield* taxDifferences(order, children.taxDocuments, roundIn(store), taxByLine);
  yield* paymentDifferences(order, children.payments, isToldTax);
  yield* shipmentDifferences(order, children.shipments);
  yield* returnDifferences(order, children.returns ?? []);
  yield* summaryDifferences(order, children);
}

/** Where an order differs from the invoice that it was placed from, a sentence each. The expected tax is computed from the file and the store's rates alone. */
export function* invoiceDifferences(order: OrderState, expected: ExpectedOrder, store: Store): Generator<string> {
  yield* difference('store', order.storeId, store.id);
  yield* difference('currency', order.currency, 'GBP');
  yield* difference('customer', order.customer?.id, expected.customerId);
  yield* difference('country of delivery', order.addresses.shipping?.country, expected.country);
  yield* difference('number of lines', order.lines.length, expected.lines.length);
  for (const [index, line] of expected.lines.entries()) {
    const found = order.lines[index];
    if (!found) continue;
    yield* difference(`lines[${index}].sku`, found.sku, line.sku);
    yield* difference(`lines[${index}].quantity`, found.quantity, line.quantity);
    yield* amountDifference(`lines[${index}].price`, found.price, Exact.of(line.price));
  }
  yield* difference('number of shipments', order.shipments.length, expected.shipments ?? 1);
  yield* difference('number of payments', order.payments.length, 1);
  const rate = flatRate(store, expected.country);
  const parts: PricedParts = {
    lines: expected.lines.map((line) => ({ ...line, discount: '0', fee: '0', taxRate: rate })),
    shipments: [{ price: expected.shippingPrice, discount: '0', fee: '0', taxRate: rate }],
    payments: [],
    discount: expected.discount,
    fee: '0',
    taxRate: rate,
    ...(store.tax.pricesIncludeTax && { pricesIncludeTax: true }),
  };
  // An edit changes what is due, never a payment; the balance says what is left to settle.
  if (order.editedVersion <= 1) {
    const paid = Exact.sum(order.payments.map(({ amount = '0' }) => Exact.of(amount)));
    yield* amountDifference('the sum of its payments', paid.toString(), Exact.of(order.totals.total ?? '0'));
  }
  for (const line of order.lines) {
    const shipped = order.shipments.flatMap(({ items }) => items).filter(({ lineId }) => lineId === line.id);
    const quantity = shipped.reduce((sum, item) => sum + item.quantity, 0);
    yield* difference(`shipped quantity of line ${line.id}`, quantity, line.quantity + (line.returnedQuantity ?? 0));
  }
  const computed = totalsOf(parts, 2);
  const totals = store.tax.provider === 'avatax' ? withToldTax(computed, order) : computed;
  for (const name of verifiedTotals) yield* amountDifference(`totals.${name}, by the file,`, order.totals[name], totals[name]);
}

/** Rounds an amount as the store rounds its currency. */
function roundIn(store: Store | undefined) {
  return (amount: Exact, currency: string) => {
    const { decimals, rounding } = roundingOf(store, currency);
    return amount.rounded(decimals, rounding);
  };
}

/** Where the amounts in other currencies than the order's are not what they must be. */
function* otherTotalDifferences(order: OrderState, store: Store | undefined): Generator<string> {
  const currencies = new Set([...order.shipments, ...order.payments].flatMap(({ currency }) => currency ?? []));
  const others = order.totals.others ?? [];
  yield* difference('number of other currencies', others.length, currencies.size);
  for (const { currency, ...found } of others) {
    const { decimals, rounding, taxByLine } = roundingOf(store, currency);
    const nothing = { lines: [], discount: '0', fee: '0', taxRate: '0' };
    const inCurrency = { ...order, ...nothing, ...partsIn(currency, order) };
    const totals = totalsOf(inCurrency, decimals, rounding, taxByLine);
    for (const name of ['shippingSubTotal', 'paymentSubTotal', 'feeTotal', 'discountTotal', 'taxTotal', 'total'] as const) {
      yield* amountDifference(`totals.${name} in ${currency}`, found[name], totals[name]);
    }
  }
}

/** A cancelled order leaves nothing behind that is still to be paid, sent or taxed. */
function* cancellationDifferences({ payments, shipments, taxDocuments, taxReturns = [] }: OrderChildren): Generator<string> {
  for (const { number, status } of [...payments, ...shipments, ...taxDocuments, ...taxReturns]) {
    if (!['Voided', 'Declined', 'Refunded', 'Cancelled'].includes(status)) yield `the order is cancelled, and ${number} is ${status}`;
  }
}

/** Where a provider outside says the amounts, they count as they are. */
function withToldTax(totals: VerifiedTotals, { lines, shipments, payments, pricesIncludeTax }: OrderState): VerifiedTotals {
  const taxTotal = Exact.sum([...lines, ...shipments, ...payments].map((part) => Exact.of(part.taxTotal)));
  return { ...totals, taxTotal, total: pricesIncludeTax ? totals.total : Exact.sum([totals.total, taxTotal]).minus(totals.taxTotal) };
}

/** `mayBeCorrected`: its tax may have been estimated when they were opened. */
function* paymentDifferences(order: OrderState, payments: readonly PaymentState[], mayBeCorrected: boolean): Generator<string> {
  yield* sameIds('payments', payments, order.payments);
  for (const payment of payments) {
    const asked = order.payments.find(({ id }) => id === payment.id);
    yield* difference(`currency of payment ${payment.number}`, payment.currency, asked?.currency ?? order.currency);
    yield* difference(`gateway of payment ${payment.number}`, payment.gateway, asked?.gateway);
    if (asked?.amount !== undefined) yield* amountDifference(`amount of payment ${payment.number}`, payment.amount, Exact.of(asked.amount));
  }
  for (const payment of payments) yield* moneyDifferences(payment);
  // After an edit, what is due and what is promised may differ; the balance says so.
  if (mayBeCorrected || order.editedVersion > 1 || order.isPrototype || order.payments.some(({ addedAt }) => addedAt !== undefined)) return;
  const own = payments.filter(({ currency }) => currency === order.currency);
  const paid = Exact.sum(own.map((payment) => Exact.of(payment.amount)));
  if (paid.isAbove(Exact.of(order.totals.total))) yield `its payments come to ${paid}, more than its total, ${order.totals.total}`;
}

/** No more is taken than was promised, nor given back than taken; and the log says the same. */
function* moneyDifferences(payment: PaymentState): Generator<string> {
  const { number, transactions, refunds = [] } = payment;
  const [authorized, captured, refunded] = [payment.authorizedAmount, payment.capturedAmount, payment.refundedAmount].map((text) =>
    Exact.of(text),
  );
  if (captured?.isAbove(authorized as Exact)) yield `payment ${number} took ${captured} of ${authorized} that were promised`;
  if (refunded?.isAbove(captured as Exact)) yield `payment ${number} gave ${refunded} back of ${captured} that were taken`;
  const done = transactions.filter(({ status }) => status === 'succeeded');
  const logged = (type: string) => Exact.sum(done.filter((each) => each.type === type).map(({ amount }) => Exact.of(amount)));
  // What succeeded first and came back later.
  const failed = refunds.filter(({ id, status }) => status === 'Rejected' && done.some(({ callId }) => callId === id));
  const givenBack = logged('refund').minus(Exact.sum(failed.map(({ amount }) => Exact.of(amount))));
  yield* amountDifference(`captured of payment ${number}`, payment.capturedAmount, logged('capture'), 'by its log');
  yield* amountDifference(`refunded of payment ${number}`, payment.refundedAmount, givenBack, 'by its log');
}

function* shipmentDifferences(order: OrderState, shipments: readonly ShipmentState[]): Generator<string> {
  yield* sameIds('shipments', shipments, order.shipments);
  const shipped = new Map<string, number>();
  for (const shipment of shipments) {
    const asked = order.shipments.find(({ id }) => id === shipment.id);
    yield* difference(`method of shipment ${shipment.number}`, shipment.method, asked?.method);
    const isGivenUp = asked?.mergedInto !== undefined || asked?.isCancelled === true;
    if ((shipment.status === 'Cancelled') !== isGivenUp)
      yield `shipment ${shipment.number} is ${shipment.status}, and the order says that it was ${isGivenUp ? 'given up' : 'not given up'}`;
    yield* difference(`currency of shipment ${shipment.number}`, shipment.currency, asked?.currency ?? order.currency);
    const [address, wanted] = [shipment.deliveryAddress, order.addresses.shipping];
    if (!['Sent', 'Delivered', 'Cancelled'].includes(shipment.status) && !isDeepStrictEqual(address, wanted))
      yield `shipment ${shipment.number} does not go where the order says`;
    for (const amount of ['price', 'discount', 'fee'] as const) {
      if (asked) yield* amountDifference(`${amount} of shipment ${shipment.number}`, shipment[amount], Exact.of(asked[amount]));
    }
    const held = new Map(shipment.items.map(({ lineId, quantity }) => [lineId, quantity]));
    for (const { lineId, quantity } of asked?.items ?? []) {
      yield* difference(`quantity of line ${lineId} in shipment ${shipment.number}`, held.get(lineId), quantity);
    }
    for (const item of shipment.items) {
      if (item.orderId === order.id) shipped.set(item.lineId, (shipped.get(item.lineId) ?? 0) + item.quantity);
    }
  }
  for (const shipment of shipments) yield* packageDifferences(shipment);
  yield* claimDifferences(order, shipments);
  if (order.isPrototype) return;
  for (const { id, quantity, returnedQuantity = 0 } of order.lines) {
    const [held, ordered] = [shipped.get(id) ?? 0, quantity + returnedQuantity];
    if (held > ordered) yield `the shipments hold ${held} of line ${id}, of which ${ordered} are ordered`;
  }
  const known = new Set(order.lines.map((line) => line.id));
  for (const lineId of shipped.keys()) if (!known.has(lineId)) yield `its shipments hold a line ${lineId} that it does not have`;
}

/** No package holds what the shipment does not. */
function* packageDifferences({ number, items, packages = [] }: ShipmentState): Generator<string> {
  const packed = packages.flatMap((each) => each.items);
  const of = (parts: ShipmentState['items'], { orderId, lineId }: ShipmentState['items'][number]) =>
    parts.filter((part) => part.orderId === orderId && part.lineId === lineId).reduce((sum, { quantity }) => sum + quantity, 0);
  for (const item of packed) {
    const [inside, held] = [of(packed, item), of(items, item)];
    if (inside > held) yield `the packages of ${number} hold ${inside} of line ${item.lineId}, of which it has ${held}`;
  }
}

/** What has left the house is exactly what was claimed. */
function* claimDifferences({ claims = [] }: OrderState, shipments: readonly ShipmentState[]): Generator<string> {
  for (const { id, number, status, items } of shipments) {
    const claim = claims.find((each) => each.id === id);
    const sent = status === 'Sent' || status === 'Delivered';
    if (sent !== (claim !== undefined)) yield `shipment ${number} is ${status}, and the order says that it ${claim ? 'is sent' : 'is not'}`;
    const held = new Map(items.map(({ lineId, quantity }) => [lineId, quantity]));
    for (const { lineId, quantity } of claim?.items ?? [])
      yield* difference(`sent of line ${lineId} with ${number}`, held.get(lineId), quantity);
  }
}

/** `order.documents` must list exactly the documents that exist, as they are. */
function* summaryDifferences(order: OrderState, children: OrderChildren): Generator<string> {
  const shipmentTotal = ({ price, fee, discount }: ShipmentState) => Exact.of(price).plus(Exact.of(fee)).minus(Exact.of(discount));
  const actual = new Map<string, ChildDocument & { amount: Exact }>([
    ...children.payments.map((child) => [`payment ${child.id}`, { ...child, amount: Exact.of(child.amount) }] as const),
    ...children.shipments.map((child) => [`shipment ${child.id}`, { ...child, amount: shipmentTotal(child) }] as const),
    ...children.taxDocuments.map((child) => [`tax ${child.id}`, { ...child, amount: Exact.of(child.totalTax) }] as const),
    ...(children.taxReturns ?? []).map((child) => [`tax ${child.id}`, { ...child, amount: Exact.of(child.totalTax) }] as const),
    ...(children.returns ?? []).map((child) => [`return ${child.id}`, { ...child, amount: Exact.of(child.restockingFee ?? '0') }] as const),
    ...(children.invoices ?? []).map((child) => [`invoice ${child.id}`, { ...child, amount: Exact.of(child.totals.total) }] as const),
  ]);
  const listed = new Set<string>();
  for (const summary of order.documents) {
    const name = `${summary.type} ${summary.id}`;
    if (listed.has(name)) yield `documents lists ${name} twice`;
    listed.add(name);
    const child = actual.get(name);
    if (!child) {
      yield `documents lists ${name}, which does not exist`;
      continue;
    }
    for (const field of ['number', 'status', 'currency'] as const)
      yield* difference(`${field} of ${name} in documents`, summary[field], child[field]);
    yield* amountDifference(`amount of ${name} in documents`, summary.amount, child.amount);
    for (const field of ['captured', 'refunded'] as const) {
      const payment = children.payments.find(({ id }) => id === summary.id);
      if (payment) yield* amountDifference(`${field} of ${name} in documents`, summary[field] ?? '0', Exact.of(payment[`${field}Amount`]));
    }
  }
  for (const name of actual.keys()) if (!listed.has(name)) yield `documents does not list ${name}`;
}
