import { amountDifference, difference } from './verify-difference.js';
import { Exact } from './verify-exact.js';
import type { OrderState, TaxDocumentState, TaxLine, TaxReturnState } from './verify-shapes.js';

const kinds = ['lines', 'shipments', 'payments'] as const;

/** Where what was given back of a sale is more than it, or does not add up, a sentence each. */
export function* taxReturnDifferences(sales: readonly TaxDocumentState[], returns: readonly TaxReturnState[]): Generator<string> {
  const live = returns.filter(({ status }) => status === 'Committed');
  const [sale] = sales;
  for (const each of returns) {
    const name = `tax document ${each.number}`;
    yield* difference(`sale of ${name}`, each.saleNumber, sale?.number);
    const taxes = partsOf(each).map(({ tax }) => Exact.of(tax));
    yield* amountDifference(`totalTax of ${name}`, each.totalTax, Exact.sum(taxes), 'the sum of its lines');
    for (const part of partsOf(each)) {
      if (Exact.of(part.tax).isAbove(Exact.zero)) yield `${name} adds tax to ${part.id}`;
      const { details = [] } = part;
      const amounts = Exact.sum(details.map(({ amount }) => Exact.of(amount)));
      if (details.length > 0) yield* amountDifference(`tax on ${part.id} in ${name}`, part.tax, amounts, 'by jurisdiction');
    }
  }
  if (!sale) return;
  for (const kind of kinds) {
    for (const sold of sale[kind]) {
      for (const what of ['taxable', 'tax'] as const) {
        const given = Exact.sum(live.flatMap((each) => each[kind]).map((part) => Exact.of(part.id === sold.id ? part[what] : '0')));
        if (Exact.zero.minus(given).isAbove(Exact.of(sold[what])))
          yield `more ${what} of ${sold.id} in ${kind} is given back than ${sale.number} has: ${given} of ${sold[what]}`;
      }
    }
  }
}

/** The parts of a tax document that the order still has: what is gone of it and came back stays in the sale alone. */
export function partsOfOrder(parts: readonly TaxLine[], order: Pick<OrderState, 'lines'>): TaxLine[] {
  const known = new Set(order.lines.map(({ id }) => id));
  return parts.filter(({ id, taxable, returned }) => known.has(id) || !Exact.of(taxable).equals(Exact.of(returned?.taxable ?? '0')));
}

/** What the order owes of it. */
export function owedTax({ tax, returned }: TaxLine): Exact {
  return Exact.of(tax).minus(Exact.of(returned?.tax ?? '0'));
}

function partsOf(document: TaxReturnState): TaxLine[] {
  return kinds.flatMap((kind) => document[kind]);
}
