import { given } from '../../../../test/given.js';
import { changeDetails } from './change-details.js';
import type { Order, OrderEvent } from './order.js';
import { evolve } from './order.js';
import { placeOrder } from './place-order.js';

const now = '2026-11-24T10:00:00.000Z';
const statuses = { statuses: ['New', 'Processing', 'Completed'], transitions: { New: ['Processing'] } };
const events = placeOrder(
  null,
  { orderId: '01890a5d-ac96-774b-bcce-b302099a8057', number: 'CO261124-00001', placedAt: '2026-11-24T09:30:00.000Z' },
  {
    storeId: 'uk',
    currency: 'GBP',
    lines: [{ sku: '85123A', name: 'Hanging heart holder', quantity: 6, price: '2.55' }],
    addresses: { shipping: { country: 'GB', city: 'Leeds' } },
    comment: 'ring twice',
    attributes: { source: 'web', urgent: true },
  },
  {
    ...{ currencies: ['GBP'], rounding: { mode: 'half-away-from-zero', tax: 'order' }, ownRates: false },
    ...{ shipmentMethod: 'standard', paymentGateways: ['manual'], holdRules: [], status: 'New', lineStatus: 'Pending' },
  },
) as OrderEvent[];
const patched = (patch: object) => given(evolve, ...events).when((order) => changeDetails(order as Order, patch, { statuses }, now));

test('a field is set, another taken away, and the rest stays', () => {
  const order = patched({ comment: null, externalId: 'ERP-7', attributes: { urgent: null, colour: 'red' }, status: 'Processing' }).state();
  expect(order).toMatchObject({ externalId: 'ERP-7', status: 'Processing', attributes: { source: 'web', colour: 'red' } });
  expect(order.attributes).not.toHaveProperty('urgent');
  expect(order).not.toHaveProperty('comment');
  expect(order.tax).toEqual({ status: 'pending' });
  expect(order.editedVersion).toBe(2);
});

test('another address of the delivery has the tax computed anew, another billing address has not', () => {
  expect(patched({ addresses: { shipping: { country: 'DE' } } }).events()[0]).toMatchObject({ data: { deliveryChanges: true } });
  expect(patched({ addresses: { billing: { country: 'DE' } } }).events()[0]).toMatchObject({ data: { deliveryChanges: false } });
});

test('what changes nothing is no change', () => {
  patched({ comment: 'ring twice', externalId: null }).thenNothing();
});

test.each([
  ['a status that the store does not have', { status: 'Lost' }, 'unknown-status', 'status'],
  ['a status that must not follow', { status: 'Completed' }, 'transition-not-allowed', 'status'],
  ['cancelling by status', { status: 'Cancelled' }, 'unknown-status', 'status'],
] as const)('%s is refused', (_name, patch, refused, path) => {
  patched(patch).thenRefused(refused, path);
});

test.each([
  ['{"attributes":{"__proto__":{"x":1},"colour":"red"}}', 'attributes.__proto__'],
  ['{"customer":{"constructor":{"prototype":{"x":1}}}}', 'customer.constructor'],
])('a name that no field can have is named: %s', (patch, path) => {
  patched(JSON.parse(patch)).thenRefused('invalid-input', path);
  expect(({} as { x?: number }).x).toBeUndefined();
});

test.each([
  ['a field of another kind', { comment: 7 }, 'comment'],
  ['a status taken away', { status: null }, 'status'],
  ['a country that there is not', { addresses: { shipping: { country: 'UK' } } }, 'addresses.shipping.country'],
  ['a field within that is not known', { customer: { id: 'c', shoeSize: 43 } }, 'customer.shoeSize'],
])('%s is named', (_name, patch, path) => {
  const decision = given(evolve, ...events).when((order) => {
    const outcome = changeDetails(order as Order, patch, { statuses }, now);
    expect(outcome).toMatchObject({ refused: 'invalid-input', more: { errors: [{ path }] } });
    return outcome;
  });
  expect(() => decision.events()).toThrow('invalid-input');
});
