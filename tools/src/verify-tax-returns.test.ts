import type { TaxDocumentState, TaxReturnState } from './verify-shapes.js';
import { owedTax, partsOfOrder, taxReturnDifferences } from './verify-tax-returns.js';

const head = { status: 'Committed', currency: 'USD', orderId: 'o1' };
const none = { shipments: [], payments: [] };
const sale: TaxDocumentState = {
  ...{ ...head, ...none, id: 't1', number: 'TX1', orderDiscountTax: '0', totalTax: '5.04' },
  lines: [{ id: '1', taxable: '65', rate: '0.0775', tax: '5.04' }],
};
const returned = (id: string, tax = '-2.52', change: Partial<TaxReturnState> = {}): TaxReturnState => ({
  ...{ ...head, ...none, id, number: `TX-${id}`, saleNumber: 'TX1', totalTax: tax },
  lines: [{ id: '1', taxable: '-32.5', rate: '0.0775', tax }],
  ...change,
});
const differences = (...returns: TaxReturnState[]) => [...taxReturnDifferences([sale], returns)];

test('returns that come to the sale, and those that are voided, are in order', () => {
  expect(differences(returned('r1'), returned('r2'), returned('r3', '-9', { status: 'Cancelled' }))).toEqual([]);
});

test.each([
  [
    'more tax than the sale has',
    [returned('r1'), returned('r2', '-2.53')],
    'more tax of 1 in lines is given back than TX1 has: -5.05 of 5.04',
  ],
  ['more goods', [returned('r1', '-1'), returned('r2', '-1'), returned('r3', '-1')], 'more taxable of 1 in lines is given back'],
  ['another total', [returned('r1', '-2.52', { totalTax: '-2.51' })], 'totalTax of tax document TX-r1 is -2.51, expected -2.52'],
  ['another sale', [returned('r1', '-2.52', { saleNumber: 'TX2' })], 'sale of tax document TX-r1 is TX2, expected TX1'],
  ['a return that adds', [returned('r1', '0.5')], 'tax document TX-r1 adds tax to 1'],
  [
    'jurisdictions that do not add up',
    [returned('r1', '-2.52', { lines: [{ id: '1', taxable: '-32.5', rate: '0', tax: '-2.52', details: [{ amount: '-2.5' }] }] })],
    'tax on 1 in tax document TX-r1 is -2.52, expected -2.5',
  ],
])('%s is a difference', (_, returns, text) => {
  expect(differences(...returns)).toEqual([expect.stringContaining(text)]);
});

test('the order owes what did not come back, and has no part of what is gone', () => {
  const gone = { id: '2', taxable: '5', rate: '0', tax: '0.4', returned: { taxable: '5', tax: '0.4' } };
  expect(owedTax(gone).toString()).toBe('0.0');
  expect(partsOfOrder([...sale.lines, gone], { lines: [{ id: '1' }] as never })).toEqual(sale.lines);
});
