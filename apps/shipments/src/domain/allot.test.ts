import fc from 'fast-check';
import { Decimal, minorUnit, sum } from '#contracts/money.js';
import { allot, type Share } from './allot.js';

const share = (index: number, text: string): Share => ({
  ...{ shipmentId: `shipment-${index}`, number: `SH261124-${index}`, orderNumber: `CO261124-${index}` },
  share: text,
});
const allotted = (price: string, currency: string, ...shares: string[]) => [
  ...allot(
    price,
    currency,
    shares.map((text, index) => share(index, text)),
  ).values(),
];

test('a price is shared out in proportion, to the minor unit', () => {
  expect(allotted('4.95', 'GBP', '300', '100', '100')).toEqual(['2.97', '0.99', '0.99']);
  expect(allotted('1000', 'JPY', '1', '2')).toEqual(['333', '667']);
  expect(allotted('1', 'KWD', '1', '1', '1')).toEqual(['0.334', '0.333', '0.333']);
});

test('what is left goes to the largest remainders, and where these are equal, by order number', () => {
  expect(allotted('0.05', 'GBP', '1', '1', '1')).toEqual(['0.02', '0.02', '0.01']);
  expect(allotted('0.10', 'GBP', '1', '2.5', '3')).toEqual(['0.01', '0.04', '0.05']);
});

test('what weighs nothing costs nothing, unless nothing weighs anything', () => {
  expect(allotted('4.95', 'GBP', '0', '1')).toEqual(['0.00', '4.95']);
  expect(allotted('1.00', 'GBP', '0', '0')).toEqual(['0.50', '0.50']);
});

const decimals = (places: number) =>
  fc.bigInt({ min: 0n, max: 10n ** 9n }).map((digits) => Decimal(String(digits)).div(Decimal('10').pow(places)).toFixed());
const cases = fc.record({
  currency: fc.constantFrom('GBP', 'JPY', 'KWD'),
  units: fc.bigInt({ min: 0n, max: 10n ** 10n }),
  shares: fc.array(fc.nat(4).chain(decimals), { minLength: 1, maxLength: 12 }),
});
const priceOf = (units: bigint, currency: string) =>
  Decimal(String(units))
    .div(Decimal('10').pow(minorUnit(currency)))
    .toFixed();

test('whatever the shares, the parts add up to the price, and each is within a minor unit of its exact share', () => {
  fc.assert(
    fc.property(cases, ({ currency, units, shares }) => {
      const price = priceOf(units, currency);
      const found = allotted(price, currency, ...shares).map((text) => Decimal(text));
      expect(sum(found).eq(price)).toBe(true);
      const all = sum(shares.map((text) => Decimal(text)));
      const unit = Decimal('1').div(Decimal('10').pow(minorUnit(currency)));
      for (const [index, own] of found.entries()) {
        const exact = all.eq('0')
          ? Decimal(price).div(String(shares.length))
          : Decimal(price)
              .times(shares[index] as string)
              .div(all);
        expect(own.minus(exact).abs().lt(unit)).toBe(true);
        if (!all.eq('0') && Decimal(shares[index] as string).eq('0')) expect(own.eq('0')).toBe(true);
      }
    }),
  );
});

test('the order in which the parts come does not matter', () => {
  fc.assert(
    fc.property(cases, fc.infiniteStream(fc.nat()), ({ currency, units, shares }, ranks) => {
      const parts = shares.map((text, index) => ({ part: share(index, text), rank: ranks.next().value as number }));
      const shuffled = parts.toSorted((one, other) => one.rank - other.rank).map(({ part }) => part);
      const price = priceOf(units, currency);
      const inOrder = allot(
        price,
        currency,
        parts.map(({ part }) => part),
      );
      expect(Object.fromEntries(allot(price, currency, shuffled))).toEqual(Object.fromEntries(inOrder));
    }),
  );
});
