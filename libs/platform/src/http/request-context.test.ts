import fc from 'fast-check';
import { idempotent } from './request-context.js';

const context = { actor: 'client', correlationId: 'request-1' };
const target = 'POST /v1/orders';
const fingerprint = (body: object) => idempotent({ ...context, target, idempotencyKey: 'key-1' }, body).idempotency?.fingerprint;

test('a request with a key is remembered by the key and what it says', () => {
  expect(idempotent({ ...context, target, idempotencyKey: 'key-1' }, { a: 1 })).toEqual({
    ...context,
    idempotency: { key: 'key-1', fingerprint: expect.stringMatching(/^[\w-]{43}$/) },
  });
});

test('a request without a key is not remembered', () => {
  expect(idempotent({ ...context, target }, { a: 1 })).toEqual(context);
});

describe('two bodies are the same request', () => {
  test('whatever the order of their fields, at any depth', () => {
    expect(fingerprint({ b: [{ d: '1', c: true }], a: { f: 2, e: 'x' } })).toBe(
      fingerprint({ a: { e: 'x', f: 2 }, b: [{ c: true, d: '1' }] }),
    );
  });

  test('whatever the order of their fields, of any body', () => {
    const reversed = (value: unknown): unknown => {
      if (Array.isArray(value)) return value.map(reversed);
      if (typeof value !== 'object' || value === null) return value;
      return Object.fromEntries(
        Object.entries(value)
          .reverse()
          .map(([name, field]) => [name, reversed(field)]),
      );
    };
    // As a body comes: out of JSON, where a key such as "__proto__" is a field like any other.
    fc.assert(
      fc.property(fc.object(), (body) => {
        const json = JSON.parse(JSON.stringify(body));
        expect(fingerprint(reversed(json) as object)).toBe(fingerprint(json));
      }),
    );
  });
});

test.each<[string, object, object]>([
  ['another value', { a: '1' }, { a: '2' }],
  ['a number for text', { a: '1' }, { a: 1 }],
  ['another order of a list', { a: [1, 2] }, { a: [2, 1] }],
  ['a field more', { a: 1 }, { a: 1, b: 1 }],
  ['a list for an object', { a: ['x'] }, { a: { 0: 'x' } }],
  ['another nesting', { a: [[1], 2] }, { a: [1, [2]] }],
  ['a value that looks like a field', { a: '1","b":"2' }, { a: '1', b: '2' }],
  ['null for text', { a: null }, { a: 'null' }],
])('%s is another request', (_name, one, other) => {
  expect(fingerprint(one)).not.toBe(fingerprint(other));
});
