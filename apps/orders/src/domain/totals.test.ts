import fc from 'fast-check';
import { exactly, minorUnit, type RoundingMode } from '#contracts/money.js';
import type { OrderTotals } from '#contracts/order.js';
import { type Rounding, taxOn } from '#contracts/tax-rounding.js';
import { rate, unitAmount } from '../../../../test/drafts.js';
import { coveredAmounts, orderTotals, type PricedOrder, paymentTotal, priceLine, shipmentTax } from './totals.js';

const half: Rounding = { mode: 'half-away-from-zero', tax: 'order' };
const cut: Rounding = { mode: 'toward-zero', tax: 'order' };
const included: Rounding = { ...half, pricesIncludeTax: true };

interface Costs {
  price: string;
  discount: string;
  fee: string;
  taxRate: string;
}

/** What was agreed, before anything is computed. */
interface Agreed {
  currency: string;
  lines: (Costs & { quantity: number })[];
  shipments: Costs[];
  payments: Omit<Costs, 'fee'>[];
  discount: string;
  fee: string;
  taxRate: string;
}

function priced(agreed: Agreed, rounding: Rounding): PricedOrder {
  const { currency, lines, shipments, payments, ...order } = agreed;
  return {
    ...order,
    currency,
    lines: lines.map((line, index) => priceLine({ ...line, id: `line-${index}`, sku: 'sku', name: 'name' }, currency, rounding)),
    shipments: shipments.map((shipment, index) => ({
      ...shipment,
      id: `shipment-${index}`,
      method: 'standard',
      taxTotal: shipmentTax(shipment, currency, rounding),
      items: [],
    })),
    payments: payments.map((payment, index) => ({
      ...payment,
      id: `payment-${index}`,
      gateway: 'manual',
      taxTotal: exactly(taxOn(paymentTotal(payment), payment.taxRate, currency, rounding)),
    })),
  };
}

const totalsOf = (agreed: Agreed, rounding: Rounding) => orderTotals(priced(agreed, rounding), rounding);

const pounds: Agreed = {
  currency: 'GBP',
  lines: [
    { price: '2.55', quantity: 6, discount: '0.10', fee: '0.50', taxRate: '0.20' },
    { price: '1.005', quantity: 3, discount: '0.005', fee: '0', taxRate: '0.05' },
  ],
  shipments: [{ price: '4.99', discount: '0.99', fee: '0.25', taxRate: '0.20' }],
  payments: [{ price: '0.30', discount: '0.10', taxRate: '0.20' }],
  discount: '1.00',
  fee: '0.75',
  taxRate: '0.20',
};

const yen: Agreed = {
  currency: 'JPY',
  lines: [{ price: '99.5', quantity: 3, discount: '0.5', fee: '0', taxRate: '0.10' }],
  shipments: [{ price: '500', discount: '0', fee: '0', taxRate: '0.10' }],
  payments: [],
  discount: '0',
  fee: '0',
  taxRate: '0.10',
};

const dinars: Agreed = {
  currency: 'KWD',
  lines: [{ price: '0.1235', quantity: 5, discount: '0.0005', fee: '0.0004', taxRate: '0.05' }],
  shipments: [],
  payments: [],
  discount: '0.1',
  fee: '0',
  taxRate: '0.05',
};

describe('by hand', () => {
  test('pounds, with a discount and a fee on the order, a shipment and a payment that cost something', () => {
    expect(totalsOf(pounds, half)).toEqual({
      subTotal: '18.32', // 15.30 + 3.015
      subTotalWithTax: '21.53', // 18.36 + 3.16575
      subTotalDiscount: '0.62', // 0.60 + 0.015, which is rounded at its line
      subTotalDiscountWithTax: '0.74', // 0.72 + 0.021
      shippingSubTotal: '4.99',
      shippingSubTotalWithTax: '5.99', // 5.988
      paymentSubTotal: '0.30',
      paymentSubTotalWithTax: '0.36',
      feeTotal: '1.50', // 0.75 + 0.50 + 0.25
      feeTotalWithTax: '1.80',
      discountTotal: '2.71', // 1.00 + 0.62 + 0.99 + 0.10
      discountTotalWithTax: '3.25', // 1.20 + 0.741 + 1.188 + 0.12
      taxTotal: '3.78', // 2.94 + 0.14975 + 0.85 + 0.04 − 0.20
      total: '26.18',
    });
  });

  test('the same pounds with their tax in them: it is told, and comes to no more', () => {
    expect(totalsOf(pounds, included)).toEqual({
      subTotal: '18.32',
      subTotalWithTax: '18.32',
      subTotalDiscount: '0.62',
      subTotalDiscountWithTax: '0.62',
      shippingSubTotal: '4.99',
      shippingSubTotalWithTax: '4.99',
      paymentSubTotal: '0.30',
      paymentSubTotalWithTax: '0.30',
      feeTotal: '1.50',
      feeTotalWithTax: '1.50',
      discountTotal: '2.71',
      discountTotalWithTax: '2.71',
      taxTotal: '3.17', // 2.45 + 0.142619… + 0.708333… + 0.033333… − 0.166666…
      total: '22.40', // 18.32 + 4.99 + 0.30 + 1.50 − 2.71
    });
  });

  test('the same pounds, cut off toward zero', () => {
    expect(totalsOf(pounds, cut)).toEqual({
      subTotal: '18.31',
      subTotalWithTax: '21.52',
      subTotalDiscount: '0.61',
      subTotalDiscountWithTax: '0.73', // 0.72 + 0.0105
      shippingSubTotal: '4.99',
      shippingSubTotalWithTax: '5.98',
      paymentSubTotal: '0.30',
      paymentSubTotalWithTax: '0.36',
      feeTotal: '1.50',
      feeTotalWithTax: '1.80',
      discountTotal: '2.70',
      discountTotalWithTax: '3.23', // 1.20 + 0.7305 + 1.188 + 0.12
      taxTotal: '3.78', // 2.94 + 0.15025 + 0.85 + 0.04 − 0.20
      total: '26.18',
    });
  });

  test('yen, which have no decimals', () => {
    expect(totalsOf(yen, half)).toEqual({
      subTotal: '299', // 298.5
      subTotalWithTax: '328', // 328.35
      subTotalDiscount: '2', // 1.5, rounded at its line
      subTotalDiscountWithTax: '2', // 2.2
      shippingSubTotal: '500',
      shippingSubTotalWithTax: '550',
      paymentSubTotal: '0',
      paymentSubTotalWithTax: '0',
      feeTotal: '0',
      feeTotalWithTax: '0',
      discountTotal: '2',
      discountTotalWithTax: '2',
      taxTotal: '80', // 29.65 + 50
      total: '877',
    });
  });

  test('the same yen, cut off toward zero', () => {
    expect(totalsOf(yen, cut)).toMatchObject({
      subTotal: '298',
      subTotalWithTax: '328',
      subTotalDiscount: '1',
      subTotalDiscountWithTax: '1',
      discountTotal: '1',
      taxTotal: '79', // 29.75 + 50
      total: '876',
    });
  });

  test('dinars, which have three decimals', () => {
    expect(totalsOf(dinars, half)).toEqual({
      subTotal: '0.618', // 0.6175
      subTotalWithTax: '0.648', // 0.648375
      subTotalDiscount: '0.003', // 0.0025
      subTotalDiscountWithTax: '0.003', // 0.00315
      shippingSubTotal: '0.000',
      shippingSubTotalWithTax: '0.000',
      paymentSubTotal: '0.000',
      paymentSubTotalWithTax: '0.000',
      feeTotal: '0.000', // 0.0004
      feeTotalWithTax: '0.000',
      discountTotal: '0.103',
      discountTotalWithTax: '0.108', // 0.105 + 0.00315
      taxTotal: '0.026', // 0.030725 − 0.005
      total: '0.541',
    });
  });

  test('the same dinars, cut off toward zero', () => {
    expect(totalsOf(dinars, cut)).toMatchObject({
      subTotal: '0.617',
      subTotalDiscount: '0.002',
      discountTotal: '0.102',
      discountTotalWithTax: '0.107', // 0.105 + 0.0021
      taxTotal: '0.025', // 0.030775 − 0.005
      total: '0.540',
    });
  });

  test('the amounts of a line are exact, but for its discount', () => {
    const line = priceLine(
      { id: '1', sku: 'sku', name: 'name', price: '1.005', discount: '0.005', quantity: 3, fee: '0.10', taxRate: '0.05' },
      'GBP',
      half,
    );
    expect(line).toMatchObject({
      listTotal: '3.015',
      discountTotal: '0.02',
      extendedPrice: '2.995',
      placedPrice: '1',
      taxTotal: '0.14975',
    });
  });

  test.each([
    ['JPY', '0.5', '0.5', 1, '0.5'],
    ['JPY', '0.5', '0.3', 1, '0'],
    ['JPY', '0.6', '0.5', 1, '0.6'],
    ['JPY', '0.5', '0.5', 3, '1.5'],
    ['GBP', '0.005', '0.005', 1, '0.005'],
    ['KWD', '0.0005', '0.0005', 5, '0.0025'],
    ['GBP', '2.55', '2.55', 6, '15.3'],
  ])(
    'rounding takes no more off a line than it costs: %s %s less %s, %i times, gives a discount of %s',
    (currency, price, discount, quantity, discountTotal) => {
      const line = priceLine({ id: '1', sku: 'sku', name: 'name', price, discount, quantity, fee: '0', taxRate: '0' }, currency, half);
      expect(line.discountTotal).toBe(discountTotal);
      expect(line.extendedPrice).not.toMatch(/^-/);
    },
  );

  test('the tax that stands on a line counts, its rate does not', () => {
    const order = priced({ ...yen, shipments: [] }, half);
    const lines = order.lines.map((line) => ({ ...line, taxTotal: '7' }));
    expect(orderTotals({ ...order, lines }, half)).toMatchObject({ taxTotal: '7', total: '304' });
  });

  test('a discount on the order that is more than what is taxed gives a tax below zero', () => {
    const totals = totalsOf({ ...yen, lines: [], shipments: [], fee: '20', discount: '15' }, half);
    expect(totals).toMatchObject({ feeTotal: '20', discountTotal: '15', taxTotal: '-2', total: '3' });
  });

  test('nothing comes to zero, without a sign', () => {
    const nothing = { ...pounds, lines: [], shipments: [], payments: [], discount: '0', fee: '0' };
    expect(new Set(Object.values(totalsOf(nothing, half)))).toEqual(new Set(['0.00']));
    const less = totalsOf({ ...nothing, discount: '0.001' }, half);
    expect(less).toMatchObject({ discountTotal: '0.00', taxTotal: '0.00', total: '0.00' });
  });
});

describe('of any order', () => {
  const plain = { noNullPrototype: true } as const;
  const costs = { price: unitAmount(), discount: unitAmount(), fee: unitAmount(), taxRate: rate };
  const { fee: _, ...paymentCosts } = costs;
  const agreed: fc.Arbitrary<Agreed> = fc.record(
    {
      currency: fc.constantFrom('GBP', 'JPY', 'KWD', 'CLF'),
      lines: fc.array(
        fc.record({ ...costs, quantity: fc.oneof(fc.integer({ min: 1, max: 100 }), fc.integer({ min: 1, max: 1e9 })) }, plain),
        {
          maxLength: 8,
        },
      ),
      shipments: fc.array(fc.record(costs, plain), { maxLength: 3 }),
      payments: fc.array(fc.record(paymentCosts, plain), { maxLength: 3 }),
      discount: unitAmount(),
      fee: unitAmount(),
      taxRate: rate,
    },
    plain,
  );
  const anyRounding = fc.record({
    mode: fc.constantFrom<RoundingMode[]>('half-away-from-zero', 'toward-zero'),
    tax: fc.constantFrom<Rounding['tax'][]>('order', 'line'),
    pricesIncludeTax: fc.boolean(),
  });

  test('the totals are those of an independent computation with fractions, to the last digit', () => {
    fc.assert(
      fc.property(agreed, anyRounding, (order, rounding) => expect(totalsOf(order, rounding)).toEqual(expected(order, rounding))),
      {
        numRuns: 500,
      },
    );
  });

  test('the total is the sum of the rounded parts', () => {
    fc.assert(
      fc.property(agreed, anyRounding, (order, rounding) => {
        const totals = totalsOf(order, rounding);
        const { subTotal, shippingSubTotal, paymentSubTotal, feeTotal, taxTotal } = totals;
        const onTop = rounding.pricesIncludeTax ? [] : [taxTotal];
        const parts = [subTotal, shippingSubTotal, paymentSubTotal, feeTotal, ...onTop].map(inMinorUnits);
        expect(inMinorUnits(totals.total)).toBe(parts.reduce((all, part) => all + part) - inMinorUnits(totals.discountTotal));
      }),
    );
  });

  test('every amount has the decimals of the currency, no more and no less', () => {
    fc.assert(
      fc.property(agreed, anyRounding, (order, rounding) => {
        const digits = minorUnit(order.currency);
        const form = digits === 0 ? /^(0|-?[1-9]\d*)$/ : new RegExp(`^-?\\d+\\.\\d{${digits}}$`);
        for (const amount of Object.values(totalsOf(order, rounding))) {
          expect(amount).toMatch(form);
          expect(amount).not.toMatch(/^-[0.]*$/);
        }
      }),
    );
  });

  test('the order of lines, shipments and payments does not matter', () => {
    const shuffled = agreed.chain((order) =>
      fc.tuple(
        fc.constant(order),
        fc.record(
          {
            lines: fc.shuffledSubarray(order.lines, { minLength: order.lines.length }),
            shipments: fc.shuffledSubarray(order.shipments, { minLength: order.shipments.length }),
            payments: fc.shuffledSubarray(order.payments, { minLength: order.payments.length }),
          },
          plain,
        ),
      ),
    );
    fc.assert(
      fc.property(shuffled, anyRounding, ([order, otherwise], rounding) =>
        expect(totalsOf({ ...order, ...otherwise }, rounding)).toEqual(totalsOf(order, rounding)),
      ),
    );
  });

  test('a line that is added and removed leaves the totals as they were', () => {
    fc.assert(
      fc.property(
        agreed,
        fc.record({ ...costs, quantity: fc.integer({ min: 1, max: 100 }) }, plain),
        anyRounding,
        (order, line, rounding) => {
          const before = priced(order, rounding);
          const [added] = priced({ ...order, lines: [line] }, rounding).lines;
          const within = { ...before, lines: [...before.lines, { ...added, id: 'added' } as PricedOrder['lines'][number]] };
          const after = { ...within, lines: within.lines.filter(({ id }) => id !== 'added') };
          expect(orderTotals(after, rounding)).toEqual(orderTotals(before, rounding));
        },
      ),
    );
  });

  test('nothing that was handed in is changed', () => {
    fc.assert(
      fc.property(agreed, anyRounding, (agreement, rounding) => {
        const order = priced(agreement, rounding);
        const before = structuredClone(order);
        orderTotals(order, rounding);
        expect(order).toEqual(before);
      }),
    );
  });
});

describe('shipments and payments in other currencies', () => {
  const euros = { ...pounds, shipments: [...pounds.shipments, { price: '10.00', discount: '1.00', fee: '0.50', taxRate: '0.20' }] };
  const inOtherCurrencies = (rounding: Rounding) => {
    const order = priced(euros, rounding);
    const [first, second] = order.shipments;
    const yen = {
      id: 'payment-jpy',
      gateway: 'manual',
      currency: 'JPY',
      price: '99.5',
      discount: '0',
      taxRate: '0',
      taxTotal: '0',
    } as const;
    if (!first || !second) throw new Error('there are two shipments');
    return orderTotals({ ...order, shipments: [first, { ...second, currency: 'EUR' }], payments: [...order.payments, yen] }, rounding);
  };

  test('have totals of their own, and the order those of the rest', () => {
    const { others, ...own } = inOtherCurrencies(half);
    expect(own).toEqual(totalsOf(pounds, half));
    const zero = { shippingSubTotal: '0', feeTotal: '0', discountTotal: '0', taxTotal: '0' };
    expect(others).toEqual([
      {
        ...{ currency: 'EUR', shippingSubTotal: '10.00', paymentSubTotal: '0.00', feeTotal: '0.50', discountTotal: '1.00' },
        ...{ taxTotal: '1.90', total: '11.40' },
      },
      { currency: 'JPY', paymentSubTotal: '100', total: '100', ...zero },
    ]);
  });

  test('are rounded as the store rounds their currency', () => {
    const [, yen] = inOtherCurrencies({ ...half, otherModes: { JPY: 'toward-zero' } }).others ?? [];
    expect(yen?.total).toBe('99');
  });
});

describe('what each payment is to cover', () => {
  test.each([
    [[undefined], '26.18', ['26.18']],
    [['10', undefined, '5.5'], '26.18', ['10.00', '10.68', '5.50']],
    [['10'], '26.18', ['10.00']],
    [['26.18', undefined], '26.18', ['26.18', '0.00']],
    [['26.19'], '26.18', ['26.19']],
    [['26.19', undefined], '26.18', ['26.19', '0.00']],
    [[], '26.18', []],
    [[undefined], '0.00', ['0.00']],
  ])('of %j, the total being %s, is %j', (amounts, total, covered) => {
    const payments = amounts.map((amount) => (amount === undefined ? {} : { amount }));
    expect(coveredAmounts(payments, { total } as OrderTotals, 'GBP')).toEqual(covered);
  });

  test('is counted by currency', () => {
    const totals = { total: '20.00', others: [{ currency: 'JPY', total: '700' }] } as OrderTotals;
    const payments = [{ amount: '5' }, { currency: 'JPY', amount: '200' }, { currency: 'JPY' }, {}, { currency: 'EUR' }];
    expect(coveredAmounts(payments, totals, 'GBP')).toEqual(['5.00', '200', '500', '15.00', '0.00']);
  });
});

const inMinorUnits = (amount: string) => BigInt(amount.replace('.', ''));

// The same formulas once more, from docs/domain.md, on fractions of whole numbers.
type Fraction = readonly [numerator: bigint, denominator: bigint];

function expected(order: Agreed, rounding: Rounding): OrderTotals {
  const digits = { GBP: 2, JPY: 0, KWD: 3, CLF: 4 }[order.currency] as number;
  const rounded = (amount: Fraction) => roundedTo(amount, digits, rounding.mode);
  const isIncluded = rounding.pricesIncludeTax;
  const taxOf = (amount: Fraction, rateOf: Fraction) => {
    const onTop = times(amount, rateOf);
    const tax = isIncluded ? roundedTo(over(onTop, plus([1n, 1n], rateOf)), 12, 'half-away-from-zero') : onTop;
    return rounding.tax === 'line' ? rounded(tax) : tax;
  };
  const withRate = (costs: Costs) => ({ ...inFractions(costs), ...(isIncluded && { factor: [1n, 1n] as const }) });
  const lines = order.lines.map((line) => {
    const quantity: Fraction = [BigInt(line.quantity), 1n];
    const listTotal = times(fraction(line.price), quantity);
    const discountTotal = smaller(rounded(times(fraction(line.discount), quantity)), listTotal);
    return { ...withRate(line), listTotal, discountTotal, tax: taxOf(minus(listTotal, discountTotal), fraction(line.taxRate)) };
  });
  const shipments = order.shipments.map((shipment) => {
    const { price, fee, discount, taxRate, factor } = withRate(shipment);
    return { price, fee, discount, factor, tax: taxOf(minus(plus(price, fee), discount), taxRate) };
  });
  const payments = order.payments.map((payment) => {
    const { price, discount, taxRate, factor } = withRate({ ...payment, fee: '0' });
    return { price, discount, factor, tax: taxOf(minus(price, discount), taxRate) };
  });
  const { discount, fee, taxRate, factor } = withRate({ ...order, price: '0' });

  const fees = plus(fee, ...lines.map((line) => line.fee), ...shipments.map((shipment) => shipment.fee));
  const lineDiscounts = plus(...lines.map((line) => line.discountTotal));
  const lineDiscountsWithTax = plus(...lines.map((line) => times(line.discountTotal, line.factor)));
  const taxes = plus(...[...lines, ...shipments, ...payments].map(({ tax }) => tax));
  const discountTax = taxOf(discount, taxRate);
  const otherDiscounts = [...shipments, ...payments];
  const exact = {
    subTotal: plus(...lines.map((line) => line.listTotal)),
    subTotalWithTax: plus(...lines.map((line) => times(line.listTotal, line.factor))),
    subTotalDiscount: lineDiscounts,
    subTotalDiscountWithTax: lineDiscountsWithTax,
    shippingSubTotal: plus(...shipments.map(({ price }) => price)),
    shippingSubTotalWithTax: plus(...shipments.map((shipment) => times(shipment.price, shipment.factor))),
    paymentSubTotal: plus(...payments.map(({ price }) => price)),
    paymentSubTotalWithTax: plus(...payments.map((payment) => times(payment.price, payment.factor))),
    feeTotal: fees,
    feeTotalWithTax: times(fees, factor),
    discountTotal: plus(discount, lineDiscounts, ...otherDiscounts.map((other) => other.discount)),
    discountTotalWithTax: plus(
      times(discount, factor),
      lineDiscountsWithTax,
      ...otherDiscounts.map((other) => times(other.discount, other.factor)),
    ),
    taxTotal: minus(taxes, rounding.tax === 'line' || isIncluded ? smaller(discountTax, taxes) : discountTax),
  };
  const totals = Object.fromEntries(Object.entries(exact).map(([name, amount]) => [name, rounded(amount)])) as Record<
    keyof typeof exact,
    Fraction
  >;
  const { subTotal, shippingSubTotal, paymentSubTotal, feeTotal, taxTotal, discountTotal } = totals;
  const onTop = isIncluded ? [] : [taxTotal];
  const total = minus(plus(subTotal, shippingSubTotal, paymentSubTotal, feeTotal, ...onTop), discountTotal);
  return Object.fromEntries(Object.entries({ ...totals, total }).map(([name, amount]) => [name, text(amount, digits)])) as never;
}

function inFractions({ price, discount, fee, taxRate }: Costs) {
  const rateOf = fraction(taxRate);
  return { price: fraction(price), discount: fraction(discount), fee: fraction(fee), taxRate: rateOf, factor: plus([1n, 1n], rateOf) };
}

function fraction(amount: string): Fraction {
  const [whole = '', decimals = ''] = amount.split('.');
  return [BigInt(whole + decimals), 10n ** BigInt(decimals.length)];
}

function plus(...amounts: Fraction[]): Fraction {
  return amounts.reduce(([a, b], [c, d]) => [a * d + c * b, b * d], [0n, 1n]);
}

function minus(amount: Fraction, [numerator, denominator]: Fraction): Fraction {
  return plus(amount, [-numerator, denominator]);
}

function smaller([a, b]: Fraction, [c, d]: Fraction): Fraction {
  return a * d < c * b ? [a, b] : [c, d];
}

function over([a, b]: Fraction, [c, d]: Fraction): Fraction {
  return [a * d, b * c];
}

function times([a, b]: Fraction, [c, d]: Fraction): Fraction {
  return [a * c, b * d];
}

function roundedTo([numerator, denominator]: Fraction, digits: number, rounding: RoundingMode): Fraction {
  const scale = 10n ** BigInt(digits);
  const size = (numerator < 0n ? -numerator : numerator) * scale;
  const units = rounding === 'toward-zero' ? size / denominator : (2n * size + denominator) / (2n * denominator);
  return [numerator < 0n ? -units : units, scale];
}

function text([numerator, denominator]: Fraction, digits: number): string {
  const units = (numerator * 10n ** BigInt(digits)) / denominator;
  const [sign, size] = units < 0n ? ['-', -units] : ['', units];
  const written = String(size).padStart(digits + 1, '0');
  return sign + (digits === 0 ? written : `${written.slice(0, -digits)}.${written.slice(-digits)}`);
}
