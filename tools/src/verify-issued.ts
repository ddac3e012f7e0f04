import { amountDifference } from './verify-difference.js';
import { Exact } from './verify-exact.js';
import type { InvoiceState, OrderChildren, OrderState } from './verify-shapes.js';

/** Where numbers have a gap or come twice: those of a series are 1, 2, 3, … */
export function* seriesDifferences(invoices: readonly InvoiceState[]): Generator<string> {
  const issued = invoices.filter(({ series }) => series !== undefined);
  for (const [series, documents] of Map.groupBy(issued, (invoice) => invoice.series)) {
    const sequences = documents.map(({ sequence }) => sequence ?? 0).sort((one, other) => one - other);
    for (const [index, sequence] of sequences.entries()) {
      if (sequence === index + 1) continue;
      yield `series ${series}: there ${sequence > index + 1 ? `is no ${index + 1}` : `are two ${sequence}`}`;
      break;
    }
  }
  for (const { id, status, number, sequence } of invoices) {
    if (sequence !== undefined && Number(/\d+$/.exec(number)?.[0]) !== sequence)
      yield `invoice ${id}: its number is ${number}, its place ${sequence}`;
    if (sequence === undefined && !['Draft', 'Void'].includes(status)) yield `invoice ${number}: it is ${status} and in no series`;
  }
}

/** Where an order's invoices do not add up, or hold more than there is. */
export function* invoicesDifferences(order: OrderState, { invoices = [], payments }: OrderChildren): Generator<string> {
  for (const invoice of invoices) yield* amountDifferences(invoice);
  const live = invoices.filter(({ status }) => status !== 'Void');
  // An edit may have taken of what was invoiced before; then a credit note is due, and not always there yet.
  if (order.editedVersion <= 1) yield* pieceDifferences(order, live);
  for (const { id, number, capturedAmount } of payments) {
    const applied = live.filter(({ kind }) => kind === 'invoice').flatMap((invoice) => invoice.payments);
    const sum = Exact.sum(applied.filter(({ paymentId }) => paymentId === id).map(({ amount }) => Exact.of(amount)));
    if (sum.isAbove(Exact.of(capturedAmount))) yield `payment ${number} took ${capturedAmount}, and invoices have ${sum} of it`;
  }
}

function* amountDifferences({ number, totals, taxes, payments, paidAmount, status, pricesIncludeTax }: InvoiceState): Generator<string> {
  const of = (name: keyof typeof totals) => Exact.of(totals[name]);
  const taxOnTop = pricesIncludeTax ? [] : [of('taxTotal')];
  const parts = [of('subTotal'), of('shippingTotal'), of('paymentTotal'), of('feeTotal'), ...taxOnTop];
  yield* amountDifference(`total of invoice ${number}`, totals.total, Exact.sum(parts).minus(of('discountTotal')));
  yield* amountDifference(`taxTotal of invoice ${number}`, totals.taxTotal, Exact.sum(taxes.map(({ tax }) => Exact.of(tax))), 'by rate');
  yield* amountDifference(`paidAmount of invoice ${number}`, paidAmount, Exact.sum(payments.map(({ amount }) => Exact.of(amount))));
  if (Exact.of(paidAmount).isAbove(of('total'))) yield `invoice ${number} comes to ${totals.total}, and ${paidAmount} is paid`;
  const isPaid = Exact.of(paidAmount).equals(of('total'));
  if ((status === 'Paid' && !isPaid) || (status === 'PartiallyPaid' && isPaid))
    yield `invoice ${number} is ${status}, with ${paidAmount} of ${totals.total}`;
}

function* pieceDifferences({ lines }: OrderState, live: readonly InvoiceState[]): Generator<string> {
  for (const { id, quantity } of lines) {
    const pieces = (kind: InvoiceState['kind']) =>
      live
        .filter((invoice) => invoice.kind === kind)
        .flatMap(({ items }) => items.filter((item) => item.part === 'line' && item.id === id))
        .reduce((sum, item) => sum + item.quantity, 0);
    if (pieces('invoice') > quantity) yield `invoices hold ${pieces('invoice')} of line ${id}, of which ${quantity} are ordered`;
    if (pieces('credit-note') > pieces('invoice'))
      yield `credit notes take back ${pieces('credit-note')} of line ${id}, of which ${pieces('invoice')} are invoiced`;
  }
}
