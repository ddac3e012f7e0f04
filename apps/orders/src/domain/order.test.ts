import { OrderCancelled, OrderDocumentRecorded, OrderPriced } from '#contracts/events/order.js';
import type { DocumentSummary } from '#contracts/order.js';
import { given } from '../../../../test/given.js';
import { evolve, type Order, type OrderEvent } from './order.js';
import { placeOrder } from './place-order.js';
import { recordDocument } from './record-document.js';
import { isSettled } from './settled.js';

const orderId = '01890a5d-ac96-774b-bcce-b302099a8057';
const placing = given(evolve).when((state) =>
  placeOrder(
    state,
    { orderId, number: 'CO261124-00001', placedAt: '2026-11-24T09:30:00.000Z' },
    {
      storeId: 'uk',
      currency: 'GBP',
      lines: [{ sku: '85123A', name: 'Hanging heart holder', quantity: 6, price: '2.55' }],
      payments: [{ gateway: 'manual', amount: '5.00' }, { gateway: 'manual' }],
    },
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
const order = placing.state();
const [placed] = placing.events() as [OrderEvent];
const [first, second] = order.payments.map(({ id }) => id) as [string, string];
const [shipment] = order.shipments.map(({ id }) => id) as [string];

const summary = (type: DocumentSummary['type'], id: string, status: string, amount = '5.00'): DocumentSummary => ({
  type,
  id,
  number: 'X-1',
  status,
  amount,
  currency: 'GBP',
});
const recorded = (document: DocumentSummary) => OrderDocumentRecorded({ orderId, document });
const priced = OrderPriced({
  orderId,
  number: order.number,
  storeId: 'uk',
  currency: 'GBP',
  taxedVersion: 1,
  taxRate: '0.20',
  lines: [{ id: '1', taxRate: '0.20', taxTotal: '3.06' }],
  shipments: [{ id: shipment, taxRate: '0.20', taxTotal: '0' }],
  payments: [
    { ...(order.payments[0] as object), amount: '5.00' },
    { ...(order.payments[1] as object), amount: '13.36' },
  ] as never,
  totals: { ...order.totals, taxTotal: '3.06', total: '18.36' },
  taxDocument: summary('tax', 'tax-1', 'Saved', '3.06'),
});

describe('the history of an order', () => {
  test('begins with order.placed', () => {
    expect(() => evolve(null, priced, 1)).toThrow('order.placed');
    expect(() => evolve(null, recorded(summary('payment', first, 'New')), 1)).toThrow('order.placed');
  });

  test('order.priced brings the tax of every part, the amounts to be paid and the tax document', () => {
    expect(given(evolve, placed, priced).state).toMatchObject({
      orderId,
      status: 'New',
      taxRate: '0.20',
      lines: [{ ...order.lines[0], taxRate: '0.20', taxTotal: '3.06' }],
      shipments: [{ ...order.shipments[0], taxRate: '0.20', taxTotal: '0' }],
      payments: [{ amount: '5.00' }, { amount: '13.36' }],
      totals: { total: '18.36' },
      tax: { status: 'calculated' },
      documents: [{ id: 'tax-1', amount: '3.06' }],
      taxableVersion: 1,
      taxedVersion: 1,
    });
  });

  test('the summary of a document is replaced by the newer one, and others stay', () => {
    const history = [summary('payment', first, 'New'), summary('payment', second, 'New'), summary('payment', first, 'Authorized')];
    const documents = given(evolve, placed, ...history.map(recorded)).state?.documents ?? [];
    expect(Object.fromEntries(documents.map(({ id, status }) => [id, status]))).toEqual({ [first]: 'Authorized', [second]: 'New' });
    expect(documents).toHaveLength(2);
  });

  test('an earlier state is not touched', () => {
    const before = evolve(null, placed, 1);
    const copy = structuredClone(before);
    evolve(evolve(before, priced, 2), recorded(summary('payment', first, 'New')), 3);
    expect(before).toEqual(copy);
  });
});

describe('a child document is recorded', () => {
  const document = summary('payment', first, 'Authorized');
  const record = (summarised: DocumentSummary) => (state: Order | null) => recordDocument(state, summarised);

  test('when the order does not know it', () => {
    given(evolve, placed).when(record(document)).thenEvents(recorded(document));
  });

  test.each([
    ['status', summary('payment', first, 'Voided')],
    ['amount', summary('payment', first, 'Authorized', '4.00')],
  ])('when its %s has changed', (_field, changed) => {
    given(evolve, placed, recorded(document)).when(record(changed)).thenEvents(recorded(changed));
  });

  test('and once only', () => {
    given(evolve, placed, recorded(document)).when(record(document)).thenNothing();
  });

  test('and keeps when money was last taken, which nothing else says', () => {
    const captured = { ...document, captured: '5.00', capturedAt: '2026-11-24T10:00:00.000Z' };
    const refunded = { ...document, captured: '5.00', refunded: '1.00' };
    const known = given(evolve, placed, recorded(captured));
    known.when(record(refunded)).thenEvents(recorded({ ...refunded, capturedAt: captured.capturedAt }));
    const later = { ...captured, capturedAt: '2026-11-25T10:00:00.000Z' };
    known.when(record(later)).thenEvents(recorded(later));
  });

  test('and never for an order that is not there', () => {
    expect(() => recordDocument(null, document)).toThrow(first);
  });
});

describe('an order is settled', () => {
  const opened = recorded(summary('shipment', shipment, 'New', '0'));
  const paid = [recorded(summary('payment', first, 'Authorized')), recorded(summary('payment', second, 'Declined'))];
  const settledAfter = (...events: OrderEvent[]) => {
    const { state } = given(evolve, placed, ...events);
    return state !== null && isSettled(state);
  };

  test('when its tax is known, each payment answered and each shipment opened', () => {
    expect(settledAfter(priced, opened, ...paid)).toBe(true);
    expect(settledAfter(...paid, opened, priced)).toBe(true);
  });

  test('when it is cancelled and nothing of it is still to be paid, sent or taxed, whatever is invoiced', () => {
    const cancelled = OrderCancelled({
      orderId: 'o',
      number: 'n',
      storeId: 'uk',
      cancelledAt: '2026-11-24T12:00:00.000Z',
      reason: 'x',
      shipments: [],
    });
    const over = [recorded(summary('payment', first, 'Voided')), recorded(summary('shipment', shipment, 'Cancelled', '0'))];
    expect(settledAfter(cancelled, ...over, recorded(summary('invoice', 'i1', 'Issued')))).toBe(true);
    expect(settledAfter(cancelled, ...over, recorded(summary('payment', second, 'Authorized')))).toBe(false);
  });

  test.each([
    ['its tax is not known', [opened, ...paid]],
    ['a shipment is not opened', [priced, ...paid]],
    ['a payment is not opened', [priced, opened, ...paid.slice(1)]],
    ['a payment is new', [priced, opened, ...paid, recorded(summary('payment', first, 'New'))]],
    ['a payment waits for its gateway', [priced, opened, ...paid, recorded(summary('payment', first, 'Pending'))]],
    ['nothing has happened yet', []],
  ])('not while %s', (_name, events) => {
    expect(settledAfter(...events)).toBe(false);
  });
});
