import { consignmentDifferences } from './verify-consignments.js';
import type { ConsignmentState, ShipmentState } from './verify-shapes.js';

const part = (index: number) => ({ shipmentId: `shipment-${index}`, number: `SH-${index}`, orderId: `order-${index}` });
const consignment = (change: Partial<ConsignmentState> = {}): ConsignmentState => ({
  ...{ id: 'consignment-1', number: 'CS-1', status: 'New', price: '5.00', parts: [part(1), part(2)] },
  allotted: [
    { shipmentId: 'shipment-1', price: '3.00' },
    { shipmentId: 'shipment-2', price: '2.00' },
  ],
  ...change,
});
const shipment = (index: number, change: Partial<ShipmentState> = {}): ShipmentState => ({
  ...{ id: `shipment-${index}`, number: `SH-${index}`, status: 'New', currency: 'GBP', orderId: `order-${index}`, method: 'standard' },
  ...{ price: '3.00', discount: '0', fee: '0', consignmentId: 'consignment-1' },
  items: [{ orderId: `order-${index}`, lineId: '1', quantity: 2 }],
  ...change,
});
const told = new Map([
  ['shipment-1', new Set(['3.00', '9.00'])],
  ['shipment-2', new Set(['2.00'])],
]);
const differences = (consignments: ConsignmentState[], shipments: ShipmentState[], claims = new Map(), toldPrices = told) => [
  ...consignmentDifferences({ consignments, shipments: new Map(shipments.map((each) => [each.id, each])), orders: claims, toldPrices }),
];
const parts = [shipment(1), shipment(2)];

test('what agrees gives no difference, also after it was sent', () => {
  expect(differences([consignment()], parts)).toEqual([]);
  const claims = (index: number) =>
    [`order-${index}`, { claims: [{ id: `shipment-${index}`, items: [], consignment: { id: 'consignment-1' } }] }] as const;
  const sent = [shipment(1, { status: 'Sent' }), shipment(2, { status: 'Sent' })];
  expect(differences([consignment({ status: 'Sent' })], sent, new Map([claims(1), claims(2)]))).toEqual([]);
  expect(differences([consignment({ status: 'Sent' })], sent)).toHaveLength(2);
});

test.each<[string, ConsignmentState[], ShipmentState[], RegExp]>([
  ['a part that does not know it', [consignment()], [shipment(1), shipment(2, { consignmentId: 'other' })], /consignment of shipment SH-2/],
  [
    'a shipment that it does not have',
    [consignment({ parts: [part(1)] })],
    parts,
    /shipment SH-2 goes with consignment consignment-1, which/,
  ],
  [
    'a shipment in two',
    [consignment(), consignment({ id: 'consignment-2', number: 'CS-2' })],
    parts,
    /CS-2 .*: shipment SH-1 goes with CS-1, too/,
  ],
  ['a price that does not add up', [consignment({ price: '5.01' })], parts, /price/],
  ['a part that is further', [consignment()], [shipment(1), shipment(2, { status: 'Sent' })], /is New, and shipment SH-2 is Sent/],
  ['a cancelled one with parts', [consignment({ status: 'Cancelled' })], parts, /which does not have it/],
  ['one that is still being sent', [consignment({ status: 'Sending' })], parts, /is Sending still/],
  [
    'packages that hold more',
    [consignment({ packages: [{ items: [{ orderId: 'order-1', lineId: '1', quantity: 3 }] }] })],
    parts,
    /hold 1 more of line 1/,
  ],
])('%s is a difference', (_, consignments, shipments, expected) => {
  expect(differences(consignments, shipments).join('\n')).toMatch(expected);
});

test('an order that was not told its price is one, unless it refused that', () => {
  expect(differences([consignment()], parts, new Map(), new Map())).toHaveLength(2);
  const refused = ['shipment-1', 'shipment-2'].map((shipmentId) => ({ shipmentId }));
  expect(differences([consignment({ pricesRefused: refused })], parts, new Map(), new Map())).toEqual([]);
});
