import { PlaceOrder } from './commands/place-order.js';
import { inputErrors, schemaOf } from './schema.js';

const draft = () => ({
  storeId: 'uk',
  currency: 'GBP',
  lines: [{ sku: '85123A', name: 'Hanging heart holder', quantity: 6, price: '2.55' }] as unknown[],
});

const errorsOf = (change: (order: Record<string, unknown>) => void) => {
  const order: Record<string, unknown> = draft();
  change(order);
  return inputErrors(PlaceOrder, order);
};
const firstLine = (patch: Record<string, unknown>) => (order: Record<string, unknown>) => {
  order.lines = [{ ...(draft().lines[0] as object), ...patch }];
};

test('a valid draft has no errors', () => {
  expect(inputErrors(PlaceOrder, draft())).toEqual([]);
});

test.each([
  ['a number as amount', firstLine({ price: 2.55 }), 'lines[0].price'],
  ['more than four decimals', firstLine({ price: '2.55555' }), 'lines[0].price'],
  ['a negative amount', firstLine({ price: '-1' }), 'lines[0].price'],
  ['an exponent', firstLine({ price: '1e3' }), 'lines[0].price'],
  ['a negative quantity', firstLine({ quantity: -1 }), 'lines[0].quantity'],
  ['a fractional quantity', firstLine({ quantity: 1.5 }), 'lines[0].quantity'],
  ['a quantity as text', firstLine({ quantity: '6' }), 'lines[0].quantity'],
  ['null for an optional field', firstLine({ taxCode: null }), 'lines[0].taxCode'],
  ['an unknown field', firstLine({ colour: 'red' }), 'lines[0].colour'],
  ['a rate above one', firstLine({ taxRate: '1.01' }), 'lines[0].taxRate'],
  [
    'an unknown currency',
    (order: Record<string, unknown>) => {
      order.currency = 'GBX';
    },
    'currency',
  ],
  [
    'an unknown country',
    (order: Record<string, unknown>) => {
      order.addresses = { shipping: { country: 'UK' } };
    },
    'addresses.shipping.country',
  ],
  [
    'no lines',
    (order: Record<string, unknown>) => {
      order.lines = [];
    },
    'lines',
  ],
  [
    'lines within lines',
    (order: Record<string, unknown>) => {
      order.lines = [[draft().lines[0]]];
    },
    'lines[0]',
  ],
  [
    'lines as an object',
    (order: Record<string, unknown>) => {
      order.lines = { length: 1, 0: draft().lines[0] };
    },
    'lines',
  ],
  [
    'a missing store',
    (order: Record<string, unknown>) => {
      delete order.storeId;
    },
    'storeId',
  ],
  [
    'an operator as attribute',
    (order: Record<string, unknown>) => {
      order.attributes = { $where: '1' };
    },
    'attributes.$where',
  ],
  [
    'a nested attribute',
    (order: Record<string, unknown>) => {
      order.attributes = { a: { b: 1 } };
    },
    'attributes.a',
  ],
  [
    '__proto__ as own key',
    (order: Record<string, unknown>) => {
      order.customer = JSON.parse('{"id":"c","__proto__":{"x":1}}');
    },
    'customer.__proto__',
  ],
  [
    '__proto__ as attribute',
    (order: Record<string, unknown>) => {
      order.attributes = JSON.parse('{"__proto__":"x"}');
    },
    'attributes.__proto__',
  ],
])('%s is refused, naming the field', (_name, change, path) => {
  expect(errorsOf(change).map((error) => error.path)).toContain(path);
});

test.each([[null], [[]], ['text'], [7], [undefined]])('%p is not an order', (input) => {
  expect(inputErrors(PlaceOrder, input)).not.toEqual([]);
});

test('depth and width cost neither the stack nor a long answer', () => {
  const deep = JSON.parse(`${'['.repeat(100_000)}${']'.repeat(100_000)}`);
  expect(inputErrors(PlaceOrder, { ...draft(), lines: deep }).length).toBeGreaterThan(0);
  expect(inputErrors(PlaceOrder, { ...draft(), lines: new Array(100_000).fill(1) }).length).toBeLessThanOrEqual(20);
});

test('of an input that is wrong in very many places, one is told', () => {
  const lines = Array.from({ length: 100_001 }, () => ({}));
  expect(inputErrors(PlaceOrder, { ...draft(), lines })).toEqual([{ path: 'lines', message: expect.stringContaining('2000') }]);
  expect(inputErrors(PlaceOrder, { ...draft(), lines: draft().lines.concat(lines.slice(0, 2_000)) }).length).toBe(20);
});

test('the schema is whole in itself', () => {
  const schema = schemaOf(PlaceOrder) as { $defs: Record<string, { additionalProperties?: boolean }> };
  expect(Object.keys(schema.$defs).sort()).toEqual([
    'Address',
    'Addresses',
    'AppliedDiscount',
    'ConfigurationItem',
    'Customer',
    'Dimensions',
    'DraftLine',
    'DraftPayment',
    'DraftShipment',
    'DraftShipmentItem',
    'Employee',
    'Organisation',
    'PickupLocation',
    'PlaceOrder',
    'Weight',
  ]);
  for (const definition of Object.values(schema.$defs)) expect(definition.additionalProperties).toBe(false);
});

test.each(['a\u0000b', '\ud800'])('a text that is short enough is told what is wrong with it', (name) => {
  expect(errorsOf(firstLine({ name }))).toEqual([{ path: 'lines[0].name', message: expect.stringContaining('no control characters') }]);
});
