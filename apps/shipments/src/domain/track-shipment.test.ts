import fc from 'fast-check';
import type { CarrierReport } from '#contracts/carrier-report.js';
import { evolve, type Shipment, type ShipmentEvent } from './shipment.js';
import { trackShipment } from './track-shipment.js';

const now = new Date('2026-11-28T12:00:00.000Z');
const sent: Shipment = {
  shipmentId: 's1',
  number: 'SH1',
  orderId: 'o1',
  orderNumber: 'CO1',
  storeId: 'uk',
  method: 'standard',
  fulfilmentCentre: 'main',
  currency: 'GBP',
  ...{ price: '0', discount: '0', fee: '0', taxRate: '0', amount: '0' },
  status: 'Sent',
  sentAt: '2026-11-26T09:00:00.000Z',
  items: [],
};
const parcels = (...numbers: readonly string[]): Partial<Shipment> => ({
  packages: numbers.map((number, index) => ({ id: String(index), items: [], tracking: { number } })),
});
const report = (id: string, hour: number, change: Partial<CarrierReport> = {}): CarrierReport => ({
  id,
  status: 'InTransit',
  occurredAt: `2026-11-27T${String(hour).padStart(2, '0')}:00:00.000Z`,
  ...change,
});
const track = (shipment: Shipment, each: CarrierReport): Shipment =>
  (trackShipment(shipment, each, now) as ShipmentEvent[]).reduce<Shipment>(evolve, shipment);
const arrived = (id: string, hour: number, trackingNumber: string) => report(id, hour, { status: 'Delivered', trackingNumber });

test('reports stand in the order in which things happened, each once', () => {
  const tracked = [report('b', 9), report('a', 8), report('b', 9)].reduce(track, sent);
  expect([tracked.status, tracked.reports?.map(({ id }) => id)]).toEqual(['Sent', ['a', 'b']]);
});

test('a shipment has arrived when all its parcels have, at the time of the last', () => {
  const shipment = { ...sent, ...parcels('P1', 'P2') };
  const first = track(shipment, arrived('a', 10, 'P2'));
  expect(first.status).toBe('Sent');
  expect(track(first, arrived('b', 8, 'P1'))).toMatchObject({ status: 'Delivered', deliveredAt: '2026-11-27T10:00:00.000Z' });
});

test('what is said of the whole shipment is said of all its parcels', () => {
  const shipment = { ...sent, ...parcels('P1', 'P2'), tracking: { number: 'MASTER' } };
  expect(track(shipment, report('a', 8, { status: 'Delivered' })).status).toBe('Delivered');
  expect(track(shipment, arrived('a', 8, 'MASTER')).status).toBe('Delivered');
  expect(track({ ...sent, tracking: { number: 'P' } }, arrived('a', 8, 'P')).status).toBe('Delivered');
});

test('one that was told late as sent has not arrived before', () => {
  const early = report('a', 8, { status: 'Delivered', occurredAt: '2026-11-26T08:00:00.000Z' });
  expect(track(sent, early).deliveredAt).toBe(sent.sentAt);
});

test.each([
  ['not-sent', { status: 'PickPack' }, {}, undefined],
  ['shipment-cancelled', { status: 'Cancelled' }, {}, undefined],
  ['invalid-input', {}, { trackingNumber: 'OTHER' }, 'trackingNumber'],
  ['invalid-input', {}, { occurredAt: '2026-11-28T12:30:00.000Z' }, 'occurredAt'],
])('%s refuses it: %j, %j', (refused, shipment, change, path) => {
  expect(trackShipment({ ...sent, ...parcels('P1'), ...shipment }, report('a', 8, change), now)).toMatchObject({
    refused,
    ...(path && { path }),
  });
});

test('whatever order reports come in, and however often, the shipment ends the same', () => {
  const each = fc.record({ hour: fc.integer({ min: 0, max: 23 }), parcel: fc.constantFrom('P1', 'P2'), delivered: fc.boolean() });
  fc.assert(
    fc.property(fc.uniqueArray(each, { maxLength: 8, selector: ({ hour }) => hour }), fc.infiniteStream(fc.nat()), (told, random) => {
      const reports = told.map(({ hour, parcel, delivered }, index) =>
        delivered ? arrived(`r${index}`, hour, parcel) : report(`r${index}`, hour, { trackingNumber: parcel }),
      );
      const shuffled = [...reports, ...reports].sort(() => ((random.next().value as number) % 2 === 0 ? 1 : -1));
      const shipment = { ...sent, ...parcels('P1', 'P2') };
      const [inOrder, mixed] = [reports.reduce(track, shipment), shuffled.reduce(track, shipment)];
      expect([mixed.status, mixed.reports]).toEqual([inOrder.status, inOrder.reports]);
    }),
  );
});
