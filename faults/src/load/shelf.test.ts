import fc from 'fast-check';
import { randomFrom } from '../random.js';
import { Shelf } from './shelf.js';

test('of a product at a location, each count is later than the one before, and not lower', () => {
  const lines = fc.array(fc.record({ sku: fc.constantFrom('A', 'B'), quantity: fc.integer({ min: 1, max: 100 }) }), { maxLength: 40 });
  fc.assert(
    fc.property(lines, fc.nat(), (asked, seed) => {
      const [shelf, random] = [new Shelf(), randomFrom(seed)];
      const counts = asked.map((line) => shelf.count(line, random));
      for (const ofOne of Map.groupBy(counts, ({ location, sku }) => `${location}/${sku}`).values()) {
        for (const [index, { onHand, asOf }] of ofOne.entries()) {
          const before = ofOne[index - 1];
          if (!before) continue;
          expect(onHand).toBeGreaterThanOrEqual(before.onHand);
          expect(Date.parse(asOf)).toBeGreaterThan(Date.parse(before.asOf));
        }
      }
    }),
  );
});
