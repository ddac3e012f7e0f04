import type { OrderEditedData } from '#contracts/events/order.js';
import { ShipmentCancelled, ShipmentChanged, ShipmentOpened, type ShipmentOpenedData } from '#contracts/events/shipment.js';
import type { RequestedShipment } from '#contracts/order.js';
import { given } from '../../../../test/given.js';
import { changeShipment } from './change-shipment.js';
import { evolve } from './shipment.js';

const item = (lineId: string, sku: string, quantity: number) => ({ orderId: 'order-1', lineId, sku, name: sku, quantity });
const opened: ShipmentOpenedData = {
  ...{ shipmentId: 'shipment-1', number: 'SH261124-00001', orderId: 'order-1', orderNumber: 'CO261124-00001', storeId: 'uk' },
  ...{
    method: 'standard',
    fulfilmentCentre: 'main',
    currency: 'GBP',
    price: '4.95',
    discount: '0',
    fee: '0',
    taxRate: '0',
    amount: '4.95',
  },
  items: [item('1', '85123A', 6)],
};
const requested: RequestedShipment = {
  ...{ id: 'shipment-1', method: 'standard', price: '6.95', discount: '1', fee: '0', taxRate: '0', taxTotal: '0' },
  items: [
    { lineId: '1', quantity: 2 },
    { lineId: '2', quantity: 3 },
  ],
};
const edit = (...lines: { id: string; sku: string; name: string }[]) => ({ orderId: 'order-1', lines }) as unknown as OrderEditedData;
const tins = { id: '2', sku: '22720', name: '22720' };
const shipment = given(evolve, ShipmentOpened(opened));
const head = { shipmentId: 'shipment-1', number: 'SH261124-00001', orderId: 'order-1', currency: 'GBP' };

test('a shipment takes over what came from another, as the edit says what it is', () => {
  shipment
    .when((state) => changeShipment(state, edit(tins), requested))
    .thenEvents(
      ShipmentChanged({
        ...head,
        ...{ price: '6.95', discount: '1', fee: '0', amount: '5.95', status: 'New' },
        items: [item('1', '85123A', 2), item('2', '22720', 3)],
      }),
    );
  expect(() => shipment.when((state) => changeShipment(state, edit(), requested))).toThrow('line 2 of order order-1 is in no event');
});

test('one that was merged is emptied and cancelled; told again, it stays so', () => {
  const merged = { ...requested, price: '0', discount: '0', items: [], mergedInto: 'shipment-2' };
  const outcome = shipment.when((state) => changeShipment(state, edit(), merged));
  outcome.thenEvents(
    ShipmentChanged({ ...head, price: '0', discount: '0', fee: '0', amount: '0', status: 'New', items: [] }),
    ShipmentCancelled({ ...head, amount: '0' }),
  );
  expect(outcome.state()).toMatchObject({ status: 'Cancelled', items: [], amount: '0' });
  given(evolve, ShipmentOpened(opened), ...outcome.events())
    .when((state) => changeShipment(state, edit(), merged))
    .thenNothing();
});
