import fc from 'fast-check';
import { shipmentStatuses } from '#contracts/order.js';
import { sentQuantities, shipmentStatusOf } from './sent-quantities.js';

const shipment = (id: string, ...items: readonly [lineId: string, quantity: number][]) => ({
  id,
  items: items.map(([lineId, quantity]) => ({ lineId, quantity })),
});

test('pieces of a line that went with several shipments are added up, and those that have not left the house are not counted', () => {
  const shipments = [shipment('a', ['1', 2], ['2', 1]), shipment('b', ['1', 3]), shipment('c', ['1', 4]), shipment('d', ['1', 5])];
  const documents = ['Sent', 'Delivered', 'PickPack'].map((status, index) => ({ id: 'abc'.charAt(index), status }));
  expect([...sentQuantities({ shipments, documents })]).toEqual([
    ['1', { sent: 5, delivered: 3 }],
    ['2', { sent: 1, delivered: 0 }],
  ]);
});

test.each([
  ['NotSent', { quantity: 3 }, { sent: 0, delivered: 0 }],
  ['NotSent', { quantity: 0 }, { sent: 0, delivered: 0 }],
  ['PartiallySent', { quantity: 3 }, { sent: 2, delivered: 0 }],
  ['PartiallySent', { quantity: 3 }, { sent: 2, delivered: 2 }],
  ['PartiallySent', { quantity: 3, returnedQuantity: 1 }, { sent: 3, delivered: 3 }],
  ['Sent', { quantity: 3 }, { sent: 3, delivered: 0 }],
  ['PartiallyDelivered', { quantity: 3 }, { sent: 3, delivered: 2 }],
  ['Delivered', { quantity: 3 }, { sent: 3, delivered: 3 }],
  ['Delivered', { quantity: 1, returnedQuantity: 2 }, { sent: 3, delivered: 3 }],
  ['Returned', { quantity: 0, returnedQuantity: 3 }, { sent: 3, delivered: 3 }],
])('it is %s when %j is wanted and %j has gone', (expected, line, quantity) => {
  expect(shipmentStatusOf([line], [quantity])).toBe(expected);
});

test('all that has arrived is Delivered, whatever order the shipments come in', () => {
  const parts = fc.array(fc.record({ line: fc.constantFrom('1', '2', '3'), quantity: fc.integer({ min: 1, max: 9 }) }), { minLength: 1 });
  fc.assert(
    fc.property(parts, fc.infiniteStream(fc.constantFrom('New', 'Sent', 'Delivered')), (items, statuses) => {
      const shipments = items.map(({ line, quantity }, index) => shipment(String(index), [line, quantity]));
      const documents = shipments.map(({ id }) => ({ id, status: statuses.next().value as string }));
      const wanted = items.map(({ quantity }) => ({ quantity }));
      const statusOf = (order: Parameters<typeof sentQuantities>[0]) => shipmentStatusOf(wanted, [...sentQuantities(order).values()]);
      const status = statusOf({ shipments, documents });
      expect(statusOf({ shipments: shipments.toReversed(), documents: documents.toReversed() })).toBe(status);
      const delivered = documents.map((each) => ({ ...each, status: 'Delivered' }));
      expect(statusOf({ shipments, documents: delivered })).toBe('Delivered');
      expect(shipmentStatuses.indexOf(status)).toBeLessThanOrEqual(shipmentStatuses.indexOf('Delivered'));
    }),
  );
});
