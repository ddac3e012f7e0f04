import type { ExpectedOrder } from './verify-invoice.js';
import { invoiceDifferences, orderDifferences } from './verify-order.js';
import type { OrderChildren, OrderState } from './verify-shapes.js';
import type { Store } from './verify-stores.js';

const uk: Store = {
  id: 'uk',
  currencies: ['GBP'],
  country: 'GB',
  tax: { provider: 'flat', rates: { IE: { default: '0.23', ZERO: '0' } } },
};

const expected: ExpectedOrder = {
  invoiceNo: '536540',
  customerId: 'c-14911',
  country: 'IE',
  lines: [
    { sku: '22968', quantity: 4, price: '9.95' },
    { sku: '85071A', quantity: 12, price: '2.10' },
  ],
  shippingPrice: '50.00',
  discount: '0',
};

const none = { discount: '0', fee: '0', taxRate: '0.23' };

const promised = { authorizedAmount: '141.45', capturedAmount: '0', refundedAmount: '0', transactions: [] };

/** An order and its documents as they must be; a test plants one fault in it. */
function wellPlaced() {
  const order = {
    id: 'o1',
    number: 'CO101201-00001',
    storeId: 'uk',
    currency: 'GBP',
    externalId: '536540',
    customer: { id: 'c-14911' },
    addresses: { shipping: { country: 'IE' } },
    lines: [
      { id: 'l1', sku: '22968', quantity: 4, price: '9.95', taxTotal: '9.154', ...none },
      { id: 'l2', sku: '85071A', quantity: 12, price: '2.1', taxTotal: '5.796', ...none },
    ],
    shipments: [
      {
        id: 's1',
        method: 'standard',
        price: '50',
        taxTotal: '11.5',
        ...none,
        items: [
          { lineId: 'l1', quantity: 4 },
          { lineId: 'l2', quantity: 12 },
        ],
      },
    ],
    payments: [{ id: 'p1', gateway: 'manual', price: '0', amount: '141.45', taxTotal: '0', ...none }],
    ...none,
    editedVersion: 1,
    totals: {
      subTotal: '65.00',
      subTotalWithTax: '79.95',
      subTotalDiscount: '0.00',
      subTotalDiscountWithTax: '0.00',
      shippingSubTotal: '50.00',
      shippingSubTotalWithTax: '61.50',
      paymentSubTotal: '0.00',
      paymentSubTotalWithTax: '0.00',
      feeTotal: '0.00',
      feeTotalWithTax: '0.00',
      discountTotal: '0.00',
      discountTotalWithTax: '0.00',
      taxTotal: '26.45',
      total: '141.45',
    },
    tax: { status: 'calculated' },
    documents: [
      { type: 'tax', id: 't1', number: 'TX1', status: 'Saved', amount: '26.45', currency: 'GBP' },
      { type: 'payment', id: 'p1', number: 'PI1', status: 'Authorized', amount: '141.45', currency: 'GBP' },
      { type: 'shipment', id: 's1', number: 'SH1', status: 'New', amount: '50.00', currency: 'GBP' },
    ],
    attributes: { source: 'online-retail' },
  };
  const children = {
    payments: [
      { id: 'p1', number: 'PI1', status: 'Authorized', currency: 'GBP', orderId: 'o1', gateway: 'manual', amount: '141.45', ...promised },
    ],
    shipments: [
      {
        id: 's1',
        orderId: 'o1',
        number: 'SH1',
        status: 'New',
        currency: 'GBP',
        method: 'standard',
        deliveryAddress: { country: 'IE' },
        price: '50.00',
        discount: '0',
        fee: '0',
        items: [
          { orderId: 'o1', lineId: 'l1', quantity: 4 },
          { orderId: 'o1', lineId: 'l2', quantity: 12 },
        ],
      },
    ],
    taxDocuments: [
      {
        id: 't1',
        number: 'TX1',
        status: 'Saved',
        currency: 'GBP',
        orderId: 'o1',
        lines: [
          { id: 'l1', taxable: '39.80', rate: '0.23', tax: '9.154' },
          { id: 'l2', taxable: '25.20', rate: '0.23', tax: '5.796' },
        ],
        shipments: [{ id: 's1', taxable: '50', rate: '0.23', tax: '11.50' }],
        payments: [{ id: 'p1', taxable: '0', rate: '0.23', tax: '0' }],
        orderDiscountTax: '0',
        totalTax: '26.45',
      },
    ],
  };
  return { order, children };
}

type WellPlaced = ReturnType<typeof wellPlaced>;

function differencesAfter(plant: (placed: WellPlaced) => void): string[] {
  const placed = wellPlaced();
  plant(placed);
  const order: OrderState = placed.order;
  const children: OrderChildren = placed.children;
  return [...orderDifferences(order, children, uk), ...invoiceDifferences(order, expected, uk)];
}

const first = <Item>(items: Item[]): Item => {
  const [item] = items;
  if (item === undefined) throw new Error('empty');
  return item;
};

test('an order as it must be has no difference', () => {
  expect(differencesAfter(() => {})).toEqual([]);
});

test('the payments of an edited order come to what was due before', () => {
  const dearer = ({ order, children }: WellPlaced) => {
    first(order.payments).amount = '115.00';
    first(children.payments).amount = '115.00';
  };
  const told = 'the sum of its payments is 115.00, expected 141.45';
  expect(differencesAfter(dearer)).toContain(told);
  expect(
    differencesAfter((placed) => {
      dearer(placed);
      placed.order.editedVersion = 2;
    }),
  ).not.toContain(told);
});

describe('shows', () => {
  test.each<[string, (placed: WellPlaced) => void, string]>([
    ['a total off by a penny', ({ order }) => (order.totals.total = '141.46'), 'totals.total is 141.46, expected 141.45'],
    ['a lost amount', ({ order }) => Reflect.deleteProperty(order.totals, 'subTotal'), 'totals.subTotal is undefined, expected 65.00'],
    ['a wrong price', ({ order }) => (first(order.lines).price = '9.59'), 'lines[0].price is 9.59, expected 9.95'],
    ['a lost line', ({ order }) => order.lines.pop(), 'number of lines is 1, expected 2'],
    ['a wrong rate', ({ order }) => (first(order.lines).taxRate = '0.20'), 'totals.taxTotal is 26.45, expected 25.26'],
    ['a rate that the store does not have', ({ order }) => (first(order.shipments).taxRate = '0'), 'taxRate of s1 is 0, expected 0.23'],
    [
      'a tax code that was not followed',
      ({ order }) => Object.assign(first(order.lines), { taxCode: 'ZERO' }),
      'taxRate of line l1 is 0.23, expected 0',
    ],
    ['a wrong country', ({ order }) => (order.addresses.shipping.country = 'GB'), 'country of delivery is GB, expected IE'],
    ['a wrong customer', ({ order }) => (order.customer.id = 'c-1'), 'customer is c-1, expected c-14911'],
    ['no tax document', ({ children }) => children.taxDocuments.pop(), 'number of tax documents is 0, expected 1'],
    [
      'two tax documents',
      ({ children }) => children.taxDocuments.push({ ...first(children.taxDocuments), id: 't2' }),
      'number of tax documents is 2, expected 1',
    ],
    [
      'a wrong line tax',
      ({ children }) => (first(first(children.taxDocuments).lines).tax = '9.164'),
      "totals.taxTotal is 26.45, expected 26.46 (the sum of tax document TX1's lines)",
    ],
    [
      'a tax that the order did not take',
      ({ order }) => (first(order.lines).taxTotal = '0'),
      'taxTotal of l1 in lines is 0, expected 9.154',
    ],
    ['a tax never taken', ({ order }) => (order.tax.status = 'pending'), 'tax.status is pending, expected calculated'],
    ['an untaxed line', ({ children }) => first(children.taxDocuments).lines.pop(), 'lines of tax document TX1: l2 is missing'],
    [
      'a merged shipment that is still to be sent',
      ({ order }) => Object.assign(first(order.shipments), { mergedInto: 's2' }),
      'shipment SH1 is New, and the order says that it was given up',
    ],
    [
      'a shipment that is cancelled for nothing',
      ({ children }) => (first(children.shipments).status = 'Cancelled'),
      'shipment SH1 is Cancelled, and the order says that it was not given up',
    ],
    ['no payment', ({ children }) => children.payments.pop(), 'payments: p1 is missing'],
    [
      'a payment too many',
      ({ children }) => children.payments.push({ ...first(children.payments), id: 'p2' }),
      'payments: p2 was not asked for',
    ],
    ['a wrong payment', ({ children }) => (first(children.payments).amount = '115.00'), 'amount of payment PI1 is 115.00, expected 141.45'],
    [
      'a shipment twice',
      ({ children }) => children.shipments.push(first(children.shipments)),
      'the shipments hold 8 of line l1, of which 4 are ordered',
    ],
    [
      'a quantity not shipped',
      ({ children }) => first(children.shipments).items.pop(),
      'quantity of line l2 in shipment SH1 is undefined, expected 12',
    ],
    ['a wrong shipment price', ({ children }) => (first(children.shipments).price = '5'), 'price of shipment SH1 is 5, expected 50'],
    [
      'more in packages than in the shipment',
      ({ children }) =>
        Object.assign(first(children.shipments), { packages: [{ id: '1', items: [{ orderId: 'o1', lineId: 'l1', quantity: 9 }] }] }),
      'the packages of SH1 hold 9 of line l1, of which it has 4',
    ],
    ['a summary missing', ({ order }) => order.documents.pop(), 'documents does not list shipment s1'],
    ['a summary of nothing', ({ order }) => (first(order.documents).id = 't9'), 'documents lists tax t9, which does not exist'],
    ['a summary twice', ({ order }) => order.documents.push(first(order.documents)), 'documents lists tax t1 twice'],
    [
      'an old status',
      ({ children }) => (first(children.payments).status = 'Paid'),
      'status of payment p1 in documents is Authorized, expected Paid',
    ],
    ['an old amount', ({ order }) => (first(order.documents).amount = '0.00'), 'amount of tax t1 in documents is 0.00, expected 26.45'],
    [
      'a shipment that was sent without a claim',
      ({ children }) => (first(children.shipments).status = 'Sent'),
      'shipment SH1 is Sent, and the order says that it is not',
    ],
    [
      'a claim of what was not sent',
      ({ order }) => Object.assign(order, { claims: [{ id: 's1', items: [] }] }),
      'shipment SH1 is New, and the order says that it is sent',
    ],
    [
      'more money than was promised',
      ({ children }) => (first(children.payments).capturedAmount = '141.46'),
      'payment PI1 took 141.46 of 141.45 that were promised',
    ],
    [
      'money that the log does not know',
      ({ children }) => (first(children.payments).capturedAmount = '1'),
      'captured of payment PI1 is 1, expected 0 (by its log)',
    ],
    [
      'money that the order does not know',
      ({ children }) => (first(children.payments).refundedAmount = '1'),
      'refunded of payment p1 in documents is 0, expected 1',
    ],
    ['an unknown store', ({ order }) => (order.storeId = 'fr'), 'store is fr, expected uk'],
  ])('%s', (_, plant, difference) => {
    expect(differencesAfter(plant)).toContain(difference);
  });
});
