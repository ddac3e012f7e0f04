import type { PlaceHold } from '#contracts/commands/hold-order.js';
import { given } from '../../../../test/given.js';
import type { EditPolicy } from './edit-operations.js';
import { editOrder } from './edit-order.js';
import { ruledHolds } from './hold-rules.js';
import { placeHold, releaseHold } from './holds.js';
import { evolve, type Order, type OrderEvent } from './order.js';
import { placeOrder } from './place-order.js';

const now = '2026-11-24T10:00:00.000Z';
const policy: EditPolicy = { rounding: { mode: 'half-away-from-zero', tax: 'order' }, ownRates: false, lines: { statuses: ['Pending'] } };
const line = { sku: '85123A', name: 'Hanging heart holder', quantity: 6, price: '2.55' };
const placed = placeOrder(
  null,
  { orderId: '01890a5d-ac96-774b-bcce-b302099a8057', number: 'CO261124-00001', placedAt: '2026-11-24T09:30:00.000Z' },
  { storeId: 'uk', currency: 'GBP', lines: [line, line] },
  {
    ...{ currencies: ['GBP'], rounding: { mode: 'half-away-from-zero', tax: 'order' }, ownRates: false, holdRules: [] },
    ...{ shipmentMethod: 'standard', paymentGateways: ['manual'], status: 'New', lineStatus: 'Pending' },
  },
) as OrderEvent[];
const hold = (id: string, asked: Partial<PlaceHold> = {}) => {
  const head = { id, placedAt: `2026-11-24T09:4${id}:00.000Z`, placedBy: 'client' };
  return given(evolve, ...placed)
    .when((order) => placeHold(order as Order, head, { type: 'fraud', reason: 'odd card', ...asked }))
    .events();
};
const order = (...events: readonly OrderEvent[]) => given(evolve, ...placed, ...events);
const edited = (events: readonly OrderEvent[], lineId = '1', at = now) =>
  order(...events).when((state) => editOrder(state as Order, [{ op: 'changePrice', lineId, price: '1' }], policy, at));

test('a hold blocks everything that can be blocked, unless it says what', () => {
  expect(order(...hold('1')).state?.holds).toMatchObject([{ id: '1', type: 'fraud', blocks: ['edit', 'capture', 'send'] }]);
  edited(hold('1')).thenRefused('held');
  expect(edited(hold('1', { blocks: ['send'] })).events()).toHaveLength(1);
});

test('a hold on a line leaves the others alone', () => {
  const onFirst = hold('1', { lineId: '1' });
  edited(onFirst, '1').thenRefused('held');
  expect(edited(onFirst, '2').events()).toHaveLength(1);
  const all = order(...onFirst).when((state) => editOrder(state as Order, [{ op: 'changeTax', taxCode: 'ZERO' }], policy, now));
  all.thenRefused('held');
});

test('a hold whose time is over blocks no more', () => {
  const until = hold('1', { until: '2026-11-24T11:00:00+01:00' });
  edited(until, '1', '2026-11-24T09:59:59.999Z').thenRefused('held');
  expect(edited(until, '1', '2026-11-24T10:00:00.000Z').events()).toHaveLength(1);
});

test('several lie on an order at once, and each is released by itself', () => {
  const both = [...hold('2'), ...hold('1', { type: 'address' })];
  expect(order(...both).state).toMatchObject({ heldSince: '2026-11-24T09:41:00.000Z' });
  const released = order(...both).when((state) => releaseHold(state as Order, '1', 'seen the card'));
  expect(released.state()).toMatchObject({ holds: [{ id: '2' }], heldSince: '2026-11-24T09:42:00.000Z' });
  const none = order(...hold('1')).when((state) => releaseHold(state as Order, '1', 'seen'));
  expect(none.state()).not.toHaveProperty('heldSince');
  order(...hold('1'))
    .when((state) => releaseHold(state as Order, '9', 'seen'))
    .thenRefused('hold-not-found');
});

test('a line that is not there, and too many, are refused', () => {
  const head = { id: 'x', placedAt: now, placedBy: 'client' };
  const asked = { type: 'manual', reason: 'r' } as const;
  order()
    .when((state) => placeHold(state as Order, head, { ...asked, lineId: '7' }))
    .thenRefused('line-not-found', 'lineId');
  const full = Array.from({ length: 50 }, () => hold('1')).flat();
  order(...full)
    .when((state) => placeHold(state as Order, head, asked))
    .thenRefused('too-many-holds');
});

describe('rules of a store', () => {
  const ruled = { currency: 'GBP', totals: { total: '1000.00' }, placedAt: now, addresses: { shipping: { country: 'DE', name: 'A' } } };
  const applies = (rule: object, repeatedAfter?: number, change: object = {}) =>
    ruledHolds({ ...ruled, ...change } as never, [{ type: 'approval', reason: 'r', ...rule }], repeatedAfter).length === 1;
  test.each([
    ['an amount that is reached', { amountFrom: { GBP: '1000' } }, undefined, {}, true],
    ['an amount that is not', { amountFrom: { GBP: '1000.01' } }, undefined, {}, false],
    ['an amount of another currency', { amountFrom: { EUR: '1' } }, undefined, {}, false],
    ['a country', { countries: ['DE'] }, undefined, {}, true],
    ['another country', { countries: ['FR'] }, undefined, {}, false],
    ['a country, and no address', { countries: ['DE'] }, undefined, { addresses: {} }, false],
    ['the same a moment ago', { repeatedWithinMinutes: 10 }, 9.5, {}, true],
    ['the same long ago', { repeatedWithinMinutes: 10 }, 10.5, {}, false],
    ['the same never', { repeatedWithinMinutes: 10 }, undefined, {}, false],
    ['an address that is not whole', { incompleteAddress: true }, undefined, {}, true],
    [
      'a whole address',
      { incompleteAddress: true },
      undefined,
      { addresses: { shipping: { country: 'DE', name: 'A', line1: 'B', city: 'C', postalCode: 'D' } } },
      false,
    ],
    ['two conditions of which one holds', { countries: ['DE'], amountFrom: { GBP: '2000' } }, undefined, {}, false],
  ])('%s', (_name, rule, repeatedAfter, change, held) => {
    expect(applies(rule, repeatedAfter, change)).toBe(held);
  });
});
