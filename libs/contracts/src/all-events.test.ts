import { allEvents, eventDefinition } from './all-events.js';
import { schemaOf } from './schema.js';

test('each type of event is declared once', () => {
  expect(new Set(allEvents.map(({ type }) => type)).size).toBe(allEvents.length);
});

test.each(allEvents.map((definition) => [definition.type, definition] as const))(
  '%s is found by its type and has a schema',
  (type, definition) => {
    expect(eventDefinition(type)).toBe(definition);
    expect(schemaOf(definition.dataClass)).toHaveProperty('$defs');
  },
);

test.each(['order.cancelled.v9', 'constructor', ''])('"%s" is no event of ours', (type) => {
  expect(eventDefinition(type)).toBeUndefined();
});
