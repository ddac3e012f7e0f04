import type { DocumentSummary } from '#contracts/order.js';
import { documentsOfEdit } from './edit-documents.js';
import type { Order } from './order.js';

const invoice = (amount: string, more: Partial<DocumentSummary> = {}): DocumentSummary => ({
  ...{ type: 'invoice', kind: 'invoice', id: 'i', number: 'I1', status: 'Issued', amount, currency: 'GBP' },
  ...more,
});
const orderOf = (total: string, documents: readonly DocumentSummary[] = [], others?: object[]) =>
  ({ currency: 'GBP', totals: { total, taxTotal: '2.00', others }, documents }) as unknown as Order;
const byPeople = { invoicesMissing: false };
const invoicesOf = (...args: Parameters<typeof orderOf>) => documentsOfEdit(orderOf('10.00'), orderOf(...args), byPeople).invoices;

test.each([
  ['more is due than was invoiced', '12', [invoice('10.00')], [{ kind: 'invoice', currency: 'GBP', amount: '2.00', byItself: false }]],
  [
    'less is due',
    '7.5',
    [invoice('10.00', { status: 'Paid' })],
    [{ kind: 'credit-note', currency: 'GBP', amount: '2.50', byItself: false }],
  ],
  ['as much is due', '10', [invoice('10.00', { status: 'PartiallyPaid' })], []],
  [
    'a credit note has taken some back',
    '10',
    [invoice('10.00'), invoice('4.00', { kind: 'credit-note' })],
    [{ kind: 'invoice', currency: 'GBP', amount: '4.00', byItself: false }],
  ],
  ['nothing was invoiced', '12', [], []],
  ['drafts and void ones are all there is', '12', [invoice('9.00', { status: 'Draft' }), invoice('10.00', { status: 'Void' })], []],
])('where %s', (_, total, documents, expected) => {
  expect(invoicesOf(total, documents)).toEqual(expected);
});

test('each currency has a document of its own', () => {
  const others = [
    { currency: 'EUR', total: '5.00', taxTotal: '1.00' },
    { currency: 'JPY', total: '500', taxTotal: '0' },
  ];
  expect(invoicesOf('12', [invoice('10.00'), invoice('6.00', { currency: 'EUR' })], others)).toEqual([
    { kind: 'invoice', currency: 'GBP', amount: '2.00', byItself: false },
    { kind: 'credit-note', currency: 'EUR', amount: '1.00', byItself: false },
  ]);
  expect(documentsOfEdit(orderOf('10', []), orderOf('12', [], others), byPeople).tax.totalTax).toEqual([
    { currency: 'GBP', before: '2.00', after: '2.00' },
    { currency: 'EUR', before: '0.00', after: '1.00' },
    { currency: 'JPY', before: '0', after: '0' },
  ]);
});

test('a rule of the store invoices what is missing in the currency of the order, and credits nothing', () => {
  const others = [{ currency: 'EUR', total: '5.00', taxTotal: '1.00' }];
  const documents = [invoice('10.00'), invoice('3.00', { currency: 'EUR' })];
  const byItself = (total: string) =>
    documentsOfEdit(orderOf('10'), orderOf(total, documents, others), { invoicesMissing: true }).invoices.map(
      (planned) => planned.byItself,
    );
  expect(byItself('12')).toEqual([true, false]);
  expect(byItself('8')).toEqual([false, false]);
});

test('the tax document that there is, is replaced', () => {
  const tax: DocumentSummary = { type: 'tax', id: 't', number: 'TX1', status: 'Saved', amount: '2.00', currency: 'GBP' };
  expect(documentsOfEdit(orderOf('10', [tax]), orderOf('12', [tax]), byPeople).tax).toMatchObject({
    type: 'SalesInvoice',
    replaces: 'TX1',
  });
  expect(documentsOfEdit(orderOf('10'), orderOf('12'), byPeople).tax).not.toHaveProperty('replaces');
});
