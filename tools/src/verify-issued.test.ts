import { invoicesDifferences, seriesDifferences } from './verify-issued.js';
import type { InvoiceState, OrderState, PaymentState } from './verify-shapes.js';

const totals = {
  subTotal: '15.30',
  shippingTotal: '4.95',
  paymentTotal: '0.00',
  feeTotal: '0.00',
  discountTotal: '0.60',
  taxTotal: '3.93',
  total: '23.58',
};
const invoice = (changes: Partial<InvoiceState> = {}): InvoiceState => ({
  ...{ id: 'i1', number: 'ACME-2026-00001', status: 'Issued', currency: 'GBP', orderId: 'o1', kind: 'invoice', source: 'order' },
  ...{ series: 'ACME/ACME-2026-', sequence: 1, items: [{ part: 'line', id: '1', quantity: 6 }], taxes: [{ tax: '3.93' }], totals },
  ...{ payments: [], paidAmount: '0' },
  ...changes,
});
const numbered = (sequence: number) => invoice({ id: `i${sequence}`, sequence, number: `ACME-2026-0000${sequence}` });
const order = { editedVersion: 1, lines: [{ id: '1', quantity: 6 }] } as unknown as OrderState;
const payment = { id: 'p1', number: 'PI1', capturedAmount: '10.00' } as PaymentState;

test('a series without a gap has no difference, in whatever order it comes; a draft is in none', () => {
  expect([
    ...seriesDifferences([
      numbered(2),
      numbered(1),
      numbered(3),
      { ...invoice({ status: 'Draft', number: 'CO1-D1' }), series: undefined, sequence: undefined } as never,
    ]),
  ]).toEqual([]);
});

test.each<[string, InvoiceState[], string]>([
  ['a gap', [numbered(1), numbered(3)], 'series ACME/ACME-2026-: there is no 2'],
  ['a number twice', [numbered(1), numbered(2), { ...numbered(2), id: 'x' }], 'series ACME/ACME-2026-: there are two 2'],
  ['another number', [invoice({ number: 'ACME-2026-00007' })], 'invoice i1: its number is ACME-2026-00007, its place 1'],
  [
    'no series',
    [{ ...invoice(), series: undefined, sequence: undefined } as never],
    'invoice ACME-2026-00001: it is Issued and in no series',
  ],
])('%s is told', (_name, invoices, difference) => {
  expect([...seriesDifferences(invoices)]).toContain(difference);
});

const differences = (...invoices: InvoiceState[]) => [
  ...invoicesDifferences(order, { invoices, payments: [payment], shipments: [], taxDocuments: [] }),
];

test('invoices that add up have no difference, and void ones hold nothing', () => {
  expect(differences(invoice(), invoice({ status: 'Void' }))).toEqual([]);
});

test('tax that prices include is no part of the total', () => {
  const including = { pricesIncludeTax: true, totals: { ...totals, total: '19.65' } };
  expect(differences(invoice(including))).toEqual([]);
  expect(differences(invoice({ pricesIncludeTax: true }))).toEqual(['total of invoice ACME-2026-00001 is 23.58, expected 19.65']);
});

const paid = (amount: string, changes: Partial<InvoiceState> = {}) =>
  invoice({ payments: [{ paymentId: 'p1', amount }], paidAmount: amount, status: 'PartiallyPaid', ...changes });

test.each<[string, InvoiceState[], string]>([
  ['a total', [invoice({ totals: { ...totals, total: '23.59' } })], 'total of invoice ACME-2026-00001 is 23.59, expected 23.58'],
  ['tax by rate', [invoice({ taxes: [] })], 'taxTotal of invoice ACME-2026-00001 is 3.93, expected 0 (by rate)'],
  ['too many pieces', [invoice(), invoice()], 'invoices hold 12 of line 1, of which 6 are ordered'],
  ['too many taken back', [invoice({ kind: 'credit-note' })], 'credit notes take back 6 of line 1, of which 0 are invoiced'],
  ['more paid than due', [paid('24.00', { status: 'Paid' })], 'invoice ACME-2026-00001 comes to 23.58, and 24.00 is paid'],
  ['a status', [paid('5.00', { status: 'Paid' })], 'invoice ACME-2026-00001 is Paid, with 5.00 of 23.58'],
  ['more than the payment took', [paid('10.01')], 'payment PI1 took 10.00, and invoices have 10.01 of it'],
])('%s that is wrong is told', (_name, invoices, difference) => {
  expect(differences(...invoices)).toContain(difference);
});
