import type { ShipmentOpenedData } from '#contracts/events/shipment.js';
import { ShipmentOpened, ShipmentSent } from '#contracts/events/shipment.js';
import { isRefusal } from '#contracts/refusals.js';
import { given } from '../../../../test/given.js';
import { cancelShipment } from './cancel-shipment.js';
import { readdressShipment } from './readdress-shipment.js';
import { deliverShipment, sendingObstacle, sendShipment } from './send-shipment.js';
import { evolve, type Shipment, type ShipmentEvent } from './shipment.js';

const now = '2026-11-24T10:00:00.000Z';
const opened = ShipmentOpened({
  ...{ shipmentId: 'shipment-1', number: 'SH261124-00001', orderId: 'order-1', orderNumber: 'CO261124-00001', storeId: 'uk' },
  ...{ method: 'express', fulfilmentCentre: 'main', currency: 'GBP', price: '4.99', discount: '0', fee: '0', taxRate: '0.20' },
  amount: '4.99',
  deliveryAddress: { country: 'GB' },
  items: [{ orderId: 'order-1', lineId: '1', sku: '85123A', name: 'Hanging heart holder', quantity: 4 }],
} satisfies ShipmentOpenedData);
const shipment = (...events: readonly ShipmentEvent[]) => given(evolve, opened, ...events);
const claim = { id: 'shipment-1', items: [{ lineId: '1', quantity: 4 }], tracking: { number: 'RR1' }, claimedAt: now };
const sent = shipment()
  .when((state) => sendShipment(state, claim))
  .events();
const delivered = shipment(...sent).when((state) => deliverShipment(state, new Date(now), new Date(now)));
const cancelled = shipment().when(cancelShipment);

test('what was claimed is sent, and sent again it stays as it is', () => {
  const { items, number } = opened.data;
  expect(sent).toEqual([
    ShipmentSent({
      ...{ shipmentId: 'shipment-1', number, orderId: 'order-1', currency: 'GBP', amount: '4.99' },
      ...{ sentAt: now, tracking: claim.tracking, items },
    }),
  ]);
  expect(shipment(...sent).state).toMatchObject({ status: 'Sent', sentAt: now, tracking: { number: 'RR1' } });
  shipment(...sent)
    .when((state) => sendShipment(state, claim))
    .thenNothing();
});

test('what was sent arrives, once', () => {
  expect(delivered.state()).toMatchObject({ status: 'Delivered', deliveredAt: now });
  shipment(...sent, ...delivered.events())
    .when((state) => deliverShipment(state, new Date(now), new Date(now)))
    .thenNothing();
  shipment()
    .when((state) => deliverShipment(state, new Date(now), new Date(now)))
    .thenRefused('not-sent');
});

test.each([
  ['before it was sent', '2026-11-24T09:59:59Z'],
  ['in the future', '2026-11-24T12:00:01Z'],
])('nothing arrives %s', (_name, at) => {
  shipment(...sent)
    .when((state) => deliverShipment(state, new Date(at), new Date('2026-11-24T12:00:00Z')))
    .thenRefused('invalid-input', 'deliveredAt');
});

test.each([
  ['sent already', shipment(...sent).state, 'already-shipped'],
  ['cancelled', cancelled.state(), 'shipment-cancelled'],
  ['empty', { ...(shipment().state as Shipment), items: [] }, 'nothing-to-send'],
] as const)('what is %s is not sent', (_name, state, code) => {
  const obstacle = sendingObstacle(state as Shipment);
  expect(obstacle && isRefusal(obstacle) && obstacle.refused).toBe(code);
});

test('what is on its way goes where it was sent', () => {
  shipment(...sent)
    .when((state) => readdressShipment(state, { country: 'DE' }))
    .thenNothing();
});
