import Big from 'big.js';

/** An exact amount as money is written: two decimals, or more where they are needed. `2.1` → `2.10`, `0.001` → `0.001`. */
export function writtenAmount(amount: Big): string {
  // big.js keeps the sign of a zero, and `-0.00` is no amount.
  if (amount.eq('0')) return '0.00';
  const exact = amount.toFixed();
  const decimals = exact.split('.')[1]?.length ?? 0;
  return decimals < 2 ? amount.toFixed(2) : exact;
}

/** Quantity times unit price, exact. */
export function rowAmount(row: { readonly quantity: number; readonly unitPrice: string }): Big {
  return Big(row.unitPrice).times(String(row.quantity));
}

/** The exact sum of amounts. */
export function sumOf(amounts: Iterable<Big>): Big {
  let sum = Big('0');
  for (const amount of amounts) sum = sum.plus(amount);
  return sum;
}
