import fc from 'fast-check';
import type { OrderRecord } from '../load/client-record.js';
import { invoiceDifferences, type StoredInvoice } from './compare-invoices.js';

const stored = (n: number, change: Partial<StoredInvoice> = {}): StoredInvoice => ({
  id: `invoice-${n}`,
  number: `A-${n}`,
  orderId: `order-${n}`,
  sequence: n,
  ...change,
});
const { sequence: _, ...draft } = stored(1, { number: 'CO-1-D1' });

const asked = (n: number, isIssued = true): OrderRecord => ({
  key: `key-${n}`,
  invoiceNo: `${n}`,
  externalId: `external-${n}`,
  storeId: 'uk',
  beganAt: n,
  attempts: [],
  edits: [],
  acknowledged: { at: n, orderId: `order-${n}`, number: `CO-${n}` },
  ...(isIssued && { issued: { id: `invoice-${n}`, number: `A-${n}` } }),
});

const textsOf = (records: readonly OrderRecord[], invoices: readonly StoredInvoice[]) =>
  [...invoiceDifferences(records, invoices)].map(({ text }) => text).join('\n');

test.each<[string, readonly StoredInvoice[], string]>([
  ['is not there', [], 'invoice A-1 (invoice-1) was acknowledged as issued and does not exist'],
  ['is not issued', [draft], 'was acknowledged as issued and is a draft'],
  ['has another number', [stored(1, { number: 'A-2', sequence: 2 })], 'was acknowledged as issued and has the number A-2'],
  ['is of another order', [stored(1, { orderId: 'order-2' })], 'was acknowledged as issued and does not exist'],
  ['is there twice', [stored(1), stored(2, { orderId: 'order-1' })], 'it has 2 invoices, and one was asked for'],
])('an invoice that %s is told', (_name, invoices, text) => {
  expect(textsOf([asked(1)], invoices)).toContain(text);
});

test('one that nobody was told of may be there, or not, or be a draft', () => {
  for (const invoices of [[], [draft], [stored(1)]]) expect(textsOf([asked(1, false)], invoices)).toBe('');
});

test('what was acknowledged and is there is right, in whatever order it is read', () => {
  const numbers = fc.uniqueArray(fc.nat(), { maxLength: 20 });
  fc.assert(
    fc.property(numbers, fc.func(fc.integer()), (all, rank) => {
      const invoices = all.map((n) => stored(n)).sort((a, b) => rank(a.id) - rank(b.id));
      const records = all.map((n) => asked(n));
      expect(textsOf(records, invoices)).toBe('');
    }),
  );
});
