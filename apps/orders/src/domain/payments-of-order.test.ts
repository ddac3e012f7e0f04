import type { AddPayment } from '#contracts/commands/add-payment.js';
import type { Gateway } from '#contracts/commands/place-order.js';
import {
  OrderCaptureDue,
  OrderDocumentRecorded,
  OrderHoldPlaced,
  OrderHoldReleased,
  OrderShipmentClaimed,
} from '#contracts/events/order.js';
import { blockable } from '#contracts/holds.js';
import type { DocumentSummary } from '#contracts/order.js';
import { given } from '../../../../test/given.js';
import { addPayment, withMissingPayment } from './add-payment.js';
import { applyTax } from './apply-tax.js';
import { cancelOrder } from './cancel-order.js';
import { type CaptureRule, withCapturesDue } from './capture-due.js';
import { editOrder } from './edit-order.js';
import { evolve, type Order, type OrderEvent } from './order.js';
import { placeOrder } from './place-order.js';

const now = '2026-11-24T10:00:00.000Z';
const orderId = '01890a5d-ac96-774b-bcce-b302099a8057';
const rounding = { mode: 'half-away-from-zero', tax: 'order' } as const;
const gateways = ['sandbox', 'manual'] as const satisfies [Gateway, Gateway];
const placement = { orderId, number: 'CO261124-00001', placedAt: '2026-11-24T09:30:00.000Z' };
const policy = { currencies: ['GBP', 'EUR'], paymentGateways: gateways };
const lines = [{ sku: 'A', name: 'One', quantity: 10, price: '10' }];
const placed = (payments: { gateway: Gateway; amount?: string }[] = [{ gateway: 'sandbox' }]) =>
  placeOrder(
    null,
    placement,
    { storeId: 'uk', currency: 'GBP', customer: { id: 'c' }, lines, payments },
    { ...policy, rounding, ownRates: false, holdRules: [], shipmentMethod: 'standard', status: 'New', lineStatus: 'Pending' },
  ) as OrderEvent[];
/** The order with its tax, which is nothing. */
const priced = (...placing: Parameters<typeof placed>) => taxed(placed(...placing), 1);
const taxOf = ({ lines: all, shipments, payments }: Order, orderVersion: number) => {
  const untaxed = ({ id }: { id: string }) => ({ id, taxable: '0', rate: '0', tax: '0' });
  return {
    ...{ taxDocumentId: 'tax', number: 'TX1', orderId, orderNumber: placement.number, storeId: 'uk', currency: 'GBP', orderVersion },
    ...{ provider: 'none' as const, type: 'estimate' as const, status: 'Temporary' as const, country: 'GB', orderTaxRate: '0' },
    ...{
      totalTax: '0.00',
      orderDiscountTax: '0',
      lines: all.map(untaxed),
      shipments: shipments.map(untaxed),
      payments: payments.map(untaxed),
    },
  };
};
const taxed = (events: readonly OrderEvent[], version: number) => [
  ...events,
  ...(applyTax(given(evolve, ...events).state, taxOf(given(evolve, ...events).state as Order, version) as never, rounding) as OrderEvent[]),
];
const [payment] = (given(evolve, ...placed()).state as Order).payments;
const document = (patch: Partial<DocumentSummary> = {}): OrderEvent =>
  OrderDocumentRecorded({
    orderId,
    document: {
      type: 'payment',
      id: payment?.id as string,
      number: 'P1',
      status: 'Authorized',
      amount: '100.00',
      currency: 'GBP',
      ...patch,
    },
  });
const head = { id: 'added', addedAt: now };
const add = (asked: AddPayment, ...events: OrderEvent[]) =>
  given(evolve, ...events).when((order) => addPayment(order as Order, head, asked, policy));
const added = { ...head, gateway: 'sandbox', amount: '60.00', price: '0', discount: '0', taxRate: '0', taxTotal: '0' };

describe('one more payment', () => {
  test('covers what is due and no payment covers', () => {
    const outcome = add({ token: 'tok' }, ...priced([{ gateway: 'manual', amount: '40' }]), document({ status: 'Declined' }));
    expect(outcome.state().payments.at(-1)).toEqual({ ...added, token: 'tok', amount: '100.00' });
    const beside = add({}, ...priced([{ gateway: 'manual', amount: '40' }]), document({ amount: '40.00' }));
    expect(beside.events()).toMatchObject([{ data: { payment: added, customer: { id: 'c' } } }]);
  });

  test('counts those that no gateway has answered, or that are not opened yet', () => {
    add({}, ...priced()).thenRefused('nothing-due', 'amount');
    add({}, ...priced(), document({ status: 'Pending' })).thenRefused('nothing-due', 'amount');
    add({}, ...placed()).thenRefused('nothing-due', 'amount');
  });

  test('may be of any amount where one is named', () => {
    expect(
      add({ amount: '7.5', gateway: 'manual' }, ...priced(), document())
        .state()
        .payments.at(-1),
    ).toMatchObject({
      amount: '7.50',
      gateway: 'manual',
    });
  });

  test.each([
    [{ gateway: 'stripe' as const }, 'gateway-not-offered', 'gateway'],
    [{ currency: 'USD' }, 'currency-not-offered', 'currency'],
    [{ currency: 'EUR', amount: '1' }, 'nothing-due', 'currency'],
    [{ amount: '0.001' }, 'invalid-input', 'amount'],
  ] as const)('with %j is refused', (asked, code, path) => {
    add(asked, ...priced()).thenRefused(code, path);
  });

  test('of a cancelled order is refused', () => {
    const events = priced();
    add({ amount: '1' }, ...events, ...(cancelOrder(given(evolve, ...events).state as Order, 'no', now) as OrderEvent[])).thenRefused(
      'order-cancelled',
    );
  });

  test('is not taxed, whichever version the tax is of', () => {
    const events = [...priced(), ...add({ amount: '5' }, ...priced()).events()];
    const tax = taxOf(given(evolve, ...priced()).state as Order, 2) as never;
    const { payments } = given(evolve, ...events)
      .when((order) => applyTax(order, tax, rounding))
      .state();
    expect(payments.map(({ amount }) => amount)).toEqual(['100.00', '5.00']);
  });
});

describe('what an edit leaves due', () => {
  const edited = (quantity: number) => {
    const before = [...priced(), document()];
    const operations = [{ op: 'changeQuantity' as const, lineId: '1', quantity }];
    const edit = given(evolve, ...before).when((order) =>
      editOrder(order as Order, operations, { rounding, ownRates: false, lines: { statuses: ['Pending'] } }, now),
    );
    return { events: [...before, ...edit.events()], version: before.length + 1 };
  };
  const settled = (quantity: number) => {
    const { events, version } = edited(quantity);
    return given(evolve, ...events).when((order) => {
      const decision = applyTax(order, taxOf(order as Order, version) as never, rounding);
      return withMissingPayment(order, events.length, decision, head, policy);
    });
  };

  test('is asked for by one more payment', () => {
    expect(settled(16).state().payments.at(-1)).toEqual(added);
  });

  test('and is nothing when less is due, or when the order was placed just now', () => {
    expect(settled(9).events()).toHaveLength(1);
    const events = placed([{ gateway: 'manual', amount: '40' }]);
    const first = given(evolve, ...events).when((order) =>
      withMissingPayment(order, 1, applyTax(order, taxOf(order as Order, 1) as never, rounding), head, policy),
    );
    expect(first.events()).toHaveLength(1);
  });
});

describe('captures that a store wants', () => {
  const claim = OrderShipmentClaimed({
    orderId,
    number: placement.number,
    storeId: 'uk',
    claim: { id: 's', items: [{ lineId: '1', quantity: 1 }], claimedAt: now },
  });
  const hold = { id: 'h', type: 'fraud' as const, reason: 'odd', blocks: [...blockable], placedAt: now, placedBy: 'client' };
  const facts = { orderId, number: placement.number, storeId: 'uk', hold };
  const placedHold = OrderHoldPlaced(facts);
  const released = OrderHoldReleased({ ...facts, reason: 'seen' });
  const due = (rule: CaptureRule, last: OrderEvent, ...before: OrderEvent[]) =>
    given(evolve, ...before)
      .when((order) => withCapturesDue(order, before.length, [last], rule, now))
      .events()
      .slice(1);
  const all = [OrderCaptureDue({ orderId, payments: [{ id: payment?.id as string, amount: '100.00' }] })];

  test('come when a gateway has promised, or when the first shipment leaves', () => {
    expect(due('authorization', document(), ...priced())).toEqual(all);
    expect(due('sending', document(), ...priced())).toEqual([]);
    expect(due('sending', claim, ...priced(), document())).toEqual(all);
    expect(due('sending', document(), ...priced(), claim)).toEqual(all);
  });

  test('wait until nothing is held', () => {
    expect(due('authorization', document(), ...priced(), placedHold)).toEqual([]);
    expect(due('authorization', released, ...priced(), placedHold, document())).toEqual(all);
  });

  test('come once for each payment, and never of money that people bring', () => {
    expect(due('authorization', claim, ...priced(), document(), ...all)).toEqual([]);
    expect(due('authorization', document(), ...priced([{ gateway: 'manual' }]))).toEqual([]);
  });

  test('are of what is due, not of all that was promised', () => {
    const events = [...priced(), document({ amount: '130.00' })];
    expect(due('sending', claim, ...events)).toEqual(all);
    expect(due('sending', claim, ...priced(), document({ captured: '30.00' }))).toMatchObject([
      { data: { payments: [{ amount: '70.00' }] } },
    ]);
  });
});
