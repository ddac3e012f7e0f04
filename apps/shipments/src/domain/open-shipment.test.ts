import { ShipmentOpened } from '#contracts/events/shipment.js';
import type { RequestedShipment } from '#contracts/order.js';
import type { OrderLine } from '#contracts/order-line.js';
import { given } from '../../../../test/given.js';
import { openShipment, type ShippingOrder } from './open-shipment.js';
import { evolve } from './shipment.js';

const head = { number: 'SH261124-00001', fulfilmentCentre: 'main' };

const line = (id: string, sku: string, name: string) => ({ id, sku, name, quantity: 6 }) as OrderLine;
const order = {
  orderId: 'order-1',
  number: 'CO261124-00001',
  storeId: 'uk',
  currency: 'GBP',
  lines: [line('1', '85123A', 'Hanging heart holder'), line('2', '22720', 'Set of three tins')],
  deliveryAddress: { country: 'DE', city: 'Bonn' },
} as ShippingOrder;

const requested: RequestedShipment = {
  id: 'shipment-1',
  method: 'express',
  price: '4.99',
  discount: '0.99',
  fee: '0.25',
  taxRate: '0.20',
  taxTotal: '0.85',
  items: [
    { lineId: '2', quantity: 1 },
    { lineId: '1', quantity: 4 },
  ],
};

const open = (asked: RequestedShipment, of = order) => given(evolve).when((shipment) => openShipment(shipment, head, of, asked));

test('a shipment is opened as the order asks for it, with the sku and name of each line', () => {
  open(requested).thenEvents(
    ShipmentOpened({
      ...head,
      shipmentId: 'shipment-1',
      orderId: 'order-1',
      orderNumber: 'CO261124-00001',
      storeId: 'uk',
      method: 'express',
      currency: 'GBP',
      price: '4.99',
      discount: '0.99',
      fee: '0.25',
      taxRate: '0.20',
      amount: '4.25',
      deliveryAddress: { country: 'DE', city: 'Bonn' },
      items: [
        { orderId: 'order-1', lineId: '2', sku: '22720', name: 'Set of three tins', quantity: 1 },
        { orderId: 'order-1', lineId: '1', sku: '85123A', name: 'Hanging heart holder', quantity: 4 },
      ],
    }),
  );
});

test('a shipment that is opened is new', () => {
  const outcome = open(requested);
  expect(outcome.state()).toEqual({ ...outcome.events()[0]?.data, status: 'New' });
});

test('a shipment that costs nothing has the amount zero', () => {
  const [event] = open({ ...requested, price: '0.99', discount: '1.24' }).events();
  expect(event?.data).toHaveProperty('amount', '0');
});

test('a shipment is packed where the order says, else where its store does', () => {
  const [event] = open({ ...requested, fulfilmentCentre: 'north' }).events();
  expect(event?.data).toMatchObject({ fulfilmentCentre: 'north' });
});

test('an order without a delivery address leaves that of its shipments out', () => {
  const { deliveryAddress: _, ...nowhere } = order;
  const [event] = open(requested, nowhere).events();
  expect(event?.data).not.toHaveProperty('deliveryAddress');
});

test('a shipment is opened once, whatever a repeat says', () => {
  given(evolve, ...open(requested).events())
    .when((shipment) => openShipment(shipment, { ...head, number: 'SH261124-00002' }, order, { ...requested, method: 'standard' }))
    .thenNothing();
});

test('an item of a line that the order does not have is thrown', () => {
  expect(() => open({ ...requested, items: [{ lineId: '3', quantity: 1 }] })).toThrow('order order-1 has no line 3');
});
