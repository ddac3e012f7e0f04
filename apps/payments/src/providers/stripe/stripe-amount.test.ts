import currencies from 'currency-codes';
import fc from 'fast-check';
import { amountIn, Decimal } from '#contracts/money.js';
import { isRefusal } from '#contracts/refusals.js';
import { fromStripeAmount, toStripeAmount, toStripeCharge } from './stripe-amount.js';
import { minorUnits } from './stripe-currencies.js';

test.each([
  ['12.34', 'GBP', 1234],
  ['0.01', 'GBP', 1],
  ['999999.99', 'USD', 99_999_999],
  ['500', 'JPY', 500],
  ['5', 'ISK', 500],
  ['5.120', 'KWD', 5120],
  ['5.13', 'KWD', 5130],
  ['7.00', 'MGA', 7],
  ['2500000.00', 'IDR', 250_000_000],
])('%s %s is %d', (amount, currency, units) => {
  expect(toStripeAmount(amount, currency)).toBe(units);
  expect(Decimal(fromStripeAmount(units, currency.toLowerCase())).eq(amount)).toBe(true);
});

test.each([
  ['5.124', 'KWD', '5.120 or 5.130 KWD'],
  ['5.50', 'MGA', '5.00 or 6.00 MGA'],
  ['0.001', 'GBP', '0.00 or 0.01 GBP'],
  ['1000000.00', 'GBP', '999999.99'],
  ['100000.000', 'KWD', '99999.999'],
  ['0.00', 'GBP', 'nothing'],
  ['5000', 'UGX', 'UGX'],
  ['1', 'XAU', 'XAU'],
  ['1', 'gbp', 'gbp'],
])('%s %s is refused, and the numbers are named', (amount, currency, named) => {
  expect(toStripeAmount(amount, currency)).toMatchObject({ refused: 'not-at-gateway', detail: expect.stringContaining(named) });
});

test.each([
  ['0.29', 'GBP', false],
  ['0.30', 'GBP', true],
  ['49', 'JPY', false],
  ['50', 'JPY', true],
  ['0.01', 'KES', true],
  ['0.001', 'GBP', false],
])('charging %s %s: %s', (amount, currency, taken) => {
  expect(isRefusal(Object(toStripeCharge(amount, currency)))).toBe(!taken);
});

test('every currency that Stripe is said to take is one of ISO 4217, and it never counts finer than we do', () => {
  for (const [code, { digits, decimals }] of minorUnits) {
    const known = currencies.code(code);
    expect([code, known?.code]).toEqual([code, code]);
    expect([code, decimals <= (known?.digits ?? 0) && decimals <= digits]).toEqual([code, true]);
  }
});

test('what goes there comes back as it was, or is refused', () => {
  const currency = fc.constantFrom(...minorUnits.keys());
  fc.assert(
    fc.property(currency, fc.bigInt({ min: 1n, max: 10n ** 12n }), (code, thousandths) => {
      const amount = amountIn(Decimal(`${thousandths}e-3`), code);
      const units = toStripeAmount(amount, code);
      if (typeof units === 'number') expect(fromStripeAmount(units, code)).toBe(amount);
      else expect(units.refused).toBe('not-at-gateway');
    }),
  );
});
