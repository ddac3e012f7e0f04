import fc from 'fast-check';
import type { Sourcing } from './choose-location.js';
import { planParcels } from './plan-parcels.js';
import { sum } from './stock.js';

type Stocks = Readonly<Record<string, Readonly<Record<string, number>>>>;

const line = (lineId: string, sku: string, quantity: number) => ({ orderId: 'order-1', lineId, sku, quantity });
const lines = [line('1', 'A', 4), line('2', 'B', 2)];
const plan = (stocks: Stocks, of = lines, rejected: string[] = [], strategy: Sourcing['strategy'] = 'fewest-parcels') =>
  planParcels({ strategy, locations: Object.keys(stocks) }, of, rejected, (location, sku) => stocks[location]?.[sku] ?? 0).map(
    ({ location, items }) => [location, ...items.map(({ lineId, quantity }) => `${lineId}: ${quantity}`)],
  );

test.each<[string, Stocks, string[][]]>([
  ['one location, where one has all', { main: { A: 3, B: 2 }, north: { A: 4, B: 2 } }, [['north', '1: 4', '2: 2']]],
  [
    'the fewest that have all together',
    { main: { A: 1, B: 1 }, north: { A: 3, B: 1 }, south: { A: 1, B: 2 } },
    [
      ['main', '1: 1', '2: 1'],
      ['north', '1: 3', '2: 1'],
    ],
  ],
  [
    'two rather than three',
    { main: { A: 3, B: 1 }, north: { A: 4 }, south: { B: 2 } },
    [
      ['north', '1: 4'],
      ['south', '2: 2'],
    ],
  ],
  ['the first, where nobody has anything', { main: {}, north: {} }, [['main', '1: 4', '2: 2']]],
  [
    'those that have what can be had, the first of which waits for the rest',
    { main: { A: 1 }, north: { B: 1 } },
    [
      ['main', '1: 4', '2: 1'],
      ['north', '2: 1'],
    ],
  ],
])('it is planned for %s', (_, stocks, expected) => {
  expect(plan(stocks)).toEqual(expected);
});

test('whoever has rejected it is passed over, and pieces of several orders stay together', () => {
  const stocks = { main: { A: 2 }, north: { A: 2 }, south: { A: 4, B: 2 } };
  expect(plan(stocks)).toEqual([['south', '1: 4', '2: 2']]);
  expect(plan(stocks, lines, ['south'])).toEqual([
    ['main', '1: 2', '2: 2'],
    ['north', '1: 2'],
  ]);
  expect(plan(stocks, [lines[0] as never, { ...line('1', 'A', 2), orderId: 'order-2' }], ['south'])).toHaveLength(1);
  expect(plan(stocks, lines, ['south'], 'first-with-all')).toEqual([['main', '1: 4', '2: 2']]);
  expect(plan(stocks, lines, [], 'command')).toEqual([]);
});

test('whatever there is: all pieces are planned once, nobody ships more than it has but the first, and no parcel is empty', () => {
  const skus = ['A', 'B', 'C'];
  const stock = fc.record(Object.fromEntries(skus.map((sku) => [sku, fc.nat(5)])));
  const some = fc.array(fc.record({ sku: fc.constantFrom(...skus), quantity: fc.integer({ min: 1, max: 6 }) }), {
    minLength: 1,
    maxLength: 4,
  });
  fc.assert(
    fc.property(fc.array(stock, { minLength: 1, maxLength: 6 }), some, (stocks, wanted) => {
      const asked = wanted.map(({ sku, quantity }, index) => line(String(index + 1), sku, quantity));
      const locations = stocks.map((_, index) => `l${index}`);
      const available = (location: string, sku: string) => stocks[Number(location.slice(1))]?.[sku] ?? 0;
      const parcels = planParcels({ strategy: 'fewest-parcels', locations }, asked, [], available);
      for (const { lineId, quantity } of asked) {
        expect(sum(parcels.flatMap(({ items }) => items.filter((item) => item.lineId === lineId).map((item) => item.quantity)))).toBe(
          quantity,
        );
      }
      for (const [index, { location, items }] of parcels.entries()) {
        expect(items.length).toBeGreaterThan(0);
        for (const sku of skus) {
          const taken = sum(items.filter((item) => item.sku === sku).map(({ quantity }) => quantity));
          if (index > 0) expect(taken).toBeLessThanOrEqual(available(location, sku));
        }
      }
      const had = (places: readonly string[]) =>
        sum(
          skus.map((sku) =>
            Math.min(
              sum(asked.filter((each) => each.sku === sku).map(({ quantity }) => quantity)),
              sum(places.map((each) => available(each, sku))),
            ),
          ),
        );
      expect(had(parcels.map(({ location }) => location))).toBe(had(locations));
    }),
  );
});
