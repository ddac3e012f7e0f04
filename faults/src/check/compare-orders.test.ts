import fc from 'fast-check';
import type { OrderRecord } from '../load/client-record.js';
import { doubledOrders, lostOrders, type StoredOrder, unaskedOrders } from './compare-orders.js';

const stored = (n: number, change: Partial<StoredOrder> = {}): StoredOrder => ({
  id: `id-${n}`,
  number: `CO-${n}`,
  key: `key-${n}`,
  externalId: `external-${n}`,
  ...change,
});

const asked = (n: number, acknowledged = true): OrderRecord => ({
  key: `key-${n}`,
  invoiceNo: `${n}`,
  externalId: `external-${n}`,
  storeId: 'uk',
  beganAt: n,
  attempts: [],
  edits: [],
  ...(acknowledged && { acknowledged: { at: n, orderId: `id-${n}`, number: `CO-${n}` } }),
});

const keysOf = (refs: Iterable<{ key: string }>) => [...refs].map(({ key }) => key);

describe('lost', () => {
  test('an acknowledged order that is not there', () => {
    expect(keysOf(lostOrders([asked(1), asked(2)], [stored(2)]))).toEqual(['key-1']);
  });

  test.each([
    ['under another number', { number: 'CO-9' }],
    ['under another key', { key: 'key-9' }],
    ['without its key', { key: undefined }],
  ])('an order that is there %s', (_name, change) => {
    expect(keysOf(lostOrders([asked(1)], [stored(1, change)]))).toEqual(['key-1']);
  });

  test('not one that nobody was told of', () => {
    expect(keysOf(lostOrders([asked(1, false)], []))).toEqual([]);
  });
});

describe('doubled', () => {
  test('two orders for one key', () => {
    const refs = [...doubledOrders([stored(1), stored(2, { key: 'key-1' })])];
    expect(refs).toMatchObject([{ key: 'key-1', orderId: 'id-2' }]);
  });

  test('two orders for one external id, of which the second has no key', () => {
    expect(keysOf(doubledOrders([stored(1), stored(2, { key: undefined, externalId: 'external-1' })]))).toEqual(['key-1']);
  });
});

test('an order that nobody asked for is told', () => {
  expect(keysOf(unaskedOrders(new Map([['key-1', asked(1)]]), [stored(1), stored(2)]))).toEqual(['key-2']);
});

test('what was asked for and is stored as acknowledged is neither lost, doubled nor unasked, in whatever order it is read', () => {
  const numbers = fc.uniqueArray(fc.nat(), { maxLength: 20 });
  fc.assert(
    fc.property(numbers, fc.func(fc.integer()), (all, rank) => {
      const records = new Map(all.map((n) => [`key-${n}`, asked(n)]));
      const orders = all.map((n) => stored(n)).sort((a, b) => rank(a.id) - rank(b.id));
      const found = [...lostOrders(records.values(), orders), ...doubledOrders(orders), ...unaskedOrders(records, orders)];
      expect(found).toEqual([]);
    }),
  );
});
