import type { DocumentSummary } from '#contracts/order.js';
import { rolledUp } from './roll-up.js';

type RolledUp = Parameters<typeof rolledUp>[0];

/** Of an order with a piece in each shipment, which has this status. */
const statusOf = (...statuses: readonly string[]) => {
  const documents = statuses.map((status, index): DocumentSummary => {
    return { type: 'shipment', id: String(index), number: `SH${index}`, status, amount: '0', currency: 'GBP' };
  });
  const shipments = documents.map(({ id, status }) => ({ id, items: status === 'Cancelled' ? [] : [{ lineId: '1', quantity: 1 }] }));
  const quantity = shipments.flatMap(({ items }) => items).length;
  const order = { currency: 'GBP', totals: { total: '0' }, documents, shipments, lines: [{ id: '1', quantity }] };
  return rolledUp(order as unknown as RolledUp).shipmentStatus;
};

test.each([
  ['NotSent', []],
  ['NotSent', ['Cancelled']],
  ['NotSent', ['New', 'PickPack', 'ReadyToSend', 'Waiting']],
  ['PartiallySent', ['Sent', 'ReadyToSend']],
  ['PartiallySent', ['Delivered', 'Waiting', 'Cancelled']],
  ['Sent', ['Sent', 'Sent', 'Cancelled']],
  ['PartiallyDelivered', ['Sent', 'Delivered']],
  ['Delivered', ['Delivered', 'Cancelled']],
])('an order is %s when its shipments are %j: whatever a store calls it, what has not left is not sent', (expected, statuses) => {
  expect(statusOf(...statuses)).toBe(expected);
});
