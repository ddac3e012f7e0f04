import currencies from 'currency-codes';
import fc from 'fast-check';
import { amountIn, Decimal, exactly, minorUnit, type RoundingMode, roundTo, sum, UnknownCurrency } from './money.js';

describe('an amount is rounded to the minor unit of its currency', () => {
  test.each([
    ['1.005', 'GBP', '1.01', '1.00'],
    ['1.0049999999', 'GBP', '1.00', '1.00'],
    ['1.009', 'GBP', '1.01', '1.00'],
    ['-1.005', 'GBP', '-1.01', '-1.00'],
    ['-1.0049', 'GBP', '-1.00', '-1.00'],
    ['0.005', 'GBP', '0.01', '0.00'],
    ['-0.005', 'GBP', '-0.01', '0.00'],
    ['-0.004', 'GBP', '0.00', '0.00'],
    ['2.5', 'JPY', '3', '2'],
    ['3.5', 'JPY', '4', '3'],
    ['-2.5', 'JPY', '-3', '-2'],
    ['0.4999', 'JPY', '0', '0'],
    ['1.0005', 'KWD', '1.001', '1.000'],
    ['1.00049', 'KWD', '1.000', '1.000'],
    ['7', 'KWD', '7.000', '7.000'],
    ['1.00005', 'CLF', '1.0001', '1.0000'],
    ['999999999999.995', 'GBP', '1000000000000.00', '999999999999.99'],
  ])('%s %s is %s half away from zero, and %s toward zero', (amount, currency, away, toward) => {
    expect(amountIn(roundTo(Decimal(amount), currency), currency)).toBe(away);
    expect(amountIn(roundTo(Decimal(amount), currency, 'half-away-from-zero'), currency)).toBe(away);
    expect(amountIn(roundTo(Decimal(amount), currency, 'toward-zero'), currency)).toBe(toward);
  });

  const amount = fc
    .tuple(fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n }), fc.nat(999_999_999))
    .map(([whole, decimals]) => `${whole}.${String(decimals).padStart(9, '0')}`);
  const currency = fc.constantFrom('GBP', 'JPY', 'KWD', 'CLF');
  const mode = fc.constantFrom<RoundingMode[]>('half-away-from-zero', 'toward-zero');

  test('by less than one minor unit, by half of one at most when not cut off, and never away from zero when cut off', () => {
    fc.assert(
      fc.property(amount, currency, mode, (text, code, rounding) => {
        const exact = Decimal(text);
        const rounded = roundTo(exact, code, rounding);
        const unit = Decimal('10').pow(-minorUnit(code));
        const off = rounded.minus(exact).abs();
        expect(rounding === 'toward-zero' ? off.lt(unit) && rounded.abs().lte(exact.abs()) : off.times('2').lte(unit)).toBe(true);
        expect(roundTo(rounded, code, rounding).eq(rounded)).toBe(true);
      }),
    );
  });

  test('the same on both sides of zero', () => {
    fc.assert(
      fc.property(amount, currency, mode, (text, code, rounding) => {
        const negated = roundTo(Decimal(text).times('-1'), code, rounding);
        expect(negated.eq(roundTo(Decimal(text), code, rounding).times('-1'))).toBe(true);
      }),
    );
  });
});

describe('an amount is written', () => {
  test.each([
    ['1.5', 'GBP', '1.50'],
    ['1.5', 'KWD', '1.500'],
    ['2', 'JPY', '2'],
    ['-3', 'GBP', '-3.00'],
    ['1e21', 'GBP', '1000000000000000000000.00'],
  ])('%s %s as %s', (amount, currency, text) => {
    expect(amountIn(Decimal(amount), currency)).toBe(text);
  });

  test.each(['0', '-0', '-0.001', '-0.0000001'])('%s without a sign', (amount) => {
    expect(amountIn(Decimal(amount), 'GBP')).toBe('0.00');
    expect(amountIn(Decimal('-0.4'), 'JPY')).toBe('0');
  });

  test.each([
    ['2.50', '2.5'],
    ['-0', '0'],
    ['0.000', '0'],
    ['1e-9', '0.000000001'],
    ['-1e-30', '-0.000000000000000000000000000001'],
    ['123456789012345678901234.5', '123456789012345678901234.5'],
  ])('exactly: %s as %s', (amount, text) => {
    expect(exactly(Decimal(amount))).toBe(text);
  });
});

describe('a currency', () => {
  test.each([
    ['GBP', 2],
    ['JPY', 0],
    ['KWD', 3],
    ['CLF', 4],
  ])('%s has %i decimals', (currency, digits) => {
    expect(minorUnit(currency)).toBe(digits);
  });

  test.each(currencies.codes())('%s, which a draft may name, has a whole number of decimals', (currency) => {
    expect([0, 1, 2, 3, 4]).toContain(minorUnit(currency));
  });

  test.each(['', 'GBX', 'gbp', 'Gbp', 'constructor'])('"%s" is unknown', (currency) => {
    expect(() => minorUnit(currency)).toThrow(UnknownCurrency);
    expect(() => roundTo(Decimal('1'), currency)).toThrow(`"${currency}"`);
    expect(() => amountIn(Decimal('1'), currency)).toThrow(UnknownCurrency);
  });
});

test('a number is no decimal: it would have been a float on its way here', () => {
  expect(() => Decimal(0.1 as never)).toThrow();
  expect(() => Decimal('1').plus(0.1 as never)).toThrow();
});

test('a sum is exact, and zero of nothing', () => {
  expect(exactly(sum(['0.1', '0.2', '-0.3'].map((amount) => Decimal(amount))))).toBe('0');
  expect(exactly(sum([]))).toBe('0');
});
