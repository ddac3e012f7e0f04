import type { EditOperation } from '#contracts/commands/edit-order.js';
import type { Blockable } from '#contracts/holds.js';
import type { RefusalCode } from '#contracts/refusals.js';
import type { ShipmentItem } from '#contracts/shipping.js';
import { given } from '../../../../test/given.js';
import { cancelOrder } from './cancel-order.js';
import { claimShipment, releaseShipment } from './claim-shipment.js';
import type { EditPolicy } from './edit-operations.js';
import { editOrder } from './edit-order.js';
import { placeHold } from './holds.js';
import { evolve, type Order, type OrderEvent } from './order.js';
import { placeOrder } from './place-order.js';

const now = '2026-11-24T10:00:00.000Z';
const rounding = { mode: 'half-away-from-zero', tax: 'order' } as const;
const policy: EditPolicy = { rounding, ownRates: false, lines: { statuses: ['Pending'] } };
const line = { sku: '85123A', name: 'Hanging heart holder', quantity: 6, price: '2.55' };
const shipping = { country: 'GB', city: 'Leeds' };
const placed = placeOrder(
  null,
  { orderId: '01890a5d-ac96-774b-bcce-b302099a8057', number: 'CO261124-00001', placedAt: '2026-11-24T09:30:00.000Z' },
  {
    ...{ storeId: 'uk', currency: 'GBP', addresses: { shipping }, lines: [line, line] },
    shipments: [
      { method: 'standard', items: [{ line: 0, quantity: 4 }] },
      {
        method: 'express',
        items: [
          { line: 0, quantity: 2 },
          { line: 1, quantity: 6 },
        ],
      },
    ],
  },
  {
    ...{ currencies: ['GBP'], rounding, ownRates: false, holdRules: [] },
    ...{ shipmentMethod: 'standard', paymentGateways: ['manual'], status: 'New', lineStatus: 'Pending' },
  },
) as OrderEvent[];
const order = (...events: readonly OrderEvent[]) => given(evolve, ...placed, ...events);
const [first, second] = (order().state as Order).shipments.map(({ id, items }) => ({ id, items: [...items], deliveryAddress: shipping }));
if (!first || !second) throw new Error('the order has two shipments');

const claim = (asked: { id: string; items: ShipmentItem[]; deliveryAddress?: { country: string } } = first, ...before: OrderEvent[]) =>
  order(...before).when((state) => claimShipment(state as Order, asked, now));
const claimed = claim().events();
const edit = (...operations: EditOperation[]) => order(...claimed).when((state) => editOrder(state as Order, operations, policy, now));

test('a claim says what leaves the house; made again, it changes nothing', () => {
  expect(claim().state().claims).toEqual([{ id: first.id, items: [{ lineId: '1', quantity: 4 }], claimedAt: now }]);
  claim(first, ...claimed).thenNothing();
  expect(claim(second, ...claimed).state().claims).toHaveLength(2);
});

test.each([
  ['items that the order has changed since', { ...first, items: [{ lineId: '1', quantity: 3 }] }, 'shipment-outdated'],
  ['fewer items', { ...second, items: second.items.slice(1) }, 'shipment-outdated'],
  ['another address', { ...first, deliveryAddress: { country: 'DE' } }, 'shipment-outdated'],
  ['a shipment of another order', { ...first, id: 'another' }, 'shipment-not-found'],
])('%s cannot be claimed', (_name, asked, code) => {
  claim(asked).thenRefused(code as RefusalCode, code === 'shipment-not-found' ? 'id' : undefined);
});

test('what a hold blocks cannot be claimed: on the order, or on a line that the shipment holds', () => {
  const held = (blocks: Blockable[], lineId?: string) =>
    order()
      .when((state) =>
        placeHold(
          state as Order,
          { id: '1', placedAt: now, placedBy: 'client' },
          { type: 'fraud', reason: 'odd', blocks, ...(lineId === undefined ? {} : { lineId }) },
        ),
      )
      .events();
  claim(first, ...held(['send'])).thenRefused('held');
  claim(second, ...held(['send'], '2')).thenRefused('held');
  expect(claim(first, ...held(['send'], '2')).events()).toHaveLength(1);
  expect(claim(first, ...held(['edit', 'capture'])).events()).toHaveLength(1);
});

test('a cancelled order is not sent, and an order that is sent is not cancelled', () => {
  const cancelled = order()
    .when((state) => cancelOrder(state as Order, 'no', now))
    .events();
  claim(first, ...cancelled).thenRefused('order-cancelled');
  order(...claimed)
    .when((state) => cancelOrder(state as Order, 'no', now))
    .thenRefused('already-shipped');
});

describe('of a line of which four of six have left the house', () => {
  test.each<[string, string, EditOperation]>([
    ['the quantity does not come below four', 'quantity', { op: 'changeQuantity', lineId: '1', quantity: 3 }],
    ['no more than two are cancelled', 'quantity', { op: 'cancelItem', lineId: '1', quantity: 3 }],
    ['the line is not removed', 'lineId', { op: 'removeItem', lineId: '1' }],
    ['the product stays', 'sku', { op: 'replaceProduct', lineId: '1', sku: 'OTHER', name: 'Other' }],
  ])('%s', (_name, path, operation) => {
    edit(operation).thenRefused('already-shipped', `operations[0].${path}`);
  });

  test('less is taken from what has not been sent', () => {
    const { shipments } = edit({ op: 'changeQuantity', lineId: '1', quantity: 4 }).state();
    expect(shipments.map(({ items }) => items)).toEqual([first.items, [{ lineId: '2', quantity: 6 }]]);
  });

  test('more joins what has not been sent', () => {
    const { shipments } = edit({ op: 'changeQuantity', lineId: '1', quantity: 9 }).state();
    expect(shipments.map(({ items }) => items[0])).toEqual([first.items[0], { lineId: '1', quantity: 5 }]);
  });

  test('price and discount can still change', () => {
    expect(
      edit({ op: 'changePrice', lineId: '1', price: '2' }, { op: 'changeItemDiscount', lineId: '1', discount: '1' }).events(),
    ).toHaveLength(1);
  });
});

test('more goes with a new shipment once all have left the house', () => {
  const all = claim(second, ...claimed).events();
  const edited = order(...claimed, ...all).when((state) =>
    editOrder(state as Order, [{ op: 'addItem', sku: 'GIFT', name: 'Gift', quantity: 1, price: '0' }], policy, now),
  );
  const { shipments } = edited.state();
  expect(shipments.slice(0, 2).map(({ items }) => items)).toEqual([first.items, second.items]);
  expect(shipments[2]).toMatchObject({ method: 'express', price: '0', items: [{ lineId: '3', quantity: 1 }] });
  expect(edited.events()[0]?.data).toMatchObject({ openedShipments: [{ id: shipments[2]?.id, deliveryAddress: shipping }] });
});

test('a claim of a consignment is given back, and a later sending takes it over', () => {
  const by = (attempt: number) => ({ ...first, consignment: { id: 'consignment-1', attempt } });
  const release = (attempt: number, ...before: OrderEvent[]) =>
    order(...before).when((state) => releaseShipment(state as Order, { id: first.id, consignmentId: 'consignment-1', attempt }));
  const [one, two] = [claim(by(2)).events(), claim(by(5), ...claim(by(2)).events()).events()];
  expect(order(...one, ...two).state?.claims).toMatchObject([{ id: first.id, consignment: { attempt: 5 } }]);
  claim(by(2), ...one, ...two).thenNothing();
  release(2, ...one, ...two).thenNothing();
  const released = release(5, ...one, ...two);
  expect(released.state().claims).toBeUndefined();
  release(5, ...one, ...two, ...released.events()).thenNothing();
  release(9, ...claimed).thenNothing();
  claim(by(9), ...claimed).thenNothing();
  order(...one, ...two, ...released.events())
    .when((state) => cancelOrder(state as Order, 'no', now))
    .thenEvents(expect.objectContaining({ type: 'order.cancelled' }));
});
