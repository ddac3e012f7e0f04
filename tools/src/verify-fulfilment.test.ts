import { type FulfilmentState, fulfilmentDifferences, type ShippedState, type StockState } from './verify-fulfilment.js';

const line = { orderId: 'o1', lineId: '1', sku: 'A', quantity: 3, reserved: 2, backordered: 1 };
const order: FulfilmentState = {
  ...{ fulfilmentOrderId: 'f1', number: 'FO1', orderNumber: 'CO1', shipmentId: 's1', status: 'Open', location: 'main' },
  lines: [line],
};
const reserved = { fulfilmentOrderId: 'f1', orderId: 'o1', lineId: '1', reserved: 2, waiting: [{ quantity: 1 }] };
const stock: StockState = { location: 'main', sku: 'A', onHand: 5, lines: [reserved], left: [{ quantity: 3 }] };
const item = { orderId: 'o1', lineId: '1', sku: 'A', quantity: 3 };
const shipment: ShippedState = { status: 'New', fulfilmentCentre: 'main', items: [item] };

const differences = (change: { order?: object; stock?: object; shipment?: object }) => [
  ...fulfilmentDifferences(
    new Map([['f1', { ...order, ...change.order }]]),
    new Map([['k1', { ...stock, ...change.stock }]]),
    new Map([['s1', { ...shipment, ...change.shipment }]]),
  ),
];

test('what agrees has no difference, also where more was promised than is there', () => {
  expect(differences({})).toEqual([]);
  expect(differences({ stock: { onHand: 1 } })).toEqual([]);
});

const gone = { stock: { lines: [] } };
const name = 'fulfilment order FO1 of order CO1';

test.each<[string, Parameters<typeof differences>[0], string]>([
  [
    'what is reserved for nobody',
    { stock: { lines: [{ ...reserved, lineId: '9' }] } },
    `stock of A in main: line 9 of ${name} is reserved and is not there`,
  ],
  [
    'what is reserved for what is over',
    { order: { status: 'Closed' }, shipment: { status: 'Sent' } },
    `stock of A in main: ${name} is Closed and has something reserved`,
  ],
  ['what is reserved elsewhere', { stock: { location: 'north' } }, `stock of A in north: ${name} is shipped from main`],
  ['what is waited for and there', { stock: { onHand: 6 } }, 'stock of A in main: 1 are available and 1 are waited for'],
  [
    'a figure that was not noted',
    { order: { lines: [{ ...line, reserved: 3, backordered: 0 }] } },
    `${name}: line 1 has 3 reserved and 0 backordered, by the stock 2 and 1`,
  ],
  ['what was never asked for', gone, `${name}: of 3 of line 1, the stock knows 0`],
  [
    'another location than the shipment',
    { shipment: { fulfilmentCentre: 'north' } },
    `${name} is shipped from main, its shipment from north`,
  ],
  [
    'other pieces than the shipment',
    { shipment: { items: [{ ...item, quantity: 4 }] } },
    `${name} ships o1 1 A 3, its shipment holds o1 1 A 4`,
  ],
  ['what is open and was sent', { shipment: { status: 'Delivered' } }, `${name} is Open, its shipment Delivered`],
  ['what is cancelled and will be sent', { order: { status: 'Cancelled' }, ...gone }, `${name} is Cancelled, its shipment New`],
])('%s shows', (_, change, expected) => {
  expect(differences(change)).toContain(expected);
});
