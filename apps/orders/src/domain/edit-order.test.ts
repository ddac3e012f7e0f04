import fc from 'fast-check';
import type { EditOperation } from '#contracts/commands/edit-order.js';
import type { PlaceOrder } from '#contracts/commands/place-order.js';
import { OrderCancelled } from '#contracts/events/order.js';
import { Decimal, minorUnit } from '#contracts/money.js';
import type { OrderTotals } from '#contracts/order.js';
import { isRefusal } from '#contracts/refusals.js';
import { draftOrder, rate, unitAmount } from '../../../../test/drafts.js';
import { given } from '../../../../test/given.js';
import type { EditPolicy } from './edit-operations.js';
import { editOrder } from './edit-order.js';
import { evolve, type Order, type OrderEvent } from './order.js';
import { placeOrder } from './place-order.js';
import { orderTotals } from './totals.js';

const now = '2026-11-24T10:00:00.000Z';
const orderId = '01890a5d-ac96-774b-bcce-b302099a8057';
const policy: EditPolicy = {
  rounding: { mode: 'half-away-from-zero', tax: 'order' },
  ownRates: true,
  lines: { statuses: ['Pending', 'Shipped'], transitions: { Pending: ['Shipped'] } },
};
const included: EditPolicy = { ...policy, rounding: { ...policy.rounding, pricesIncludeTax: true } };
const heart = { sku: '85123A', name: 'Hanging heart holder', quantity: 6, price: '2.55', taxRate: '0.20' };
const tins = { sku: '22720', name: 'Set of three tins', quantity: 2, price: '4.95', taxRate: '0.20' };

function placed(draft: Partial<PlaceOrder> = {}, { rounding, ownRates } = policy): OrderEvent[] {
  const decision = placeOrder(
    null,
    { orderId, number: 'CO261124-00001', placedAt: '2026-11-24T09:30:00.000Z' },
    { storeId: 'own-rates', currency: 'GBP', lines: [heart, tins], ...draft },
    {
      ...{ currencies: ['GBP', 'JPY', 'KWD', 'EUR'], rounding, ownRates },
      ...{ shipmentMethod: 'standard', paymentGateways: ['manual'], holdRules: [], status: 'New', lineStatus: 'Pending' },
    },
  );
  if (isRefusal(decision)) throw new Error(decision.detail);
  return [...decision];
}

const order = given(evolve, ...placed());
const edit = (...operations: EditOperation[]) => order.when((state) => editOrder(state as Order, operations, policy, now));
const shipment = order.state?.shipments[0]?.id as string;

describe('an edit of an order', () => {
  test('a price, a quantity and a discount at once are one change, with totals that hold the tax as it is known', () => {
    const after = edit(
      { op: 'changePrice', lineId: '1', price: '3.00' },
      { op: 'changeQuantity', lineId: '2', quantity: 5 },
      { op: 'changeOrderDiscount', discounts: [{ amount: '1.50', coupon: 'SPRING' }, { amount: '0.50' }] },
    );
    expect(after.events()).toHaveLength(1);
    expect(after.state()).toMatchObject({
      lines: [
        { id: '1', price: '3.00', listTotal: '18' },
        { id: '2', quantity: 5, listTotal: '24.75' },
      ],
      discount: '2',
      discounts: [{ coupon: 'SPRING' }, {}],
      totals: { subTotal: '42.75', discountTotal: '2.00', taxTotal: '8.55', total: '49.30' },
      tax: { status: 'pending' },
      editedVersion: 2,
      taxableVersion: 2,
    });
  });

  test('tax that a provider has told with the discount taken off each line does not take it off again', () => {
    const told = { discount: '25.19', taxRate: '0', lines: order.state?.lines.map((line) => ({ ...line, taxTotal: '0.01' })) };
    const operations: EditOperation[] = [{ op: 'changePrice', lineId: '2', price: '5.00' }];
    const after = order.when((state) => editOrder({ ...state, ...told } as Order, operations, { ...policy, ownRates: false }, now));
    expect(after.events()).toMatchObject([{ data: { totals: { taxTotal: '0.02' } } }]);
  });

  test('of prices that include their tax, the total is theirs, and the order keeps that they do', () => {
    const after = given(evolve, ...placed({}, included)).when((state) =>
      editOrder(state as Order, [{ op: 'changePrice', lineId: '1', price: '3.00' }], included, now),
    );
    expect(after.state()).toMatchObject({ pricesIncludeTax: true, totals: { subTotal: '27.90', taxTotal: '4.65', total: '27.90' } });
  });

  test('a gift joins under an id that no line had, and the shipment', () => {
    const after = edit(
      { op: 'removeItem', lineId: '2' },
      { op: 'addItem', sku: 'GIFT', name: 'Ribbon', quantity: 1, price: '0', isGift: true },
    ).state();
    expect(after.lines.map(({ id }) => id)).toEqual(['1', '3']);
    expect(after.shipments[0]?.items).toEqual([
      { lineId: '1', quantity: 6 },
      { lineId: '3', quantity: 1 },
    ]);
    const again = given(evolve, ...placed(), ...edit({ op: 'addItem', ...heart }, { op: 'removeItem', lineId: '3' }).events()).when(
      (state) => editOrder(state as Order, [{ op: 'addItem', ...heart }], policy, now),
    );
    expect(again.state().lines.map(({ id }) => id)).toEqual(['1', '2', '4']);
  });

  test('another product takes the place of one, with the discount and the quantity that were agreed', () => {
    const first = edit({ op: 'changeItemDiscount', lineId: '1', discount: '0.55' });
    const after = given(evolve, ...placed(), ...first.events()).when((state) =>
      editOrder(state as Order, [{ op: 'replaceProduct', lineId: '1', sku: 'NEW', name: 'Newer holder', price: '2.00' }], policy, now),
    );
    expect(after.state().lines[0]).toMatchObject({
      id: '1',
      sku: 'NEW',
      quantity: 6,
      price: '2.00',
      discount: '0.55',
      discountTotal: '3.3',
    });
    expect(after.events()[0]).toMatchObject({ data: { shipments: [{ id: shipment }] } });
  });

  test('what is cancelled of a line stays in sight and costs nothing', () => {
    const part = edit({ op: 'cancelItem', lineId: '1', quantity: 4 }).state();
    expect(part.lines[0]).toMatchObject({ quantity: 2, cancelledQuantity: 4, status: 'Pending', listTotal: '5.1' });
    expect(part.shipments[0]?.items[0]).toEqual({ lineId: '1', quantity: 2 });
    const whole = edit({ op: 'cancelItem', lineId: '1', quantity: 4 }, { op: 'cancelItem', lineId: '1' }).state();
    expect(whole.lines[0]).toMatchObject({ quantity: 0, cancelledQuantity: 6, status: 'Cancelled', listTotal: '0' });
    expect(whole.shipments[0]?.items).toEqual([{ lineId: '2', quantity: 2 }]);
  });

  test('zero VAT afterwards: every line may be taxed by another code or rate', () => {
    const after = edit({ op: 'changeTax', taxCode: 'ZERO', taxRate: '0' }).state();
    expect(after.lines.map(({ taxCode, taxTotal }) => [taxCode, taxTotal])).toEqual([
      ['ZERO', '0'],
      ['ZERO', '0'],
    ]);
    expect(after.totals).toMatchObject({ taxTotal: '0.00', total: '25.20' });
  });

  test('less leaves the last shipments first, more joins the last one with the line', () => {
    const split = given(
      evolve,
      ...placed({
        shipments: [
          { method: 'a', items: [{ line: 0, quantity: 2 }] },
          { method: 'b', items: [{ line: 0, quantity: 4 }] },
        ],
      }),
    );
    const quantities = (quantity: number) =>
      split
        .when((state) => editOrder(state as Order, [{ op: 'changeQuantity', lineId: '1', quantity }], policy, now))
        .state()
        .shipments.map(({ items }) => items.find(({ lineId }) => lineId === '1')?.quantity ?? 0);
    expect(quantities(9)).toEqual([2, 7]);
    expect(quantities(3)).toEqual([2, 1]);
    expect(quantities(1)).toEqual([1, 0]);
  });
});

describe('an edit is refused', () => {
  const cases: [name: string, refused: Parameters<ReturnType<typeof edit>['thenRefused']>[0], path: string, operations: EditOperation[]][] =
    [
      ['a line that is not there', 'line-not-found', 'operations[0].lineId', [{ op: 'changePrice', lineId: '9', price: '1' }]],
      [
        'a line that an operation before took away',
        'line-not-found',
        'operations[1].lineId',
        [
          { op: 'removeItem', lineId: '1' },
          { op: 'changePrice', lineId: '1', price: '1' },
        ],
      ],
      [
        'the last line',
        'no-line-left',
        'operations',
        [
          { op: 'removeItem', lineId: '1' },
          { op: 'removeItem', lineId: '2' },
        ],
      ],
      [
        'a discount above the price',
        'discount-exceeds-price',
        'operations[0]',
        [{ op: 'changeItemDiscount', lineId: '1', discount: '2.56' }],
      ],
      ['a discount above all goods', 'discount-exceeds-price', 'operations[0]', [{ op: 'changeOrderDiscount', discount: '25.21' }]],
      [
        'parts of a discount that do not add up',
        'discounts-mismatch',
        'operations[0].discount',
        [{ op: 'changeItemDiscount', lineId: '1', discount: '1', discounts: [{ amount: '0.99' }] }],
      ],
      [
        'a shipment that is not there',
        'shipment-not-found',
        'operations[0].shipmentId',
        [{ op: 'changeShipmentPrice', shipmentId: 'x', price: '1' }],
      ],
      [
        'a shipment that would pay to be sent',
        'discount-exceeds-price',
        'operations[0].discount',
        [{ op: 'changeShipmentPrice', shipmentId: shipment, price: '1', discount: '1.01' }],
      ],
      ['more cancelled than there is', 'nothing-to-cancel', 'operations[0].quantity', [{ op: 'cancelItem', lineId: '1', quantity: 7 }]],
      [
        'a status that the store does not have',
        'unknown-status',
        'operations[0].status',
        [{ op: 'changeItemStatus', lineId: '1', status: 'Lost' }],
      ],
      [
        'a status that must not follow',
        'transition-not-allowed',
        'operations[1].status',
        [
          { op: 'changeItemStatus', lineId: '1', status: 'Shipped' },
          { op: 'changeItemStatus', lineId: '1', status: 'Pending' },
        ],
      ],
      ['2,001 lines', 'too-many-lines', 'operations', Array.from({ length: 1_999 }, () => ({ op: 'addItem', ...heart }) as const)],
    ];
  test.each(cases)('%s', (_name, refused, path, operations) => {
    edit(...operations).thenRefused(refused, path);
  });

  test('whatever it is, on a cancelled order', () => {
    const cancelled = OrderCancelled({
      ...{ orderId, number: 'x', storeId: 'uk', reason: 'r', shipments: [] },
      cancelledAt: '2026-11-24T10:00:00Z',
    });
    const decision = given(evolve, ...placed(), cancelled).when((state) =>
      editOrder(state as Order, [{ op: 'removeItem', lineId: '1' }], policy, now),
    );
    expect(() => decision.events()).toThrow('order-cancelled');
  });
});

describe('whatever is edited', () => {
  const lineId = fc.integer({ min: 1, max: 6 }).map(String);
  const step = <Step extends object>(fields: { [Name in keyof Step]: fc.Arbitrary<Step[Name]> }) =>
    fc.record(fields, { noNullPrototype: true });
  const anyOperation: fc.Arbitrary<EditOperation> = fc.oneof(
    step({
      op: fc.constant('addItem' as const),
      sku: fc.constant('A'),
      name: fc.constant('A'),
      quantity: fc.integer({ min: 1, max: 99 }),
      price: unitAmount(),
      taxRate: rate,
    }),
    step({ op: fc.constant('removeItem' as const), lineId }),
    step({ op: fc.constant('changeQuantity' as const), lineId, quantity: fc.integer({ min: 1, max: 99 }) }),
    step({ op: fc.constant('changePrice' as const), lineId, price: unitAmount() }),
    step({ op: fc.constant('changeItemDiscount' as const), lineId, discount: unitAmount(9_999) }),
    step({ op: fc.constant('changeOrderDiscount' as const), discount: unitAmount(9_999) }),
    step({ op: fc.constant('changeFee' as const), lineId, fee: unitAmount() }),
    step({ op: fc.constant('cancelItem' as const), lineId, quantity: fc.integer({ min: 1, max: 20 }) }),
    step({ op: fc.constant('changeTax' as const), lineId, taxRate: rate }),
    step({ op: fc.constant('replaceProduct' as const), lineId, sku: fc.constant('B'), name: fc.constant('B') }),
  );

  test.each([
    ['on top of prices', policy],
    ['in the prices', included],
  ])('the order keeps its invariants, or stays as it was, with tax %s', (_, store) => {
    let edited = 0;
    fc.assert(
      fc.property(draftOrder, fc.array(fc.array(anyOperation, { minLength: 1, maxLength: 4 }), { maxLength: 8 }), (draft, edits) => {
        const first = placeable(draft, store);
        if (!first) return;
        const events = [...first];
        for (const operations of edits) {
          const decision = editOrder(given(evolve, ...events).state as Order, operations, store, now);
          if (isRefusal(decision)) continue;
          events.push(
            ...given(evolve, ...events)
              .when(() => decision)
              .events(),
          );
          edited += 1;
        }
        const state = given(evolve, ...events).state as Order;
        expect(state.totals).toEqual(orderTotals(state, store.rounding));
        expectWholeMinorUnits(state.totals, state.currency);
        expect(state.totals.total).not.toMatch(/^-/);
        expect(new Set(state.lines.map(({ id }) => id)).size).toBe(state.lines.length);
        for (const line of state.lines) expect(shipped(state, line.id)).toBeLessThanOrEqual(line.quantity);
        const ids = new Set(state.lines.map(({ id }) => id));
        for (const { items } of state.shipments) for (const item of items) expect(ids).toContain(item.lineId);
      }),
    );
    expect(edited).toBeGreaterThan(50);
  });

  test('a line that is added and removed again leaves the totals as they were', () => {
    fc.assert(
      fc.property(draftOrder, unitAmount(), fc.integer({ min: 1, max: 999 }), (draft, price, quantity) => {
        const first = placeable(draft);
        if (!first) return;
        const before = given(evolve, ...first).state as Order;
        const id = String(before.lines.length + 1);
        const operations: EditOperation[] = [
          { op: 'addItem', sku: 'A', name: 'A', price, quantity, taxRate: '0.175' },
          { op: 'removeItem', lineId: id },
        ];
        const together = given(evolve, ...first).when((state) => editOrder(state as Order, operations, policy, now));
        expect(together.state().totals).toEqual(before.totals);
        expect(together.state().shipments).toEqual(before.shipments);
      }),
    );
  });

  const placeable = (draft: PlaceOrder, store = policy) => {
    try {
      return placed({ ...draft, currency: 'GBP', payments: [{ gateway: 'manual' }] }, store);
    } catch {
      return null;
    }
  };
});

function shipped(state: Order, lineId: string): number {
  return state.shipments
    .flatMap(({ items }) => items.filter((item) => item.lineId === lineId))
    .reduce((sum, { quantity }) => sum + quantity, 0);
}

function expectWholeMinorUnits(totals: OrderTotals, currency: string): void {
  for (const amount of Object.values(totals)) expect(Decimal(amount).round(minorUnit(currency)).eq(amount)).toBe(true);
}
