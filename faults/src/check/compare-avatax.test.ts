import Decimal from 'big.js';
import type { TaxDocument } from '#tools/avatax-double/tax-document.js';
import { recordedDifferences, type TaxedOrder } from './compare-avatax.js';

const order = (change: Partial<TaxedOrder['state']> = {}): TaxedOrder => ({
  state: { number: 'A1', storeId: 'outside', totals: { taxTotal: '2.00' }, documents: [{ type: 'payment', captured: '0' }], ...change },
});
const revision = (change: object = {}, request: object = {}): TaxDocument =>
  ({
    ...{ code: 'A1', type: 'SalesInvoice', status: 'Saved', version: 1 },
    calculation: { totalTax: Decimal('2') },
    request: { referenceCode: 'a', commit: false, lines: [{}], ...request },
    ...change,
  }) as unknown as TaxDocument;
const returned = revision(
  { code: 'R1', type: 'ReturnInvoice', status: 'Committed', calculation: { totalTax: Decimal('-0.5') } },
  { referenceCode: 'r', lines: [{ ref1: 'A1' }] },
);
const committed = revision({ status: 'Committed', version: 2 }, { commit: true });
const paid = { documents: [{ type: 'payment', captured: '3.00' }] };

test('what is recorded as it must be is no difference', () => {
  expect([...recordedDifferences([order()], [revision()])]).toEqual([]);
  expect([...recordedDifferences([order(paid)], [revision({ status: 'Adjusted' }), committed])]).toEqual([]);
  expect([...recordedDifferences([order({ ...paid, totals: { taxTotal: '1.50' } })], [committed, returned])]).toEqual([]);
  expect([...recordedDifferences([order({ cancelledAt: 'now' })], [revision({ status: 'Cancelled' })])]).toEqual([]);
  expect([...recordedDifferences([order({ cancelledAt: 'now' })], [])]).toEqual([]);
});

test.each([
  ['one that is not there', [order()], [], 'AvaTax has 0 documents of order A1'],
  ['one of nobody', [], [revision()], 'AvaTax has a document of A1, and there is no such order'],
  ['another amount', [order({ totals: { taxTotal: '2.01' } })], [revision()], 'the tax on order A1 is 2.01, by AvaTax 2'],
  ['a return that the order knows nothing of', [order(paid)], [committed, returned], 'the tax on order A1 is 2.00, by AvaTax 1.5'],
  ['one that is not committed', [order(paid)], [revision()], 'SalesInvoice A1 of order A1 is Saved at AvaTax, expected Committed'],
  ['one that is committed too soon', [order()], [committed], 'SalesInvoice A1 of order A1 is Committed at AvaTax, expected Saved'],
  ['one that lives on', [order({ cancelledAt: 'now' })], [revision()], 'order A1 is cancelled, and SalesInvoice A1 at AvaTax is Saved'],
  [
    'the same told twice',
    [order()],
    [revision({ status: 'Adjusted' }), revision({ version: 2 })],
    'AvaTax was told of SalesInvoice A1 of order A1 twice in the same words',
  ],
] as const)('found: %s', (_, orders, recorded, text) => {
  expect([...recordedDifferences(orders, recorded)]).toEqual([text]);
});
