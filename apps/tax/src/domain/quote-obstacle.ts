import type { QuoteTax, TaxableAmount } from '#contracts/commands/quote-tax.js';
import { Decimal, exactly, sum } from '#contracts/money.js';
import { type Refusal, refuse } from '#contracts/refusals.js';

// As of orders: far above any real one in any currency, and far below what the contracts' amounts can hold.
const LARGEST = '1000000000000000';

/** Where the quote is asked about. */
interface QuotingStore {
  readonly id: string;
  readonly currencies: readonly string[];
}

/** What stands against a quote, as it would against the order. */
export function quoteObstacle(
  { currency, discount = '0', lines, shipments = [], payments = [] }: QuoteTax,
  store: QuotingStore,
): Refusal | undefined {
  const parts = { lines, shipments, payments };
  const currencies = [
    ['currency', currency] as const,
    ...Object.entries(parts).flatMap(([name, amounts]) =>
      amounts.map((each, index) => [`${name}[${index}].currency`, each.currency] as const),
    ),
  ];
  const other = currencies.find(([, code]) => code !== undefined && !store.currencies.includes(code));
  if (other) return refuse('currency-not-offered', `${store.id} sells in ${store.currencies.join(', ')}, not in ${other[1]}`, other[0]);
  for (const [name, amounts] of Object.entries(parts)) {
    const twice = repeated(amounts);
    if (twice >= 0) return refuse('invalid-input', 'another one has this id', `${name}[${twice}].id`);
    const total = sum(amounts.map(({ amount }) => Decimal(amount)));
    if (total.gt(LARGEST)) {
      return refuse('amount-too-large', `the ${name} come to ${exactly(total)}; at most ${LARGEST} can be handled`, name);
    }
  }
  const goods = sum(lines.map(({ amount }) => Decimal(amount)));
  if (goods.lt(discount)) return refuse('discount-exceeds-price', `the discount is larger than the lines, ${exactly(goods)}`, 'discount');
  return undefined;
}

/** Where an id is that another one before has; -1 when each has its own. */
function repeated(amounts: readonly TaxableAmount[]): number {
  const known = new Set<string>();
  return amounts.findIndex(({ id }) => known.size === known.add(id).size);
}
