import fc from 'fast-check';
import { TaxCalculated } from '#contracts/events/tax.js';
import { Decimal } from '#contracts/money.js';
import type { PlacedOrder, RequestedPayment, RequestedShipment } from '#contracts/order.js';
import type { OrderLine } from '#contracts/order-line.js';
import type { Rounding } from '#contracts/tax-rounding.js';
import type { Store } from '#platform/stores.js';
import { given } from '../../../../test/given.js';
import { rateProviderOf } from '../providers/providers.js';
import { calculateTax } from './calculate-tax.js';
import { evolve } from './tax-document.js';
import { taxableOfOrder } from './taxable.js';

const head = { taxDocumentId: 'tax-1', number: 'TX261124-00001', orderId: 'order-1', storeId: 'uk', orderVersion: 1 };

const flat = {
  provider: 'flat',
  rates: { GB: { default: '0.20', ZERO: '0', REDUCED: '0.05' }, DE: { default: '0.19', REDUCED: '0.07' } },
} as const;
const storeWith = (tax: Store['tax']) => ({ country: 'GB', tax }) as Store;

const line = (id: string, extendedPrice: string, more: Partial<OrderLine> = {}) =>
  ({ id, extendedPrice, taxRate: '0', ...more }) as OrderLine;
const shipment = (price: string, more: Partial<RequestedShipment> = {}) =>
  ({ id: 'shipment-1', price, fee: '0', discount: '0', taxRate: '0', ...more }) as RequestedShipment;
const payment = (price: string, more: Partial<RequestedPayment> = {}) =>
  ({ id: 'payment-1', price, discount: '0', taxRate: '0', ...more }) as RequestedPayment;
const order = (patch: Partial<PlacedOrder> = {}): PlacedOrder =>
  ({
    orderId: 'order-1',
    storeId: 'uk',
    currency: 'GBP',
    lines: [line('1', '15.30')],
    shipments: [],
    payments: [],
    addresses: {},
    discount: '0',
    taxRate: '0',
    ...patch,
  }) as PlacedOrder;

const calculate = (of: PlacedOrder, tax: Store['tax'] = flat, rounding: Rounding = { mode: 'half-away-from-zero', tax: 'order' }) =>
  given(evolve).when((document) => calculateTax(document, head, taxableOfOrder(of, 'GB'), rateProviderOf(storeWith(tax)), rounding));

test('a tax document says what was taxed, at which rate, exactly, and only its total is rounded', () => {
  calculate(
    order({
      lines: [line('1', '15.30'), line('2', '2.995')],
      shipments: [shipment('4.99', { fee: '0.25', discount: '0.99' })],
      payments: [payment('0.30', { discount: '0.10' })],
      discount: '1.00',
    }),
  ).thenEvents(
    TaxCalculated({
      ...head,
      provider: 'flat',
      documentType: 'SalesInvoice',
      status: 'Saved',
      currency: 'GBP',
      country: 'GB',
      orderDiscount: '1.00',
      orderTaxRate: '0.20',
      orderDiscountTax: '0.2',
      lines: [
        { id: '1', taxable: '15.3', rate: '0.20', tax: '3.06' },
        { id: '2', taxable: '2.995', rate: '0.20', tax: '0.599' },
      ],
      shipments: [{ id: 'shipment-1', taxable: '4.25', rate: '0.20', tax: '0.85' }],
      payments: [{ id: 'payment-1', taxable: '0.2', rate: '0.20', tax: '0.04' }],
      totalTax: '4.35', // 3.06 + 0.599 + 0.85 + 0.04 − 0.20 = 4.349
    }),
  );
});

test.each([
  ['GBP', 'half-away-from-zero', '0.01'],
  ['GBP', 'toward-zero', '0.00'],
  ['JPY', 'half-away-from-zero', '0'],
  ['KWD', 'half-away-from-zero', '0.006'],
  ['KWD', 'toward-zero', '0.005'],
] as const)('a total of 0.0055 %s, rounded %s, is %s', (currency, rounding, totalTax) => {
  const [event] = calculate(order({ currency, lines: [line('1', '0.0275')] }), flat, { mode: rounding, tax: 'order' }).events();
  expect(event?.data.totalTax).toBe(totalTax);
});

describe('of a store that rounds tax by line', () => {
  const byLine = (of: PlacedOrder, mode: Rounding['mode'] = 'half-away-from-zero') => calculate(of, flat, { mode, tax: 'line' }).state();

  test('each line, shipment and payment has its own tax, and so has the discount', () => {
    expect(
      byLine(
        order({
          lines: [line('1', '0.22'), line('2', '0.22'), line('3', '0.22')],
          shipments: [shipment('4.99')],
          payments: [payment('0.33')],
          discount: '0.13',
        }),
      ),
    ).toMatchObject({
      lines: [{ tax: '0.04' }, { tax: '0.04' }, { tax: '0.04' }], // of 0.044 each: 0.13 in sum
      shipments: [{ tax: '1' }],
      payments: [{ tax: '0.07' }],
      orderDiscountTax: '0.03',
      totalTax: '1.16',
    });
  });

  test('the tax of the discount is no more than what it lowers', () => {
    const lines = ['1', '2', '3'].map((id) => line(id, '0.02'));
    expect(byLine(order({ lines, discount: '0.05' }))).toMatchObject({ orderDiscountTax: '0', totalTax: '0.00' });
  });

  test('it is cut off where the store cuts off', () => {
    expect(byLine(order({ lines: [line('1', '4.99')] }), 'toward-zero').totalTax).toBe('0.99');
  });
});

describe('the rate of a flat provider', () => {
  const rateOf = (taxCode: string | undefined, addresses: PlacedOrder['addresses']) =>
    calculate(order({ lines: [line('1', '1', taxCode === undefined ? {} : { taxCode })], addresses })).state().lines[0]?.rate;
  const shippedTo = (country: string) => ({ shipping: { country } });

  test.each([
    ['the default of the delivery country', undefined, shippedTo('DE'), '0.19'],
    ['that of the tax code', 'REDUCED', shippedTo('DE'), '0.07'],
    ['the default where the country does not list the tax code', 'ZERO', shippedTo('DE'), '0.19'],
    ['zero where the code says so', 'ZERO', shippedTo('GB'), '0'],
    ['zero in a country that is not listed', 'REDUCED', shippedTo('BR'), '0'],
    ["that of the store's country without a delivery address", 'REDUCED', {}, '0.05'],
    ["that of the store's country, whatever the billing address is", undefined, { billing: { country: 'DE' } }, '0.20'],
  ])('is %s', (_name, taxCode, addresses, rate) => {
    expect(rateOf(taxCode, addresses)).toBe(rate);
  });

  // A tax code is any text of a client, and every object has a field of that name.
  test.each(['constructor', 'toString', 'valueOf', '__proto__', 'hasOwnProperty'])('is the default for the tax code %s', (taxCode) => {
    expect(rateOf(taxCode, shippedTo('DE'))).toBe('0.19');
    expect(rateOf(taxCode, shippedTo('BR'))).toBe('0');
  });
});

test('shipments and payments are taxed at the default rate of the delivery country', () => {
  const document = calculate(
    order({ shipments: [shipment('5')], payments: [payment('1')], addresses: { shipping: { country: 'DE' } } }),
  ).state();
  expect([...document.shipments, ...document.payments].map(({ rate }) => rate)).toEqual(['0.19', '0.19']);
});

test('the rates provider takes those of the draft, of the order too', () => {
  const document = calculate(
    order({
      lines: [line('1', '10', { taxRate: '0.10' }), line('2', '10', { taxRate: '0' })],
      shipments: [shipment('5', { taxRate: '0.20' })],
      payments: [payment('1', { taxRate: '0.05' })],
      discount: '2',
      taxRate: '0.25',
    }),
    { provider: 'rates' },
  ).state();
  expect(document).toMatchObject({
    provider: 'rates',
    lines: [{ tax: '1' }, { tax: '0' }],
    shipments: [{ tax: '1' }],
    payments: [{ tax: '0.05' }],
    orderTaxRate: '0.25',
    orderDiscountTax: '0.5',
    totalTax: '1.55',
  });
});

test('the none provider taxes nothing, whatever the draft says', () => {
  const document = calculate(order({ lines: [line('1', '10', { taxRate: '0.20' })], discount: '1', taxRate: '0.20' }), {
    provider: 'none',
  }).state();
  expect(document).toMatchObject({ provider: 'none', lines: [{ rate: '0', tax: '0' }], orderTaxRate: '0', totalTax: '0.00' });
});

describe('the rate of a discount on the order', () => {
  const tenThousandths = fc.bigInt({ min: 0n, max: 10n ** 19n });
  const hundredths = { default: 20n, ZERO: 0n, REDUCED: 5n };
  const taxCode = fc.constantFrom<(keyof typeof hundredths)[]>('default', 'ZERO', 'REDUCED');
  const inUnits = (amount: bigint) => `${amount / 10_000n}.${String(amount % 10_000n).padStart(4, '0')}`;
  const orderTaxRate = (...lines: OrderLine[]) => calculate(order({ lines, discount: '1' })).state().orderTaxRate;

  test('is that of the lines where they agree', () => {
    expect(orderTaxRate(line('1', '10'), line('2', '0.01'))).toBe('0.20');
  });

  test('is their average by amount where they differ', () => {
    // (10 · 0.20 + 30 · 0.05) / 40
    expect(orderTaxRate(line('1', '10'), line('2', '30', { taxCode: 'REDUCED' }))).toBe('0.0875');
  });

  test('has at most eight decimals, and is cut off there', () => {
    // (1 · 0.20 + 2 · 0.05) / 3 = 0.1; (1 · 0.20 + 2 · 0) / 3 = 0.0666…
    expect(orderTaxRate(line('1', '1'), line('2', '2', { taxCode: 'REDUCED' }))).toBe('0.1');
    expect(orderTaxRate(line('1', '1'), line('2', '2', { taxCode: 'ZERO' }))).toBe('0.06666666');
  });

  test('is zero where the lines cost nothing', () => {
    expect(orderTaxRate(line('1', '0'), line('2', '0', { taxCode: 'ZERO' }))).toBe('0');
  });

  // 1 of 3 pounds at 20 %: 0.06666667 of a discount of 300 million would be 20000001, a pound more than the tax.
  test('never takes more off than the tax of all lines', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(tenThousandths, taxCode), { minLength: 1, maxLength: 6 }), (parts) => {
        const goods = parts.reduce((all, [amount]) => all + amount, 0n);
        const tax = parts.reduce((all, [amount, code]) => all + amount * hundredths[code], 0n);
        const lines = parts.map(([amount, code], index) => line(String(index), inUnits(amount), { taxCode: code }));
        const document = calculate(order({ lines, discount: inUnits(goods) })).state();
        const same = new Set(parts.map(([, code]) => code)).size === 1;
        const average = same ? hundredths[parts[0]?.[1] ?? 'ZERO'] * 1_000_000n : goods === 0n ? 0n : (tax * 1_000_000n) / goods;
        expect(Decimal(document.orderTaxRate).times('100000000').toFixed()).toBe(String(average));
        expect(document.totalTax).not.toMatch(/^-/);
      }),
    );
  });
});

describe('the order has changed', () => {
  const tax = (orderVersion: number, number = head.number) => ({ ...head, orderVersion, number });
  const provider = rateProviderOf(storeWith(flat));
  const first = calculate(order()).events();

  test.each([
    ['the same version, again', 1],
    ['an older one, late', 0],
  ])('%s, changes nothing', (_name, orderVersion) => {
    given(evolve, ...first)
      .when((document) =>
        calculateTax(document, tax(orderVersion), taxableOfOrder(order({ lines: [line('1', '99')] }), 'GB'), provider, {
          mode: 'half-away-from-zero',
          tax: 'order',
        }),
      )
      .thenNothing();
  });

  test('a newer version is taxed anew, under the number that the document has', () => {
    const document = given(evolve, ...first)
      .when((state) =>
        calculateTax(state, tax(2, 'TX261124-00002'), taxableOfOrder(order({ lines: [line('1', '99')] }), 'GB'), provider, {
          mode: 'half-away-from-zero',
          tax: 'order',
        }),
      )
      .state();
    expect(document).toMatchObject({ number: 'TX261124-00001', orderVersion: 2, totalTax: '19.80' });
  });
});
