import fc from 'fast-check';
import { fieldChanges } from './field-changes.js';

test('each field that is different is a change of its own, by its name from the top', () => {
  expect(
    fieldChanges(
      { status: 'New', comment: 'a', addresses: { shipping: { city: 'Leeds', country: 'GB' } }, same: [1] },
      { status: 'Done', externalId: 'x', addresses: { shipping: { city: 'York', country: 'GB' } }, same: [1] },
    ),
  ).toEqual([
    { field: 'status', before: 'New', after: 'Done' },
    { field: 'comment', before: 'a' },
    { field: 'addresses.shipping.city', before: 'Leeds', after: 'York' },
    { field: 'externalId', after: 'x' },
  ]);
});

test('items are told apart by their ids, whatever their order, also within items', () => {
  const before = {
    lines: [
      { id: '1', price: '1' },
      { id: '2', price: '2' },
    ],
    shipments: [{ id: 's', items: [{ lineId: '1', quantity: 1 }] }],
  };
  const after = {
    lines: [
      { id: '3', price: '3' },
      { id: '1', price: '9' },
    ],
    shipments: [{ id: 's', items: [{ lineId: '1', quantity: 2 }] }],
  };
  expect(fieldChanges(before, after)).toEqual([
    { field: 'lines.price', item: '1', before: '1', after: '9' },
    { field: 'lines', item: '2', before: { id: '2', price: '2' } },
    { field: 'lines', item: '3', after: { id: '3', price: '3' } },
    { field: 'shipments.items.quantity', item: 's/1', before: 1, after: 2 },
  ]);
});

test("a list of plain values changes as a whole, and bookkeeping is nobody's change", () => {
  expect(fieldChanges({ tags: ['a'], counter: 1 }, { tags: ['a', 'b'], counter: 2 }, ['counter'])).toEqual([
    { field: 'tags', before: ['a'], after: ['a', 'b'] },
  ]);
});

test('two states are the same exactly when there is no change', () => {
  const value = fc.letrec((tie) => ({
    any: fc.oneof({ depthSize: 'small' }, fc.integer({ max: 2 }), fc.constantFrom('a', 'b'), tie('list'), tie('fields')),
    list: fc.uniqueArray(fc.record({ id: fc.constantFrom('1', '2', '3'), x: tie('any') }, { noNullPrototype: true }), {
      selector: ({ id }) => id,
      maxLength: 3,
    }),
    fields: fc.dictionary(fc.constantFrom('p', 'q'), tie('any'), { noNullPrototype: true }),
  })).fields as fc.Arbitrary<object>;
  const canonical = (of: unknown): unknown => {
    if (Array.isArray(of)) return [...of].map(canonical).sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
    if (typeof of !== 'object' || of === null) return of;
    return Object.fromEntries(
      Object.entries(of)
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([name, field]) => [name, canonical(field)]),
    );
  };
  fc.assert(
    fc.property(value, value, (one, other) => {
      expect(fieldChanges(one, structuredClone(one))).toEqual([]);
      const same = JSON.stringify(canonical(one)) === JSON.stringify(canonical(other));
      expect(fieldChanges(one, other).length === 0).toBe(same);
    }),
  );
});
