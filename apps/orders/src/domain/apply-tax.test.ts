import type { PlaceOrder } from '#contracts/commands/place-order.js';
import { OrderPriced } from '#contracts/events/order.js';
import type { TaxCalculatedData, TaxDocumentLine } from '#contracts/events/tax.js';
import { Decimal, sum } from '#contracts/money.js';
import { given } from '../../../../test/given.js';
import { applyTax } from './apply-tax.js';
import { evolve, type Order } from './order.js';
import { placeOrder } from './place-order.js';
import { paymentTotal, shipmentTotal } from './totals.js';

const orderId = '01890a5d-ac96-774b-bcce-b302099a8057';
const heart = { sku: '85123A', name: 'Hanging heart holder', quantity: 6, price: '2.55' };

const placed = (draft: Partial<PlaceOrder> = {}) =>
  given(evolve).when((state) =>
    placeOrder(
      state,
      { orderId, number: 'CO261124-00001', placedAt: '2026-11-24T09:30:00.000Z' },
      { storeId: 'uk', currency: 'GBP', lines: [heart], ...draft },
      {
        currencies: ['GBP'],
        rounding: { mode: 'half-away-from-zero', tax: 'order' },
        ownRates: false,
        shipmentMethod: 'standard',
        paymentGateways: ['manual'],
        holdRules: [],
        status: 'New',
        lineStatus: 'Pending',
      },
    ),
  );

/** The tax document of a whole order at one rate. */
function taxOf(order: Order, rate: string, patch: Partial<TaxCalculatedData> = {}): TaxCalculatedData {
  const taxed = (id: string, taxable: Decimal): TaxDocumentLine => ({
    id,
    taxable: taxable.toFixed(),
    rate,
    tax: taxable.times(rate).toFixed(),
  });
  const lines = order.lines.map(({ id, extendedPrice }) => taxed(id, Decimal(extendedPrice)));
  const shipments = order.shipments.map((shipment) => taxed(shipment.id, shipmentTotal(shipment)));
  const payments = order.payments.map((payment) => taxed(payment.id, paymentTotal(payment)));
  const orderDiscountTax = Decimal(order.discount).times(rate);
  return {
    taxDocumentId: 'tax-1',
    number: 'TX261124-00001',
    orderId,
    orderVersion: 1,
    storeId: 'uk',
    provider: 'flat',
    documentType: 'SalesInvoice',
    status: 'Saved',
    currency: order.currency,
    country: 'GB',
    orderDiscount: order.discount,
    orderTaxRate: rate,
    orderDiscountTax: orderDiscountTax.toFixed(),
    lines,
    shipments,
    payments,
    totalTax: sum([...lines, ...shipments, ...payments].map(({ tax }) => Decimal(tax)))
      .minus(orderDiscountTax)
      .toFixed(2),
    ...patch,
  };
}

const apply = (draft: Partial<PlaceOrder>, rate: string, patch: Partial<TaxCalculatedData> = {}) => {
  const outcome = placed(draft);
  const tax = taxOf(outcome.state(), rate, patch);
  return given(evolve, ...outcome.events()).when((order) => applyTax(order, tax, { mode: 'half-away-from-zero', tax: 'order' }));
};

test('the tax of each part becomes that of the order, and the totals hold it', () => {
  const order = apply({ discount: '1.30', shipments: [{ method: 'standard', price: '5' }] }, '0.20').state();
  expect(order).toMatchObject({
    taxRate: '0.20',
    lines: [{ taxRate: '0.20', taxTotal: '3.06' }],
    shipments: [{ taxRate: '0.20', taxTotal: '1' }],
    totals: { subTotal: '15.30', shippingSubTotal: '5.00', discountTotal: '1.30', taxTotal: '3.80', total: '22.80' },
    tax: { status: 'calculated' },
  });
});

test('the amount of the tax document counts, and its rate is for information', () => {
  const { lines } = taxOf(placed().state(), '0.20');
  const order = apply({}, '0.20', { lines: lines.map((line) => ({ ...line, tax: '3.00' })) }).state();
  expect(order).toMatchObject({ lines: [{ taxRate: '0.20', taxTotal: '3.00' }], totals: { taxTotal: '3.00', total: '18.30' } });
});

test('the order knows its tax document', () => {
  expect(apply({}, '0.20').state().documents).toEqual([
    { type: 'tax', id: 'tax-1', number: 'TX261124-00001', status: 'Saved', amount: '3.06', currency: 'GBP' },
  ]);
});

test('who pays and the billing address go with it, for the payments', () => {
  const said = { customer: { id: '17850', name: 'Ada' }, addresses: { billing: { country: 'GB' } } };
  const [event] = apply(said, '0.20').events();
  expect(event).toMatchObject({ type: OrderPriced.type, data: { customer: said.customer, billing: said.addresses.billing } });
  const [without] = apply({}, '0.20').events();
  expect(without?.data).not.toHaveProperty('customer');
  expect(without?.data).not.toHaveProperty('billing');
});

test('the payment without an amount covers what the others leave of the taxed total', () => {
  const payments = [{ gateway: 'manual' as const, amount: '10.00' }, { gateway: 'manual' as const }];
  expect(apply({ payments }, '0.20').state().payments).toMatchObject([{ amount: '10.00' }, { amount: '8.36' }]);
});

test('payments that say their amounts are left as they are when the tax makes the total larger', () => {
  const payments = [{ gateway: 'manual' as const, amount: '15.30' }];
  expect(apply({ payments }, '0.20').state().payments).toMatchObject([{ amount: '15.30' }]);
});

test('tax of an older version than the taxable one changes nothing', () => {
  const outcome = placed();
  const tax = taxOf(outcome.state(), '0.20');
  expect(applyTax({ ...outcome.state(), taxableVersion: 2 }, tax, { mode: 'half-away-from-zero', tax: 'order' })).toEqual([]);
});

test('tax for an order that is not there is thrown, so that it is tried again', () => {
  expect(() => applyTax(null, taxOf(placed().state(), '0.20'), { mode: 'half-away-from-zero', tax: 'order' })).toThrow(orderId);
});

test.each(['lines', 'shipments', 'payments'] as const)('a tax document that leaves out some of the %s is thrown', (part) => {
  expect(() => apply({}, '0.20', { [part]: [] })).toThrow('no line for');
});

describe('an order that has its tax already', () => {
  const outcome = placed();
  const tax = taxOf(outcome.state(), '0.20', { orderVersion: 2 });
  const priced = given(evolve, ...outcome.events()).when((order) => applyTax(order, tax, { mode: 'half-away-from-zero', tax: 'order' }));
  const again = (orderVersion: number) =>
    given(evolve, ...outcome.events(), ...priced.events()).when((order) =>
      applyTax(order, { ...tax, orderVersion }, { mode: 'half-away-from-zero', tax: 'order' }),
    );

  test('knows from which version it was computed', () => {
    expect(priced.events()).toMatchObject([{ data: { taxedVersion: 2 } }]);
    expect(priced.state().taxedVersion).toBe(2);
    expect(outcome.state()).not.toHaveProperty('taxedVersion');
  });

  test('takes another amount of the same version, as after an estimate', () => {
    const corrected = taxOf(outcome.state(), '0.10', { orderVersion: 2, status: 'Committed' });
    const later = given(evolve, ...outcome.events(), ...priced.events()).when((order) =>
      applyTax(order, corrected, { mode: 'half-away-from-zero', tax: 'order' }),
    );
    expect(later.state()).toMatchObject({ totals: { taxTotal: '1.53' }, documents: [{ status: 'Committed', amount: '1.53' }] });
  });

  test.each([
    ['the same tax document, again', 2],
    ['that of an older version, late', 1],
  ])('is not changed by %s', (_name, orderVersion) => {
    again(orderVersion).thenNothing();
  });

  test('takes that of a newer version', () => {
    expect(again(3).state().taxedVersion).toBe(3);
  });
});

test('a discount of all the goods lowers the tax to that of the fees, so the total stays as it was', () => {
  const order = apply({ fee: '10', discount: '15.30', payments: [{ gateway: 'manual', amount: '10.00' }] }, '0.20').state();
  expect(order).toMatchObject({ totals: { taxTotal: '0.00', total: '10.00' }, payments: [{ amount: '10.00' }] });
});

test('a tax that brings the total below what the payments ask for takes nothing from them, and the balance tells', () => {
  const { state } = apply({ discount: '5', payments: [{ gateway: 'manual', amount: '10.30' }] }, '0', { orderTaxRate: '0.20' });
  expect(state()).toMatchObject({
    totals: { total: '9.30' },
    payments: [{ amount: '10.30' }],
    balance: { due: '9.30', authorized: '0.00' },
  });
});

test('an order of more than twelve digits is priced, and its payment asks for all of it', () => {
  const largest = { ...heart, quantity: 1_000, price: '999999999999.99' };
  expect(apply({ lines: [largest] }, '0.20').state()).toMatchObject({
    totals: { total: '1199999999999988.00' },
    payments: [{ amount: '1199999999999988.00' }],
  });
});
