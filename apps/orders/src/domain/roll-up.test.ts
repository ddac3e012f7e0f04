import type { DocumentSummary } from '#contracts/order.js';
import { rolledUp } from './roll-up.js';

const statusOf = (...statuses: readonly string[]) => {
  const documents = statuses.map((status, index): DocumentSummary => {
    return { type: 'shipment', id: String(index), number: `SH${index}`, status, amount: '0', currency: 'GBP' };
  });
  return rolledUp({ currency: 'GBP', totals: { total: '0' } as Parameters<typeof rolledUp>[0]['totals'], documents }).shipmentStatus;
};

test.each([
  ['NotSent', []],
  ['NotSent', ['Cancelled']],
  ['NotSent', ['New', 'PickPack', 'ReadyToSend', 'Waiting']],
  ['PartiallySent', ['Sent', 'ReadyToSend']],
  ['PartiallySent', ['Delivered', 'Waiting', 'Cancelled']],
  ['Sent', ['Sent', 'Delivered', 'Cancelled']],
  ['Delivered', ['Delivered', 'Cancelled']],
])('an order is %s when its shipments are %j: whatever a store calls it, what has not left is not sent', (expected, statuses) => {
  expect(statusOf(...statuses)).toBe(expected);
});
