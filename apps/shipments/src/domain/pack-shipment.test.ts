import fc from 'fast-check';
import type { PackageToPack } from '#contracts/commands/prepare-shipment.js';
import { ShipmentCancelled, ShipmentOpened, ShipmentPacked, ShipmentSent } from '#contracts/events/shipment.js';
import type { Dimensions, Weight } from '#contracts/order-line.js';
import type { ShipmentPackage } from '#contracts/packages.js';
import { isRefusal } from '#contracts/refusals.js';
import { given } from '../../../../test/given.js';
import { changeShipment } from './change-shipment.js';
import { measured, weighed } from './measures.js';
import { packShipment } from './pack-shipment.js';
import { evolve, type Shipment, type ShipmentEvent } from './shipment.js';
import { withTrackingUrl } from './tracking-url.js';

const same = { shipmentId: 'shipment-1', number: 'SH261124-00001', orderId: 'order-1' };
const money = { currency: 'GBP', price: '4.99', discount: '0', fee: '0', amount: '4.99' };
const held = (lineId: string, quantity: number) => ({ orderId: 'order-1', lineId, sku: `S${lineId}`, name: `Sku ${lineId}`, quantity });
const opened = ShipmentOpened({
  ...{ ...same, ...money, orderNumber: 'CO261124-00001', storeId: 'uk', method: 'express', fulfilmentCentre: 'main', taxRate: '0.20' },
  items: [held('1', 4), held('2', 2)],
});
const carriers = { post: { trackingUrl: 'https://example.org/track?parcel={number}' } };
const shipment = (...events: readonly ShipmentEvent[]) => given(evolve, opened, ...events);
const pack =
  (...packages: readonly PackageToPack[]) =>
  (state: Shipment | null) =>
    packShipment(state as Shipment, packages, carriers);
const item = (lineId: string, quantity: number) => ({ lineId, quantity });
const packed = (lineId: string, quantity: number) => ({ orderId: 'order-1', lineId, quantity });
const first = { barcode: '00340434292135100186', type: 'box', items: [item('1', 3), item('2', 2)] };

/** The shipment after an edit that left it these items. */
const edited = (events: readonly ShipmentEvent[], ...items: readonly { lineId: string; quantity: number }[]) =>
  shipment(...events).when((state) =>
    changeShipment(
      state,
      { orderId: 'order-1', lines: [] } as unknown as Parameters<typeof changeShipment>[1],
      { id: 'shipment-1', price: '4.99', discount: '0', fee: '0', items } as Parameters<typeof changeShipment>[2],
    ),
  );

test('packages are kept whole, numbered by their places, with their weight in grams and their lengths in millimetres', () => {
  const weight: Weight = { value: '1.5', unit: 'lb' };
  const dimensions: Dimensions = { length: '10', width: '5.25', height: '0', unit: 'in' };
  const asked = [
    { ...first, weight, dimensions, tracking: { carrier: 'post', number: 'RR 1/2' }, label: '^XA^XZ' },
    { items: [item('1', 1)] },
  ];
  const packages = [
    {
      ...{ ...first, id: '1', label: '^XA^XZ', items: [packed('1', 3), packed('2', 2)] },
      weight: { ...weight, grams: '680.3886' },
      dimensions: { ...dimensions, millimetres: { length: '254', width: '133.35', height: '0' } },
      tracking: { carrier: 'post', number: 'RR 1/2', url: 'https://example.org/track?parcel=RR%201%2F2' },
    },
    { id: '2', items: [packed('1', 1)] },
  ];
  const outcome = shipment().when(pack(...asked));
  outcome.thenEvents(ShipmentPacked({ ...same, packages }));
  expect(outcome.state().packages).toEqual(packages);
  shipment(...outcome.events())
    .when(pack(...asked))
    .thenNothing();
  expect(
    shipment(...outcome.events())
      .when(pack())
      .state().packages,
  ).toEqual([]);
});

test.each<[string, PackageToPack[], 'quantity-above-held' | 'invalid-input', string]>([
  ['more than it holds', [{ items: [item('1', 5)] }], 'quantity-above-held', 'packages[0].items[0].quantity'],
  ['more in all packages together', [first, { items: [item('1', 2)] }], 'quantity-above-held', 'packages[1].items[0].quantity'],
  ['a line that it does not hold', [{ items: [item('3', 1)] }], 'quantity-above-held', 'packages[0].items[0].quantity'],
  ['of another order', [{ items: [{ ...item('1', 1), orderId: 'order-2' }] }], 'quantity-above-held', 'packages[0].items[0].quantity'],
  ['a line twice in a package', [{ items: [item('1', 1), item('1', 1)] }], 'invalid-input', 'packages[0].items[1].lineId'],
])('a shipment is not packed with %s', (_name, packages, code, path) => {
  shipment()
    .when(pack(...packages))
    .thenRefused(code, path);
});

test('a shipment that is on its way can still be said to be packed, one that is cancelled cannot', () => {
  const { currency, amount } = money;
  const sent = ShipmentSent({ ...same, currency, amount, sentAt: '2026-11-24T10:00:00.000Z', items: opened.data.items });
  expect(shipment(sent).when(pack(first)).state()).toMatchObject({ status: 'Sent', packages: [{ id: '1' }] });
  shipment(ShipmentCancelled({ ...same, currency, amount }))
    .when(pack(first))
    .thenRefused('shipment-cancelled');
});

test('what an edit takes out of the shipment goes out of the last packages, which are told', () => {
  const events = shipment()
    .when(pack({ type: 'box', items: [item('1', 2), item('2', 2)] }, { items: [item('1', 1)] }))
    .events();
  const outcome = edited(events, item('1', 1));
  expect(outcome.events()[0]?.data).toMatchObject({
    emptied: [
      { id: '1', items: [packed('1', 1)] },
      { id: '2', items: [] },
    ],
  });
  expect(outcome.state().packages).toEqual([
    { id: '1', type: 'box', items: [packed('1', 1)] },
    { id: '2', items: [] },
  ]);
  expect(edited(events, item('1', 3), item('2', 2)).events()[0]?.data).not.toHaveProperty('emptied');
});

const contents = fc.array(
  fc.uniqueArray(fc.record({ lineId: fc.constantFrom('1', '2'), quantity: fc.integer({ min: 1, max: 4 }) }), {
    selector: ({ lineId }) => lineId,
  }),
  { maxLength: 3 },
);
const left = fc.record({ '1': fc.integer({ min: 1, max: 5 }), '2': fc.integer({ min: 0, max: 3 }) });
const inPackages = (packages: readonly ShipmentPackage[], lineId: string) =>
  packages.flatMap(({ items }) => items.filter((each) => each.lineId === lineId)).reduce((sum, { quantity }) => sum + quantity, 0);

test('whatever is packed and edited, packages never hold more than the shipment, and no less than they must', () => {
  fc.assert(
    fc.property(contents, left, (asked, remaining) => {
      const outcome = packShipment(
        shipment().state as Shipment,
        asked.map((items) => ({ items })),
        {},
      );
      const events = isRefusal(outcome) ? [] : outcome;
      const before = shipment(...events).state?.packages ?? [];
      const items = Object.entries(remaining).map(([lineId, quantity]) => ({ lineId, quantity }));
      const after = edited(events, ...items.filter(({ quantity }) => quantity > 0)).state();
      for (const { lineId, quantity } of items) {
        expect(inPackages(before, lineId)).toBeLessThanOrEqual(lineId === '1' ? 4 : 2);
        expect(inPackages(after.packages ?? [], lineId)).toBe(Math.min(inPackages(before, lineId), quantity));
      }
      expect(after.packages?.map(({ id }) => id) ?? []).toEqual(before.map(({ id }) => id));
    }),
  );
});

test('grams and millimetres are exact but for their last decimal', () => {
  expect(weighed({ value: '0.0001', unit: 'kg' })).toEqual({ value: '0.0001', unit: 'kg', grams: '0.1' });
  expect(weighed({ value: '999999999.9999', unit: 'lb' }).grams).toBe('453592369999.9546');
  const { millimetres } = measured({ length: '1', width: '0.3333', height: '2', unit: 'ft' });
  expect(millimetres).toEqual({ length: '304.8', width: '101.5898', height: '609.6' });
});

test.each([
  ['says its page itself', { carrier: 'post', number: '1', url: 'https://example.org/mine' }],
  ['has no number', { carrier: 'post' }],
  ['has no carrier', { number: '1' }],
  ['has a carrier that the store does not know', { carrier: 'constructor', number: '1' }],
  ['would have an address that is too long', { carrier: 'post', number: '%'.repeat(128) + 'ü'.repeat(128) }],
])('what %s stays as it is', (_name, tracking) => {
  const long = { post: { trackingUrl: `https://example.org/${'a'.repeat(400)}/{number}` } };
  expect(withTrackingUrl(tracking, long)).toEqual(tracking);
});
