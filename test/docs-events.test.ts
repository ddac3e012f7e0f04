import { readFileSync } from 'node:fs';
import { allEvents } from '#contracts/all-events.js';
import { schemaOf } from '#contracts/schema.js';
import { allTopics } from '#contracts/topics.js';
import { encodeEvent } from '#platform/kafka/cloud-event.js';
import { rowsOf, sectionsOf } from './support/markdown.js';

interface Field {
  readonly 'x-personal'?: boolean;
  readonly $ref?: string;
  readonly items?: { readonly $ref?: string };
}
interface ObjectSchema {
  readonly properties: Readonly<Record<string, Field>>;
  readonly required?: readonly string[];
}

const DAY = 24 * 60 * 60 * 1_000;

const chapters = sectionsOf(readFileSync('docs/events.md', 'utf8'), 2);
const chapter = (title: string) => {
  const text = chapters.get(title);
  if (text === undefined) throw new Error(`docs/events.md has no chapter "${title}"`);
  return text;
};
const types = sectionsOf(chapter('Types'), 3);
const parts = sectionsOf(chapter('Parts'), 3);

/** Each class that an event's data holds, by name; the data's own class first. */
const classesOf = (dataClass: { name: string }): [string, ObjectSchema][] =>
  Object.entries((schemaOf(dataClass) as { $defs: Record<string, ObjectSchema> }).$defs);
const partClasses = new Map(allEvents.flatMap(({ dataClass }) => classesOf(dataClass).filter(([name]) => name !== dataClass.name)));

/** What the page must say of each field: its name, the class of its parts, whether it is a list, whether it is optional. */
function declared({ properties, required = [] }: ObjectSchema): string[] {
  return Object.entries(properties).map(([name, field]) => {
    const part = (field.$ref ?? field.items?.$ref)?.split('/').at(-1);
    return described(name, part, field.items !== undefined, !required.includes(name));
  });
}

function documented(section: string | undefined): string[] {
  return rowsOf(section ?? '').map(([field = '', form = '']) => {
    const [, list, part] = /^(list of )?([A-Z][a-z]+[A-Za-z]*)(?:$|,)/.exec(form) ?? [];
    return described(unquoted(field), part, list !== undefined, /\boptional\b/.test(form));
  });
}

const unquoted = (cell: string) => cell.replaceAll('`', '');

function described(name: string, part: string | undefined, list: boolean, optional: boolean): string {
  return [name, part && `${list ? 'list of ' : ''}${part}`, optional && 'optional'].filter(Boolean).join(', ');
}

test('every event type has its section, and no other has one', () => {
  expect([...types.keys()].sort()).toEqual(allEvents.map(({ type }) => type).sort());
});

test('every class that events hold has its section, and no other has one', () => {
  expect([...parts.keys()].sort()).toEqual([...partClasses.keys()].sort());
});

test.each(allEvents.map((event) => [event.type, event] as const))('%s: the page names its fields and no others', (type, { dataClass }) => {
  const [[, schema] = []] = classesOf(dataClass).filter(([name]) => name === dataClass.name);
  expect(documented(types.get(type)).sort()).toEqual(declared(schema as ObjectSchema).sort());
});

test.each([...partClasses])('%s: the page names its fields and no others', (name, schema) => {
  expect(documented(parts.get(name)).sort()).toEqual(declared(schema).sort());
});

test('the fields that the page calls personal are marked so', () => {
  const named = [...parts].flatMap(([part, section]) =>
    rowsOf(section).flatMap(([field = '', form = '']) => (/\bpersonal\b/.test(form) ? [`${part}.${unquoted(field)}`] : [])),
  );
  const marked = [...partClasses].flatMap(([part, { properties }]) =>
    Object.entries(properties).flatMap(([field, schema]) => (schema['x-personal'] ? [`${part}.${field}`] : [])),
  );
  expect(named.sort()).toEqual(marked.sort());
});

test.each(allEvents.map((event) => [event.type, event] as const))(
  '%s: the page has its topic, and a key that is one of its fields',
  (type, event) => {
    const [, topic, key] = /^Topic `([^`]+)`, key: `([^`]+)`\./.exec(types.get(type)?.trim() ?? '') ?? [];
    expect(topic).toBe(event.topic.name);
    expect(Object.keys(classesOf(event.dataClass).find(([name]) => name === event.dataClass.name)?.[1].properties ?? {})).toContain(key);
  },
);

test('the topics are those that exist', () => {
  const listed = rowsOf(chapter('Topics')).map(([name = '', partitions, days]) => ({
    name: unquoted(name),
    partitions: Number(partitions),
    days: Number(days),
  }));
  expect(listed).toEqual(allTopics.map(({ name, partitions, retention }) => ({ name, partitions, days: retention / DAY })));
  expect(allTopics.every(({ cleanupPolicy }) => cleanupPolicy === 'delete')).toBe(true);
});

test('the headers are those that a message has', () => {
  const { headers } = encodeEvent('docket/orders', 'order-1', {
    id: 'event-1',
    type: 'order.placed',
    version: 1,
    time: '2026-01-31T09:30:00.000Z',
    actor: 'client',
    correlationId: 'correlation-1',
    causationId: 'event-0',
    reason: 'the customer called',
    traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
    data: {},
  });
  const listed = rowsOf(chapter('Message')).flatMap(([names = '']) => unquoted(names).split(', '));
  expect(listed.sort()).toEqual(Object.keys(headers).sort());
});
