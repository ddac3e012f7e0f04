import { ShipmentOpened, type ShipmentOpenedData } from '#contracts/events/shipment.js';
import { given } from '../../../../test/given.js';
import { cancelShipment } from './cancel-shipment.js';
import { consignmentObstacle, joinConsignment, leaveConsignment } from './join-consignment.js';
import { sendShipment } from './send-shipment.js';
import { evolve, type Shipment, type ShipmentEvent } from './shipment.js';

const deliveryAddress = { country: 'GB', city: 'Leeds' };
const opened = ShipmentOpened({
  ...{ shipmentId: 'shipment-1', number: 'SH261124-00001', orderId: 'order-1', orderNumber: 'CO261124-00001', storeId: 'uk' },
  ...{ method: 'express', fulfilmentCentre: 'main', currency: 'GBP', price: '4.99', discount: '0', fee: '0', taxRate: '0.20' },
  ...{ amount: '4.99', deliveryAddress },
  items: [{ orderId: 'order-1', lineId: '1', sku: '85123A', name: 'Hanging heart holder', quantity: 4 }],
} satisfies ShipmentOpenedData);
const shipment = (...events: readonly ShipmentEvent[]) => given(evolve, opened, ...events);
const [first, second] = ['consignment-1', 'consignment-2'].map((consignmentId) => ({ consignmentId, deliveryAddress }));
if (!first || !second) throw new Error('there are two consignments');
const joined = shipment()
  .when((state) => joinConsignment(state, first))
  .events();
const left = shipment(...joined)
  .when((state) => leaveConsignment(state, 'consignment-1'))
  .events();

test('a shipment goes with one consignment at a time', () => {
  expect(shipment(...joined).state).toMatchObject({ consignmentId: 'consignment-1', status: 'New' });
  shipment(...joined)
    .when((state) => joinConsignment(state, first))
    .thenNothing();
  shipment(...joined)
    .when((state) => joinConsignment(state, second))
    .thenRefused('in-consignment');
  expect(consignmentObstacle(shipment(...joined).state as Shipment)).toMatchObject({ more: { consignmentId: 'consignment-1' } });
  expect(consignmentObstacle(shipment(...joined, ...left).state as Shipment)).toBeUndefined();
});

test('what it has left it never joins again, however late it is asked to', () => {
  shipment(...joined, ...left)
    .when((state) => joinConsignment(state, first))
    .thenRefused('not-in-consignment');
  shipment(...joined, ...left)
    .when((state) => leaveConsignment(state, 'consignment-1'))
    .thenNothing();
  const early = shipment().when((state) => leaveConsignment(state, 'consignment-1'));
  shipment(...early.events())
    .when((state) => joinConsignment(state, first))
    .thenRefused('not-in-consignment');
  const other = shipment(...joined, ...left)
    .when((state) => joinConsignment(state, second))
    .events();
  expect(shipment(...joined, ...left, ...other).state?.consignmentId).toBe('consignment-2');
});

test('what is no longer in the house, or goes elsewhere, joins none', () => {
  const cancelled = shipment().when(cancelShipment).events();
  shipment(...cancelled)
    .when((state) => joinConsignment(state, first))
    .thenRefused('shipment-cancelled');
  const elsewhere = { ...first, deliveryAddress: { country: 'DE' } };
  shipment()
    .when((state) => joinConsignment(state, elsewhere))
    .thenRefused('shipments-apart');
  expect(
    shipment()
      .when((state) => joinConsignment(state, { ...elsewhere, forcedBecause: 'collected' }))
      .events(),
  ).toHaveLength(1);
});

test('its sending and its end say with which consignment it goes', () => {
  const claim = { id: 'shipment-1', claimedAt: '2026-11-24T10:00:00.000Z' };
  for (const decision of [shipment(...joined).when((state) => sendShipment(state, claim)), shipment(...joined).when(cancelShipment)])
    expect(decision.events()[0]?.data).toMatchObject({ consignmentId: 'consignment-1' });
});
