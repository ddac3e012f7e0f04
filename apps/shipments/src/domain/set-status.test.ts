import fc from 'fast-check';
import { ShipmentCancelled, ShipmentOpened, ShipmentSent, ShipmentStatusChanged } from '#contracts/events/shipment.js';
import { isRefusal } from '#contracts/refusals.js';
import { isUnsent } from '#contracts/shipping.js';
import { given } from '../../../../test/given.js';
import { cancelShipment } from './cancel-shipment.js';
import { changeShipment } from './change-shipment.js';
import { readdressShipment } from './readdress-shipment.js';
import { sendingObstacle, sendShipment } from './send-shipment.js';
import { setStatus } from './set-status.js';
import { evolve, type Shipment, type ShipmentEvent } from './shipment.js';

const now = '2026-11-24T10:00:00.000Z';
const items = [{ orderId: 'order-1', lineId: '1', sku: '85123A', name: 'Hanging heart holder', quantity: 4 }];
const same = { shipmentId: 'shipment-1', number: 'SH261124-00001', orderId: 'order-1', currency: 'GBP', amount: '4.99' };
const opened = ShipmentOpened({
  ...{ ...same, orderNumber: 'CO261124-00001', storeId: 'uk', method: 'express', fulfilmentCentre: 'main' },
  ...{ price: '4.99', discount: '0', fee: '0', taxRate: '0.20', items },
});
const free = { statuses: ['New', 'PickPack', 'ReadyToSend'] };
const strict = { ...free, transitions: { New: ['PickPack'], PickPack: ['ReadyToSend', 'New'] } };
const shipment = (...events: readonly ShipmentEvent[]) => given(evolve, opened, ...events);
const setTo =
  (status: string, policy: Parameters<typeof setStatus>[2] = free) =>
  (state: Shipment | null) =>
    setStatus(state as Shipment, status, policy);
const ready = ShipmentStatusChanged({ ...same, status: 'ReadyToSend' });

test('by default any status that the store has may follow any, and told again nothing changes', () => {
  shipment().when(setTo('ReadyToSend')).thenEvents(ready);
  shipment(ready).when(setTo('ReadyToSend')).thenNothing();
  expect(shipment(ready).when(setTo('New')).state().status).toBe('New');
});

test('a store that says what may follow what is obeyed', () => {
  shipment().when(setTo('ReadyToSend', strict)).thenRefused('transition-not-allowed', 'status');
  shipment(ready).when(setTo('New', strict)).thenRefused('transition-not-allowed', 'status');
  expect(shipment().when(setTo('PickPack', strict)).state().status).toBe('PickPack');
});

test.each(['Sent', 'Delivered', 'Cancelled', 'Lost'])('%s is not set by hand', (status) => {
  shipment().when(setTo(status)).thenRefused('unknown-status', 'status');
});

test('what has left the house, or never will, has no other status of the warehouse', () => {
  shipment(ShipmentSent({ ...same, sentAt: now, items }))
    .when(setTo('PickPack'))
    .thenRefused('already-shipped');
  shipment(ShipmentCancelled(same)).when(setTo('PickPack')).thenRefused('shipment-cancelled');
});

test('a shipment that is opened in a status of the store has that one', () => {
  expect(given(evolve, ShipmentOpened({ ...opened.data, status: 'Waiting' })).state?.status).toBe('Waiting');
});

test('whatever the warehouse says, an edit keeps it, and the shipment can be sent, sent elsewhere and cancelled', () => {
  const claim = { id: 'shipment-1', items: [{ lineId: '1', quantity: 4 }], claimedAt: now };
  const edit = { orderId: 'order-1', lines: [] } as unknown as Parameters<typeof changeShipment>[1];
  const requested = { id: 'shipment-1', price: '1', discount: '0', fee: '0', items: [{ lineId: '1', quantity: 2 }] };
  fc.assert(
    fc.property(fc.array(fc.constantFrom('New', 'PickPack', 'ReadyToSend', 'Sent', 'Lost'), { maxLength: 8 }), (asked) => {
      const events: ShipmentEvent[] = [];
      for (const status of asked) {
        const decision = setTo(status)(shipment(...events).state);
        if (!isRefusal(decision)) events.push(...decision);
      }
      const { state } = shipment(...events);
      const status = asked.filter((each) => free.statuses.includes(each)).at(-1) ?? 'New';
      expect([state?.status, isUnsent(status)]).toEqual([status, true]);
      const edited = shipment(...events).when((found) => changeShipment(found, edit, requested as Parameters<typeof changeShipment>[2]));
      expect(edited.state()).toMatchObject({ status, items: [{ lineId: '1', quantity: 2 }] });
      expect(sendingObstacle(state as Shipment)).toBeUndefined();
      const then = (decide: (found: Shipment | null) => ReturnType<typeof cancelShipment>) =>
        shipment(...events)
          .when(decide)
          .state();
      expect(then((found) => sendShipment(found, claim)).status).toBe('Sent');
      expect(then((found) => readdressShipment(found, { country: 'DE' }))).toMatchObject({ status, deliveryAddress: { country: 'DE' } });
      expect(then(cancelShipment).status).toBe('Cancelled');
    }),
  );
});
