import type { OrderRecord } from '../load/client-record.js';
import { type StoredStock, stockDifferences } from './compare-stock.js';

const place = { location: 'main', sku: 'A' };
const moment = (n: number) => new Date(Date.UTC(2026, 0, 1, 0, 0, n)).toISOString();
const told = (n: number, onHand: number, acknowledged = true): OrderRecord => ({
  ...{ key: `key-${n}`, invoiceNo: `${n}`, externalId: `external-${n}`, storeId: 'warehouse', beganAt: n, attempts: [], edits: [] },
  count: { ...place, onHand, asOf: moment(n), acknowledged },
});
const line = (reserved: number) => ({ fulfilmentOrderId: 'f1', orderId: 'o1', lineId: '1', reserved, waiting: [] });
const stock = (n: number, onHand: number, reserved = 0, gone = 0): StoredStock => ({
  ...place,
  ...{ onHand, asOf: moment(n), lines: [line(reserved)], left: [{ quantity: gone }] },
});

const found = (records: readonly OrderRecord[], stored: readonly StoredStock[]) =>
  [...stockDifferences(records, stored)].map(({ text }) => text).join('\n');

test.each<[string, readonly OrderRecord[], readonly StoredStock[]]>([
  ['the last count that was acknowledged', [told(1, 5), told(2, 8)], [stock(2, 8, 5, 3)]],
  ['a later one that nobody knows to be told', [told(1, 5), told(2, 8, false)], [stock(2, 8)]],
  ['nothing, of what was not acknowledged', [told(1, 5, false)], []],
  ['what others told', [], [stock(1, 5, 9)]],
])('%s may be known', (_name, records, stored) => {
  expect(found(records, stored)).toBe('');
});

test.each<[string, readonly OrderRecord[], readonly StoredStock[], string]>([
  ['a count that is lost', [told(1, 5)], [], `the count as of ${moment(1)} was acknowledged, and that as of undefined is known`],
  ['an earlier count that stands', [told(1, 5), told(2, 8)], [stock(1, 5)], `as of ${moment(2)} was acknowledged`],
  ['a figure that nobody told', [told(1, 5)], [stock(1, 6)], `6 as of ${moment(1)} are known, counted were 5`],
  ['a last piece that is promised twice', [told(1, 5)], [stock(1, 5, 4, 2)], '4 are promised and 2 gone of 5'],
])('%s is told', (_name, records, stored, text) => {
  expect(found(records, stored)).toContain(text);
});
