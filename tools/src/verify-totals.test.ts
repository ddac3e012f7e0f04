import Big from 'big.js';
import fc from 'fast-check';
import { Exact } from './verify-exact.js';
import { type PricedParts, totalsOf } from './verify-totals.js';

describe('an exact number', () => {
  test.each([
    ['1.005', 2, '1.01'],
    ['-1.005', 2, '-1.01'],
    ['1.0049', 2, '1.00'],
    ['2.5', 0, '3'],
    ['-0.001', 2, '0.00'],
    ['7', 2, '7'],
  ])('%s to %i decimals is %s', (text, decimals, rounded) => {
    expect(Exact.of(text).rounded(decimals).toString()).toBe(rounded);
  });

  test('is cut off toward zero where a store wants that', () => {
    expect(Exact.of('1.009').rounded(2, 'toward-zero').toString()).toBe('1.00');
    expect(Exact.of('-1.009').rounded(2, 'toward-zero').toString()).toBe('-1.00');
  });

  test.each([[''], ['1e3'], ['0x10'], ['NaN'], ['1.'], ['1,5']])('is not made from "%s"', (text) => {
    expect(() => Exact.of(text)).toThrow('is not a decimal');
  });

  test('computes as big.js does', () => {
    const decimal = fc
      .tuple(fc.bigInt({ min: -(10n ** 12n), max: 10n ** 12n }), fc.integer({ min: 0, max: 9_999 }))
      .map(([whole, decimals]) => `${whole}.${decimals.toString().padStart(4, '0')}`);
    fc.assert(
      fc.property(decimal, decimal, fc.integer({ min: 0, max: 5 }), (a, b, decimals) => {
        const [x, y] = [Exact.of(a), Exact.of(b)];
        expect(Big(x.plus(y).toString()).eq(Big(a).plus(b))).toBe(true);
        expect(Big(x.minus(y).toString()).eq(Big(a).minus(b))).toBe(true);
        expect(Big(x.times(y).toString()).eq(Big(a).times(b))).toBe(true);
        expect(Big(x.times(y).rounded(decimals).toString()).eq(Big(a).times(b).round(decimals, Big.roundHalfUp))).toBe(true);
        expect(x.equals(y)).toBe(Big(a).eq(b));
      }),
    );
  });
});

test('tax by line is the sum of rounded taxes', () => {
  const line = { quantity: 1, price: '0.22', discount: '0', fee: '0', taxRate: '0.20' };
  const order: PricedParts = { lines: [line, line, line], shipments: [], payments: [], discount: '0.01', fee: '0', taxRate: '0.20' };
  expect(totalsOf(order, 2).taxTotal.toString()).toBe('0.13');
  expect(totalsOf(order, 2, 'half-away-from-zero', true).taxTotal.toString()).toBe('0.12');
});

test('totals follow the formulas of docs/domain.md', () => {
  const order: PricedParts = {
    lines: [
      { quantity: 6, price: '2.55', discount: '0.10', fee: '0.25', taxRate: '0.20' },
      { quantity: 3, price: '0.335', discount: '0.005', fee: '0', taxRate: '0.05' },
    ],
    shipments: [{ price: '4.95', discount: '0.95', fee: '0.50', taxRate: '0.20' }],
    payments: [{ price: '1.00', discount: '0.10', taxRate: '0.20' }],
    discount: '2.00',
    fee: '1.50',
    taxRate: '0.20',
  };
  const totals = Object.fromEntries(Object.entries(totalsOf(order, 2)).map(([name, amount]) => [name, amount.toString()]));
  expect(totals).toEqual({
    subTotal: '16.31', // 15.30 + 1.005
    subTotalWithTax: '19.42', // 18.36 + 1.05525
    subTotalDiscount: '0.62', // 0.60 + 0.02 (0.015, rounded at the line)
    subTotalDiscountWithTax: '0.74', // 0.72 + 0.021
    shippingSubTotal: '4.95',
    shippingSubTotalWithTax: '5.94',
    paymentSubTotal: '1.00',
    paymentSubTotalWithTax: '1.20',
    feeTotal: '2.25',
    feeTotalWithTax: '2.70', // at the order's rate
    discountTotal: '3.67', // 2 + 0.62 + 0.95 + 0.10
    discountTotalWithTax: '4.40', // 2.40 + 0.72 + 0.021 + 1.14 + 0.12
    taxTotal: '3.67', // 2.94 + 0.04925 + 0.90 + 0.18 - 0.40
    total: '24.51',
  });
});
