import { MAX_PARTS } from '#contracts/consignment.js';
import { groupsOf, namedObstacle, requestObstacle } from './plan-consignments.js';
import { shareOf } from './shares.js';
import type { Shipment } from './shipment.js';

const leeds = { country: 'GB', city: 'Leeds' };
const shipment = (id: string, more: Partial<Shipment> = {}): Shipment => ({
  ...{ shipmentId: id, number: `SH-${id}`, orderId: `order-${id}`, orderNumber: `CO-${id}`, storeId: 'uk', method: 'standard' },
  ...{ fulfilmentCentre: 'main', currency: 'GBP', price: '4.95', discount: '0', fee: '0', taxRate: '0', amount: '4.95' },
  ...{ deliveryAddress: leeds, status: 'New', customerId: 'c-1' },
  items: [{ orderId: `order-${id}`, lineId: '1', sku: 'A', name: 'A', quantity: 2 }],
  ...more,
});
const day = (text: string) => new Date(`${text}T12:00:00Z`);
const candidates = (...shipments: readonly Shipment[]) => shipments.map((each) => ({ shipment: each, createdAt: day('2026-11-24') }));
const ids = (groups: readonly Shipment[][]) => groups.map((group) => group.map(({ shipmentId }) => shipmentId));

test('those of one customer, address, fulfilment centre and day go together', () => {
  const found = groupsOf([
    ...candidates(shipment('1'), shipment('2', { deliveryAddress: { city: 'Leeds', country: 'GB' } })),
    ...candidates(shipment('3', { customerId: 'c-2' }), shipment('4', { deliveryAddress: { country: 'DE' } })),
    ...candidates(shipment('5', { fulfilmentCentre: 'north' })),
    { shipment: shipment('6'), createdAt: day('2026-11-25') },
  ]);
  expect(ids(found.groups)).toEqual([['1', '2']]);
  expect(found.leftOut.map(({ shipmentId, code }) => [shipmentId, code]).sort()).toEqual(
    ['3', '4', '5', '6'].map((id) => [id, 'one-order']),
  );
});

test('what cannot go with others is left out, and it is said why', () => {
  const own = shipment('1');
  const found = groupsOf(
    candidates(
      ...[own, shipment('2'), shipment('3', { orderId: own.orderId })],
      ...[shipment('4', { items: [] }), shipment('5', { customerId: undefined as never })],
      ...[shipment('6', { customerId: 'c-2' }), shipment('7', { customerId: 'c-2', currency: 'EUR' })],
    ).map(({ shipment: { customerId, ...rest }, createdAt }) => ({
      shipment: customerId === undefined ? (rest as Shipment) : { ...rest, customerId },
      createdAt,
    })),
    '4.95',
  );
  expect(ids(found.groups)).toEqual([['1', '2', '3']]);
  expect(Object.fromEntries(found.leftOut.map(({ shipmentId, code }) => [shipmentId, code]))).toEqual({
    ...{ 4: 'nothing-to-send', 5: 'one-order', 6: 'shipment-currencies-differ', 7: 'shipment-currencies-differ' },
  });
  const many = groupsOf(candidates(...Array.from({ length: MAX_PARTS + 1 }, (_, index) => shipment(String(index)))));
  expect([many.groups[0]?.length, many.leftOut.map(({ code }) => code)]).toEqual([MAX_PARTS, ['too-many-parts']]);
});

test('shipments that are named are refused by their place', () => {
  const named = (...list: (Shipment | null)[]) => namedObstacle(list, {});
  expect(named(shipment('1'), shipment('2'))).toBeUndefined();
  expect(named(shipment('1'), null)).toMatchObject({ refused: 'not-found', path: 'shipmentIds[1]' });
  expect(named(shipment('1'), shipment('2', { status: 'Sent' }))).toMatchObject({ refused: 'already-shipped', path: 'shipmentIds[1]' });
  expect(named(shipment('1'), shipment('2', { storeId: 'de' }))).toMatchObject({ refused: 'shipments-apart' });
  const elsewhere = shipment('2', { deliveryAddress: { country: 'DE' } });
  expect(named(shipment('1'), elsewhere)).toMatchObject({ refused: 'shipments-apart', path: 'shipmentIds[1]' });
  const pickedUp = shipment('2', { pickupLocation: { id: 'shop-1' } });
  expect(named(shipment('1'), pickedUp)).toMatchObject({ refused: 'shipments-apart', path: 'shipmentIds[1]' });
  expect(namedObstacle([shipment('1'), elsewhere], { force: true, reason: 'collected' })).toBeUndefined();
  expect(named(shipment('1'), shipment('2', { orderId: 'order-1' }))).toMatchObject({ refused: 'one-order' });
  expect(namedObstacle([shipment('1'), shipment('2')], { price: '4.955' })).toMatchObject({ refused: 'invalid-input', path: 'price' });
});

test.each([
  [{}, 'shipmentIds'],
  [{ shipmentIds: ['1', '2'], rule: { storeId: 'uk', from: 'a', to: 'b' } }, 'shipmentIds'],
  [{ rule: { storeId: 'uk', from: 'b', to: 'a' } }, 'rule.to'],
  [{ rule: { storeId: 'uk', from: 'a', to: 'b' }, force: true, reason: 'so' }, 'force'],
  [{ shipmentIds: ['1', '2'], force: true }, 'reason'],
  [{ shipmentIds: ['1', '2'], price: '5' }, 'allotBy'],
  [{ shipmentIds: ['1', '2'], allotBy: 'weight' as const }, 'allotBy'],
])('%j is refused', (command, path) => {
  expect(requestObstacle(command)).toMatchObject({ refused: 'invalid-input', path });
});

test('a share is the grams, the value or the pieces of what a shipment holds', () => {
  const line = { id: '1', placedPrice: '2.45', weight: { value: '0.5', unit: 'kg' } } as never;
  expect((['weight', 'value', 'quantity'] as const).map((rule) => shareOf(shipment('1'), rule, [line]))).toEqual(['1000', '4.9', '2']);
  expect(shareOf(shipment('1'), 'weight', [])).toBe('0');
});
