import { amountDifference, difference, sameIds } from './verify-difference.js';
import { Exact } from './verify-exact.js';
import type { OrderState, TaxDocumentState, Taxed, TaxLine } from './verify-shapes.js';
import { flatRate, type Store } from './verify-stores.js';
import { owedTax, partsOfOrder } from './verify-tax-returns.js';
import { taxOf } from './verify-totals.js';

/** Where the rates on an order are not those of its store, a sentence each. */
export function* rateDifferences(order: OrderState, store: Store): Generator<string> {
  const country = order.addresses.shipping?.country ?? store.country;
  for (const line of order.lines) {
    yield* amountDifference(`taxRate of line ${line.id}`, line.taxRate, Exact.of(flatRate(store, country, line.taxCode)));
  }
  for (const part of [...order.shipments, ...taxedPayments(order)]) {
    yield* amountDifference(`taxRate of ${part.id}`, part.taxRate, Exact.of(flatRate(store, country)));
  }
}

/** Where an order and its tax document differ, a sentence each. */
export function* taxDifferences(
  order: OrderState,
  taxDocuments: readonly TaxDocumentState[],
  roundIn: (tax: Exact, currency: string) => Exact,
  byLine: boolean,
): Generator<string> {
  yield* difference('tax.status', order.tax.status, 'calculated');
  yield* difference('number of tax documents', taxDocuments.length, 1);
  for (const document of taxDocuments) {
    const name = `tax document ${document.number}`;
    yield* difference(`pricesIncludeTax of ${name}`, document.pricesIncludeTax, order.pricesIncludeTax);
    yield* difference(`currency of ${name}`, document.currency, order.currency);
    for (const kind of ['lines', 'shipments', 'payments'] as const) {
      const taxed = kind === 'lines' ? partsOfOrder(document.lines, order) : document[kind];
      yield* sameIds(`${kind} of ${name}`, taxed, kind === 'payments' ? taxedPayments(order) : order[kind]);
      yield* appliedTaxDifferences(kind, order[kind], document[kind]);
    }
    const taxed = [...document.lines, ...document.shipments, ...document.payments];
    // The amounts of a provider outside count, and its rates are for information.
    for (const part of document.provider === 'avatax' ? [] : taxed) {
      const { pricesIncludeTax = false } = order;
      const amount = Exact.of(part.taxable).plus(pricesIncludeTax ? Exact.of(part.tax) : Exact.zero);
      const computed = taxOf(amount, part.rate, pricesIncludeTax);
      yield* amountDifference(
        `tax on ${part.id} in ${name}`,
        part.tax,
        byLine ? roundIn(computed, part.currency ?? document.currency) : computed,
      );
    }
    const sumIn = (currency: string | undefined) =>
      Exact.sum(taxed.filter((part) => part.currency === currency).map((part) => Exact.of(part.tax)));
    const tax = roundIn(sumIn(undefined).minus(Exact.of(document.orderDiscountTax)), order.currency);
    const returned = Exact.sum(taxed.map((part) => Exact.of(part.returned?.tax ?? '0')));
    for (const { currency, totalTax } of document.otherTaxes ?? []) {
      yield* amountDifference(`totalTax in ${currency} of ${name}`, totalTax, roundIn(sumIn(currency), currency));
    }
    yield* amountDifference('totals.taxTotal', order.totals.taxTotal, tax.minus(returned), `the sum of ${name}'s lines`);
    yield* amountDifference(`totalTax of ${name}`, document.totalTax, tax, 'the sum of its lines');
  }
}

/** Those that were added later cost nothing, and are not taxed. */
function taxedPayments({ payments }: OrderState): OrderState['payments'] {
  return payments.filter(({ addedAt }) => addedAt === undefined);
}

/** What the tax document says must stand on the order. */
function* appliedTaxDifferences(kind: string, items: readonly Taxed[], taxes: readonly TaxLine[]): Generator<string> {
  for (const item of items) {
    const tax = taxes.find(({ id }) => id === item.id);
    if (!tax) continue;
    yield* amountDifference(`taxTotal of ${item.id} in ${kind}`, item.taxTotal, owedTax(tax));
    yield* amountDifference(`taxRate of ${item.id} in ${kind}`, item.taxRate, Exact.of(tax.rate));
  }
}
