import fc from 'fast-check';
import { Decimal, sum } from '#contracts/money.js';
import { excessRefunds } from './excess.js';
import type { Payment } from './payment.js';

/** A payment that was captured at a time, and refunded in part. */
const paid = (paymentId: string, captured: string, at: string, refunded = '0'): Payment => ({
  ...{ paymentId, number: paymentId, orderId: 'o', orderNumber: 'O', storeId: 'uk', gateway: 'sandbox', currency: 'GBP', amount: captured },
  ...{ status: 'Paid', authorizedAmount: captured, capturedAmount: captured, refundedAmount: refunded, transactions: [] },
  captures: [{ id: `${paymentId}-c`, amount: captured, status: 'Processed', at }],
});
const [early, late] = [paid('early', '60.00', '2026-11-01T00:00:00.000Z'), paid('late', '40.00', '2026-11-02T00:00:00.000Z')];

test.each([
  ['last', '70', [{ paymentId: 'late', amount: '30.00' }]],
  ['first', '70', [{ paymentId: 'early', amount: '30.00' }]],
  [
    'last',
    '50',
    [
      { paymentId: 'late', amount: '40.00' },
      { paymentId: 'early', amount: '10.00' },
    ],
  ],
  ['last', '100', []],
  ['last', '120', []],
] as const)('from the %s, down to %s', (from, due, expected) => {
  expect(excessRefunds([late, early], due, from)).toEqual(expected);
});

test('no more goes back than was taken too much, nor of a payment than is left of it; asked again after that, nothing does', () => {
  const pence = fc.integer({ min: 0, max: 20_000 }).map((value) => (value / 100).toFixed(2));
  const payment = fc
    .tuple(pence, fc.integer({ min: 0, max: 100 }), fc.date({ min: new Date(0), max: new Date(1e12), noInvalidDate: true }))
    .map(([captured, percent, at]) => {
      const refunded = Decimal(captured).times(String(percent)).div('100').round(2).toFixed(2);
      return { captured, refunded, at: at.toISOString() };
    });
  fc.assert(
    fc.property(fc.array(payment, { maxLength: 6 }), pence, fc.constantFrom('last' as const, 'first' as const), (all, due, from) => {
      const payments = all.map(({ captured, refunded, at }, index) => paid(String(index), captured, at, refunded));
      const refunds = excessRefunds(payments, due, from);
      const back = new Map(refunds.map(({ paymentId, amount }) => [paymentId, amount]));
      const after = payments.map((each) => ({
        ...each,
        refundedAmount: Decimal(each.refundedAmount)
          .plus(back.get(each.paymentId) ?? '0')
          .toFixed(2),
      }));
      for (const each of after) expect(Decimal(each.refundedAmount).lte(each.capturedAmount)).toBe(true);
      const kept = sum(after.map((each) => Decimal(each.capturedAmount).minus(each.refundedAmount)));
      if (refunds.length > 0) expect(kept.toFixed(2)).toBe(Decimal(due).toFixed(2));
      else expect(kept.lte(due)).toBe(true);
      expect(excessRefunds(after, due, from)).toEqual([]);
    }),
  );
});
