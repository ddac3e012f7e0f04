import { type AttributeDeclaration, attributeObstacle } from './attributes.js';

const declared: AttributeDeclaration[] = [
  { name: 'source', type: 'text', on: 'order', values: ['web', 'phone'] },
  { name: 'note', type: 'text', on: 'order' },
  { name: 'floor', type: 'number', on: 'order' },
  { name: 'urgent', type: 'boolean', on: 'order' },
  { name: 'visit', type: 'day', on: 'order' },
  { name: 'engraving', type: 'text', on: 'line' },
];

test('a store that declares none takes any', () => {
  expect(attributeObstacle({ whatever: 1 }, 'order', undefined, 'attributes')).toBeUndefined();
});

test('what is declared is taken', () => {
  const attributes = { source: 'web', note: 'x', floor: 3, urgent: false, visit: '2028-02-29' };
  expect(attributeObstacle(attributes, 'order', declared, 'attributes')).toBeUndefined();
  expect(attributeObstacle(undefined, 'order', declared, 'attributes')).toBeUndefined();
});

test.each([
  [{ colour: 'red' }, 'attribute-not-declared', 'attributes.colour'],
  [{ engraving: 'A.B.' }, 'attribute-not-declared', 'attributes.engraving'],
  [{ source: 'fax' }, 'attribute-mismatch', 'attributes.source'],
  [{ note: 7 }, 'attribute-mismatch', 'attributes.note'],
  [{ floor: '3' }, 'attribute-mismatch', 'attributes.floor'],
  [{ urgent: 'yes' }, 'attribute-mismatch', 'attributes.urgent'],
  [{ visit: '2027-02-29' }, 'attribute-mismatch', 'attributes.visit'],
  [{ visit: 'soon' }, 'attribute-mismatch', 'attributes.visit'],
])('%j is refused', (attributes, refused, path) => {
  expect(attributeObstacle(attributes as never, 'order', declared, 'attributes')).toMatchObject({ refused, path });
});
