import Big from 'big.js';
import fc from 'fast-check';
import { rowAmount, sumOf } from './invoice-amount.js';
import type { InvoiceRow } from './invoice-file.js';
import { convertInvoice, type InvoiceOrder } from './invoice-order.js';

const row = (fields: Partial<InvoiceRow> = {}): InvoiceRow => ({
  invoiceNo: '536365',
  stockCode: '85123A',
  description: 'WHITE HANGING HEART',
  quantity: 6,
  invoiceDate: '2010-12-01 08:26:00',
  unitPrice: '2.55',
  customerId: '17850.0',
  country: 'United Kingdom',
  ...fields,
});
const convert = (...rows: InvoiceRow[]) => convertInvoice({ invoiceNo: rows[0]?.invoiceNo ?? '', rows });
const orderOf = (...rows: InvoiceRow[]): InvoiceOrder => {
  const { order } = convert(...rows);
  if (!order) throw new Error('was left out');
  return order.body;
};

describe('an invoice of sales', () => {
  test('becomes an order under a key of its own', () => {
    expect(convert(row())).toEqual({
      invoiceNo: '536365',
      leftOut: [],
      order: {
        idempotencyKey: 'online-retail-536365',
        sum: '15.30',
        body: {
          storeId: 'uk',
          currency: 'GBP',
          externalId: '536365',
          customer: { id: 'c-17850' },
          addresses: { shipping: { country: 'GB' } },
          lines: [{ sku: '85123A', name: 'WHITE HANGING HEART', quantity: 6, price: '2.55' }],
          attributes: { source: 'online-retail', invoiceDate: '2010-12-01 08:26:00', invoiceCountry: 'United Kingdom' },
        },
      },
    });
  });

  test('of a guest has no customer, and a payment of its own', () => {
    const order = orderOf(row({ customerId: '' }));
    expect(order).not.toHaveProperty('customer');
    expect(order.payments).toEqual([{ gateway: 'manual' }]);
  });

  test('keeps the same stock code twice, gifts at nothing, and what has no description', () => {
    const order = orderOf(row(), row(), row({ unitPrice: '0.0' }), row({ description: '' }));
    expect(order.lines.map((line) => [line.name, line.price])).toEqual([
      ['WHITE HANGING HEART', '2.55'],
      ['WHITE HANGING HEART', '2.55'],
      ['WHITE HANGING HEART', '0.00'],
      ['85123A', '2.55'],
    ]);
  });

  test.each([['M'], ['BANK CHARGES'], ['AMAZONFEE'], ['S'], ['gift_0001_20']])('keeps %s as a line', (stockCode) => {
    expect(orderOf(row(), row({ stockCode })).lines.at(1)?.sku).toBe(stockCode);
  });

  test('turns postage into the price of one shipment with everything', () => {
    const postage = [
      row({ stockCode: 'POST', quantity: 3, unitPrice: '18.0' }),
      row({ stockCode: 'DOT', quantity: 1, unitPrice: '0.005' }),
    ];
    const { order } = convert(row(), ...postage, row({ quantity: 2 }));
    expect(order?.sum).toBe('74.405');
    expect(order?.body.lines).toHaveLength(2);
    expect(order?.body.shipments).toEqual([
      {
        method: 'standard',
        price: '54.005',
        items: [
          { line: 0, quantity: 6 },
          { line: 1, quantity: 2 },
        ],
      },
    ]);
  });

  test('that is postage alone keeps it as a line', () => {
    const order = orderOf(row({ stockCode: 'POST', quantity: 1, unitPrice: '18.0' }));
    expect(order.lines).toEqual([{ sku: 'POST', name: 'WHITE HANGING HEART', quantity: 1, price: '18.00' }]);
    expect(order).not.toHaveProperty('shipments');
  });

  test('turns a discount into one of the order, and leaves other negative lines out with their sum', () => {
    const negative = row({ quantity: -2, unitPrice: '1.5' });
    const { order, leftOut } = convert(row(), row({ stockCode: 'D', quantity: -1, unitPrice: '5.0' }), negative);
    expect(order?.sum).toBe('10.30');
    expect(order?.body.discount).toBe('5.00');
    expect(order?.body.lines).toHaveLength(1);
    expect(leftOut).toEqual([{ invoiceNo: '536365', reason: 'negative line in a sale', whole: false, rows: 1, sum: '-3.00' }]);
  });
});

describe('left out', () => {
  test.each<[string, Partial<InvoiceRow>, string]>([
    ['credit note', { invoiceNo: 'C536379', quantity: -1, unitPrice: '27.5' }, '-27.50'],
    ['bad-debt adjustment', { invoiceNo: 'A563185', quantity: 1, unitPrice: '11062.06' }, '11062.06'],
    ['stock write-off', { quantity: -10, unitPrice: '0.0' }, '0.00'],
    ['free of charge', { quantity: 56, unitPrice: '0.0' }, '0.00'],
    ['nothing sold', { quantity: -1, unitPrice: '3.0' }, '-3.00'],
    ['unknown country', { country: 'Ruritania' }, '15.30'],
  ])('%s', (reason, fields, sum) => {
    const invoiceNo = fields.invoiceNo ?? '536365';
    expect(convert(row(fields))).toEqual({ invoiceNo, leftOut: [{ invoiceNo, reason, whole: true, rows: 1, sum }] });
  });
});

test.each([
  ['EIRE', 'IE'],
  ['RSA', 'ZA'],
  ['USA', 'US'],
  ['Channel Islands', 'JE'],
  ['Czech Republic', 'CZ'],
  ['Unspecified', 'GB'],
  ['European Community', 'GB'],
])('%s is %s', (country, code) => {
  const order = orderOf(row({ country }));
  expect(order.addresses.shipping.country).toBe(code);
  expect(order.attributes.invoiceCountry).toBe(country);
});

describe('for any rows', () => {
  const anyRow = fc.record({
    stockCode: fc.constantFrom('85123A', '22423', 'POST', 'DOT', 'C2', 'D', 'M', 'S'),
    description: fc.constantFrom('', 'A LANTERN'),
    quantity: fc.integer({ min: -100, max: 80_000 }),
    unitPrice: fc.tuple(fc.integer({ min: -20, max: 14_000 }), fc.constantFrom('', '.0', '.05', '.001')).map((parts) => parts.join('')),
    customerId: fc.constantFrom('', '17850.0'),
    country: fc.constantFrom('EIRE', 'Atlantis'),
  });
  const anyInvoice = fc.tuple(fc.constantFrom('536365', 'C536365', 'A563185'), fc.array(anyRow, { minLength: 1, maxLength: 12 }));
  const anyConversion = anyInvoice.map(([invoiceNo, parts]) => {
    const rows = parts.map((part) => row({ ...part, invoiceNo }));
    return { rows, converted: convertInvoice({ invoiceNo, rows }) };
  });

  test('what is placed and what is left out come to what was read', () => {
    fc.assert(
      fc.property(anyConversion, ({ rows, converted }) => {
        const outcomes = sumOf([Big(converted.order?.sum ?? '0'), ...converted.leftOut.map((part) => Big(part.sum))]);
        expect(outcomes.toFixed()).toBe(sumOf(rows.map(rowAmount)).toFixed());
      }),
    );
  });

  test("an order's parts come to its sum, and each is one that the gateway accepts", () => {
    fc.assert(
      fc.property(anyConversion, ({ converted: { order } }) => {
        fc.pre(order !== undefined);
        const { lines, shipments = [], discount = '0' } = order.body;
        const lineAmounts = lines.map((line) => rowAmount({ quantity: line.quantity, unitPrice: line.price }));
        const sum = sumOf([...lineAmounts, ...shipments.map((shipment) => Big(shipment.price))]).minus(discount);
        expect(sum.eq(order.sum)).toBe(true);
        expect(lines.length).toBeGreaterThan(0);
        for (const line of lines) {
          expect(line.quantity).toBeGreaterThan(0);
          expect(line.name).not.toBe('');
          expect(line.price).toMatch(/^\d{1,12}\.\d{2,4}$/);
        }
      }),
    );
  });
});
