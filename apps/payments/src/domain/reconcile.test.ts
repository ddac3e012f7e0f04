import fc from 'fast-check';
import type { BalancedOrder } from '#contracts/reconciliation.js';
import { type ComparedInvoice, type ComparedPayment, reconcile } from './reconcile.js';

/** An order of 100 pounds, whose summary says what it is told. */
const order = (change: Partial<BalancedOrder> = {}, authorized = '100.00', captured = '100.00'): BalancedOrder => ({
  ...{ id: 'o', currency: 'GBP', tax: { status: 'calculated' }, totals: { total: '100.00' } as BalancedOrder['totals'] },
  balance: { due: '100.00', authorized, captured, difference: '0.00' },
  ...change,
});
const payment = (authorizedAmount: string, capturedAmount: string, refundedAmount = '0', openCalls?: ComparedPayment['openCalls']) => ({
  ...{ currency: 'GBP', authorizedAmount, capturedAmount, refundedAmount },
  ...(openCalls && { openCalls }),
});
const invoice = (total: string, change: Partial<ComparedInvoice> = {}): ComparedInvoice => ({
  ...{ currency: 'GBP', kind: 'invoice', status: 'Issued', totals: { total } },
  ...change,
});
const paid = payment('100.00', '100.00');

test('all of it agrees: due, invoiced, paid, and what the order says', () => {
  const { sums, discrepancies } = reconcile(order(), [paid], [invoice('90.00'), invoice('20.00'), invoice('10', { kind: 'credit-note' })]);
  expect(discrepancies).toEqual([]);
  expect(sums).toEqual([
    {
      ...{ currency: 'GBP', due: '100.00', invoiced: '100.00', authorized: '100.00', captured: '100.00', refunded: '0.00' },
      order: { authorized: '100.00', captured: '100.00' },
    },
  ]);
});

test.each([
  ['nothing is missing while money is promised', order({}, '100.00', '0'), [payment('100', '0')], [], []],
  [
    'what was neither taken nor promised is missing',
    order({}, '60', '60'),
    [payment('60', '60')],
    [],
    [['captured-less-than-due', '40.00']],
  ],
  ['a promise that ended in part', order({}, '100', '30'), [payment('30', '30'), payment('70', '0')], [], []],
  ['taken twice', order({}, '200', '200'), [paid, paid], [], [['captured-more-than-due', '100.00']]],
  ['promised twice', order({}, '200', '100'), [paid, payment('100', '0')], [], [['authorized-more-than-due', '100.00']]],
  ['given back without reason', order({}, '90', '90'), [payment('100', '100', '10')], [], [['captured-less-than-due', '10.00']]],
  ['taken twice and given back', order(), [paid, payment('100', '100', '100')], [], []],
  [
    'cancelled and kept',
    order({ cancelledAt: '2026-11-01T00:00:00.000Z', tax: { status: 'pending' } }),
    [paid],
    [],
    [['captured-more-than-due', '100.00']],
  ],
  ['invoiced in part', order(), [paid], [invoice('60')], [['invoiced-differs-from-due', '-40.00']]],
  ['invoiced too much', order(), [paid], [invoice('100'), invoice('1')], [['invoiced-differs-from-due', '1.00']]],
  [
    'drafts and void invoices count for nothing',
    order(),
    [paid],
    [invoice('9', { status: 'Draft' }), invoice('9', { status: 'Void' })],
    [],
  ],
  ['the summary is late', order({}, '100', '0'), [paid], [], [['order-summary-outdated', undefined]]],
  ['the tax is not known', order({ tax: { status: 'pending' } }, '60', '60'), [payment('60', '60')], [], [['tax-pending', undefined]]],
  ['there is no such order', undefined, [paid], [], [['order-missing', undefined]]],
  [
    'nobody knows yet what became of calls',
    order(),
    [payment('100', '100', '0', [{ type: 'refund' }, { type: 'refund' }, { type: 'void' }])],
    [],
    [
      ['refund-open', undefined],
      ['call-open', undefined],
    ],
  ],
] as const)('%s', (_name, compared, payments, invoices, expected) => {
  const { discrepancies } = reconcile(compared, payments, invoices);
  expect(discrepancies.map(({ name, by }) => [name, by])).toEqual(expected);
});

test('each currency is compared for itself', () => {
  const totals = { total: '100.00', others: [{ currency: 'EUR', total: '5.00' }] } as BalancedOrder['totals'];
  const { sums, discrepancies } = reconcile(order({ totals }), [paid, { ...payment('7', '7'), currency: 'JPY' }], []);
  expect(sums.map(({ currency, due, captured }) => [currency, due, captured])).toEqual([
    ['GBP', '100.00', '100.00'],
    ['EUR', '5.00', '0.00'],
    ['JPY', '0', '7'],
  ]);
  expect(discrepancies).toEqual([
    { name: 'captured-less-than-due', currency: 'EUR', by: '5.00' },
    { name: 'captured-more-than-due', currency: 'JPY', by: '7' },
    { name: 'order-summary-outdated', currency: 'JPY' },
  ]);
});

test('where nothing is said, what is kept is what is due, or promised for it; and the order of payments does not matter', () => {
  const pounds = fc.integer({ min: 0, max: 100 }).map(String);
  const movement = fc.tuple(pounds, pounds, pounds).map((amounts) => {
    const [refunded, captured, authorized] = amounts.toSorted((one, other) => Number(one) - Number(other)) as [string, string, string];
    return payment(authorized, captured, refunded);
  });
  fc.assert(
    fc.property(fc.array(movement, { maxLength: 4 }), (payments) => {
      const { sums, discrepancies } = reconcile(order(), payments, []);
      expect(reconcile(order(), payments.toReversed(), [])).toEqual({ sums, discrepancies });
      const { authorized, captured, refunded } = sums[0] as (typeof sums)[number];
      const names = discrepancies.map(({ name }) => name);
      expect(names.includes('captured-more-than-due')).toBe(Number(captured) - Number(refunded) > 100);
      expect(names.includes('captured-less-than-due')).toBe(Number(authorized) - Number(refunded) < 100);
      if (names.length === 0) expect(Number(authorized) - Number(refunded)).toBe(100);
    }),
  );
});
