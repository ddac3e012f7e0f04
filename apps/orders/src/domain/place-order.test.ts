import fc from 'fast-check';
import { PlaceOrder } from '#contracts/commands/place-order.js';
import { Decimal, minorUnit } from '#contracts/money.js';
import { isRefusal } from '#contracts/refusals.js';
import { inputErrors } from '#contracts/schema.js';
import { draftOrder } from '../../../../test/drafts.js';
import { given } from '../../../../test/given.js';
import { evolve, type OrderEvent } from './order.js';
import { type PlacementPolicy, placeOrder } from './place-order.js';

const placement = { orderId: '01890a5d-ac96-774b-bcce-b302099a8057', number: 'CO261124-00001', placedAt: '2026-11-24T09:30:00.000Z' };

const policy: PlacementPolicy = {
  currencies: ['GBP', 'JPY', 'KWD', 'CLF'],
  rounding: { mode: 'half-away-from-zero', tax: 'order' },
  ownRates: false,
  shipmentMethod: 'standard',
  paymentGateways: ['manual'],
  holdRules: [],
  status: 'New',
  lineStatus: 'Pending',
};

const heart = { sku: '85123A', name: 'Hanging heart holder', quantity: 6, price: '2.55' };
const tins = { sku: '22720', name: 'Set of three tins', quantity: 2, price: '4.95' };
const draft = (patch: Partial<PlaceOrder> = {}): PlaceOrder => ({ storeId: 'uk', currency: 'GBP', lines: [heart], ...patch });

const place = (order: PlaceOrder, store: Partial<PlacementPolicy> = {}) =>
  given(evolve).when((state) => placeOrder(state, placement, order, { ...policy, ...store }));

describe('an order that leaves everything out', () => {
  const order = place(draft()).state();

  test('is new, with the number and the moment that were taken for it', () => {
    expect(order).toMatchObject({ ...placement, storeId: 'uk', status: 'New', currency: 'GBP', addresses: {}, attributes: {} });
    expect(order).not.toHaveProperty('comment');
  });

  test('has no discount, fee or rate, and numbers its lines from one', () => {
    expect(order).toMatchObject({ discount: '0', fee: '0', taxRate: '0' });
    expect(order.lines).toMatchObject([{ id: '1', discount: '0', fee: '0', taxRate: '0', listTotal: '15.3', taxTotal: '0' }]);
  });

  test('says whether its prices include tax, where they do', () => {
    expect(order).not.toHaveProperty('pricesIncludeTax');
    const rounding = { ...policy.rounding, pricesIncludeTax: true };
    expect(place(draft(), { rounding }).state()).toMatchObject({ pricesIncludeTax: true, totals: { taxTotal: '0.00', total: '15.30' } });
  });

  test('has a discount with the tax that is in it, where prices include tax and nothing else is said', () => {
    const rounding = { ...policy.rounding, pricesIncludeTax: true };
    const whole = draft({ lines: [{ ...heart, taxRate: '0.20' }], discount: '15.30' });
    expect(place(whole, { rounding, ownRates: true }).state()).toMatchObject({
      taxRate: '0.20',
      totals: { taxTotal: '0.00', total: '0.00' },
    });
    const told = place({ ...whole, taxRate: '0.05' }, { rounding, ownRates: true }).state();
    expect(told).toMatchObject({ taxRate: '0.05', totals: { taxTotal: '1.82' } });
  });

  test('gets one shipment with everything, by the method of the store', () => {
    expect(order.shipments).toEqual([
      {
        id: expect.any(String),
        method: 'standard',
        price: '0',
        discount: '0',
        fee: '0',
        taxRate: '0',
        taxTotal: '0',
        items: [{ lineId: '1', quantity: 6 }],
      },
    ]);
  });

  test('gets one payment without an amount of its own, by the gateway of the store', () => {
    expect(order.payments).toEqual([{ id: expect.any(String), gateway: 'manual', price: '0', discount: '0', taxRate: '0', taxTotal: '0' }]);
  });

  test('waits for its tax', () => {
    expect(order).toMatchObject({
      tax: { status: 'pending' },
      documents: [],
      taxableVersion: 1,
      totals: { taxTotal: '0.00', total: '15.30' },
    });
  });
});

test('what a draft says about itself is kept', () => {
  const said = {
    channel: 'web',
    externalId: '536365',
    customer: { id: '17850', name: 'Ada' },
    comment: 'ring twice',
    addresses: { shipping: { country: 'DE' } },
    attributes: { gift: true },
    discount: '1.00',
    fee: '0.50',
  };
  expect(place(draft(said)).state()).toMatchObject(said);
});

test('the rates of a draft count where the store takes them', () => {
  const order = place(draft({ lines: [{ ...heart, taxRate: '0.20' }], taxRate: '0.05', discount: '1' }), { ownRates: true }).state();
  expect(order).toMatchObject({ taxRate: '0.05', lines: [{ taxRate: '0.20', taxTotal: '3.06' }], totals: { taxTotal: '3.01' } });
});

test('the rates of a draft are dropped everywhere where the tax service decides', () => {
  const order = place(
    draft({
      lines: [{ ...heart, taxRate: '0.20' }],
      taxRate: '0.20',
      shipments: [{ method: 'standard', price: '5', taxRate: '0.20' }],
      payments: [{ gateway: 'manual', price: '1', taxRate: '0.20' }],
    }),
  ).state();
  for (const part of [order, ...order.lines, ...order.shipments, ...order.payments]) expect(part.taxRate).toBe('0');
  expect(order.totals).toMatchObject({ taxTotal: '0.00', total: '21.30' });
});

test('a line may be spread over several shipments and need not be shipped whole', () => {
  const shipments = [
    { method: 'express', items: [{ line: 0, quantity: 2 }] },
    {
      method: 'standard',
      items: [
        { line: 0, quantity: 3 },
        { line: 1, quantity: 2 },
      ],
    },
  ];
  expect(place(draft({ lines: [heart, tins], shipments })).state().shipments).toMatchObject([
    { method: 'express', items: [{ lineId: '1', quantity: 2 }] },
    {
      method: 'standard',
      items: [
        { lineId: '1', quantity: 3 },
        { lineId: '2', quantity: 2 },
      ],
    },
  ]);
});

test('the ids of shipments and payments follow from that of the order', () => {
  const order = draft({
    shipments: [
      { method: 'a', items: [{ line: 0, quantity: 1 }] },
      { method: 'b', items: [{ line: 0, quantity: 1 }] },
    ],
    payments: [{ gateway: 'manual', amount: '1' }, { gateway: 'manual' }],
  });
  const idsOf = (orderId: string) => {
    const placed = given(evolve)
      .when((state) => placeOrder(state, { ...placement, orderId }, order, policy))
      .state();
    return [...placed.shipments, ...placed.payments].map(({ id }) => id);
  };
  const ids = idsOf(placement.orderId);
  expect(idsOf(placement.orderId)).toEqual(ids);
  expect(new Set([...ids, ...idsOf('01890a5d-ac96-774b-bcce-b302099a8058')]).size).toBe(8);
});

test('an order that is there already is not placed again', () => {
  given(evolve, ...place(draft()).events())
    .when((order) => placeOrder(order, placement, draft(), policy))
    .thenNothing();
});

test("an order's own rate above those of its lines may bring the tax below zero, which is refused", () => {
  const own = { discount: '10', taxRate: '0.60' };
  place(draft(own), { ownRates: true }).thenRefused('total-below-zero', 'taxRate');
  expect(place(draft(own)).state().totals.total).toBe('5.30');
});

describe('is refused', () => {
  test.each<[string, Partial<PlaceOrder>, Parameters<ReturnType<typeof place>['thenRefused']>]>([
    ['a currency that the store does not sell in', { currency: 'EUR' }, ['currency-not-offered', 'currency']],
    [
      'a shipment that takes more than was ordered',
      { shipments: [{ method: 'standard', items: [{ line: 0, quantity: 7 }] }] },
      ['shipment-items-mismatch', 'shipments[0].items[0].quantity'],
    ],
    [
      'shipments that together take more than was ordered',
      {
        shipments: [
          { method: 'standard', items: [{ line: 0, quantity: 4 }] },
          { method: 'standard', items: [{ line: 0, quantity: 3 }] },
        ],
      },
      ['shipment-items-mismatch', 'shipments[1].items[0].quantity'],
    ],
    [
      'a shipment that names a line twice',
      {
        shipments: [
          {
            method: 'standard',
            items: [
              { line: 0, quantity: 6 },
              { line: 0, quantity: 1 },
            ],
          },
        ],
      },
      ['shipment-items-mismatch', 'shipments[0].items[1].line'],
    ],
    [
      'a shipment of a line that is not there',
      { shipments: [{ method: 'standard', items: [{ line: 1, quantity: 1 }] }] },
      ['shipment-items-mismatch', 'shipments[0].items[0].line'],
    ],
    [
      'one of several shipments that does not say its items',
      { shipments: [{ method: 'standard', items: [{ line: 0, quantity: 1 }] }, { method: 'standard' }] },
      ['shipment-items-mismatch', 'shipments[1].items'],
    ],
    [
      'a discount on a shipment larger than its price and fee',
      { shipments: [{ method: 'standard', price: '5', fee: '1', discount: '6.01' }] },
      ['discount-exceeds-price', 'shipments[0].discount'],
    ],
    [
      'a discount on a line larger than its price',
      { lines: [tins, { ...heart, discount: '2.5501' }] },
      ['discount-exceeds-price', 'lines[1].discount'],
    ],
    [
      'a discount on a payment larger than its price',
      { payments: [{ gateway: 'manual', price: '0.10', discount: '0.11' }] },
      ['discount-exceeds-price', 'payments[0].discount'],
    ],
    ['a discount larger than the goods', { discount: '15.31' }, ['discount-exceeds-price', 'discount']],
    [
      'a discount larger than the goods, though fees and shipment would bear it',
      { discount: '15.31', fee: '10', shipments: [{ method: 'standard', price: '5' }] },
      ['discount-exceeds-price', 'discount'],
    ],
    [
      "a discount larger than what the lines' own discounts leave of the goods",
      { lines: [{ ...heart, discount: '0.55' }, tins], discount: '21.9001' },
      ['discount-exceeds-price', 'discount'],
    ],
    [
      'lines that come to more than any currency needs',
      {
        lines: [
          { ...heart, quantity: 10_000, price: '100000000000' },
          { ...heart, quantity: 1, price: '0.01' },
        ],
      },
      ['amount-too-large', 'lines'],
    ],
    [
      'the largest line that a draft may hold',
      { lines: [{ ...heart, quantity: 1_000_000_000, price: '999999999999.9999' }] },
      ['amount-too-large', 'lines'],
    ],
    [
      'more than one payment without an amount',
      { payments: [{ gateway: 'manual' }, { gateway: 'manual', amount: '1' }, { gateway: 'manual' }] },
      ['payment-amounts-mismatch', 'payments[2].amount'],
    ],
    [
      'payments that are more than the total',
      {
        payments: [
          { gateway: 'manual', amount: '15.30' },
          { gateway: 'manual', amount: '0.01' },
        ],
      },
      ['payment-amounts-mismatch', 'payments'],
    ],
    [
      'a payment with more decimals than its currency has',
      { payments: [{ gateway: 'manual', amount: '1.005' }] },
      ['payment-amounts-mismatch', 'payments[0].amount'],
    ],
    [
      'a payment of a half yen',
      {
        currency: 'JPY',
        payments: [
          { gateway: 'manual', amount: '1' },
          { gateway: 'manual', amount: '0.5' },
        ],
      },
      ['payment-amounts-mismatch', 'payments[1].amount'],
    ],
  ])('%s, naming the field', (_name, patch, refusal) => {
    expect(inputErrors(PlaceOrder, draft(patch))).toEqual([]);
    place(draft(patch)).thenRefused(...refusal);
  });

  test.each<[string, Partial<PlaceOrder>]>([
    ['a discount as large as the price', { lines: [{ ...heart, discount: '2.55' }] }],
    ['a discount that brings the total to zero', { discount: '15.30' }],
    ["a discount of all that the lines' own discounts leave", { lines: [{ ...heart, discount: '0.55' }, tins], discount: '21.90' }],
    ['lines that come to the most that can be handled', { lines: [{ ...heart, quantity: 10_000, price: '100000000000' }] }],
    ['a shipment discount as large as price and fee', { shipments: [{ method: 'standard', price: '5', fee: '1', discount: '6' }] }],
    ['payments that come to the total', { payments: [{ gateway: 'manual', amount: '15.30' }, { gateway: 'manual' }] }],
    ['a payment with zeros for decimals that its currency lacks', { currency: 'JPY', payments: [{ gateway: 'manual', amount: '1.0' }] }],
  ])('not: %s', (_name, patch) => {
    expect(place(draft(patch)).events()).toHaveLength(1);
  });
});

describe('whatever valid draft comes', () => {
  const anyPolicy = fc.record<PlacementPolicy>({
    currencies: fc.constant(policy.currencies),
    rounding: fc.record({
      mode: fc.constantFrom('half-away-from-zero', 'toward-zero'),
      tax: fc.constantFrom('order', 'line'),
    }),
    ownRates: fc.boolean(),
    shipmentMethod: fc.constant('standard'),
    paymentGateways: fc.constant(['manual'] as const),
    holdRules: fc.constant([]),
    status: fc.constant('New'),
    lineStatus: fc.constant('Pending'),
  });

  test('it gives one event that fits its schema and folds, or a refusal that says where', () => {
    let placed = 0;
    fc.assert(
      fc.property(draftOrder, anyPolicy, (order, store) => {
        expect(inputErrors(PlaceOrder, order)).toEqual([]);
        const decision = placeOrder(null, placement, order, store);
        if (isRefusal(decision)) {
          expect([decision.refused, decision.path].join(' at ')).toMatch(
            /^((discount-exceeds-price|total-below-zero) at discount|total-below-zero at taxRate|payment-amounts-mismatch at payments)$/,
          );
          expect(decision.refused === 'discount-exceeds-price').toBe(discountExceedsGoods(order, store));
          return;
        }
        placed += 1;
        const outcome = place(order, store);
        expect(outcome.events()).toHaveLength(1);
        expect(outcome.state().totals.total).not.toMatch(/^-/);
        expect(discountExceedsGoods(order, store)).toBe(false);
      }),
    );
    expect(placed).toBeGreaterThan(30);
  });

  test('decided twice, it adds nothing', () => {
    fc.assert(
      fc.property(draftOrder, anyPolicy, (order, store) => {
        const decision = placeOrder(null, placement, order, store);
        if (isRefusal(decision)) return;
        const after = decision.reduce<ReturnType<typeof evolve> | null>((state, event: OrderEvent) => evolve(state, event, 1), null);
        expect(placeOrder(after, placement, order, store)).toEqual([]);
      }),
    );
  });

  test('no line is shipped in a larger quantity than was ordered, and every item names a line', () => {
    const quantity = fc.integer({ min: 1, max: 12 });
    const item = fc.record({ line: fc.nat(2), quantity });
    const shipments = fc.array(fc.record({ method: fc.constant('standard'), items: fc.array(item, { minLength: 1, maxLength: 3 }) }), {
      minLength: 1,
      maxLength: 3,
    });
    fc.assert(
      fc.property(fc.tuple(quantity, quantity), shipments, (quantities, asked) => {
        const order = draft({ lines: quantities.map((ordered) => ({ ...heart, quantity: ordered })), shipments: asked });
        const taken = asked.flatMap(({ items }) => items);
        const namedOnce = asked.every(({ items }) => new Set(items.map(({ line }) => line)).size === items.length);
        const fits =
          namedOnce &&
          taken.every(({ line }) => line < 2) &&
          quantities.every(
            (ordered, index) => taken.reduce((sum, { line, quantity: q }) => (line === index ? sum + q : sum), 0) <= ordered,
          );
        expect(isRefusal(placeOrder(null, placement, order, policy))).toBe(!fits);
      }),
      { numRuns: 300 },
    );
  });

  test('the payments never ask for more than the total', () => {
    fc.assert(
      fc.property(draftOrder, anyPolicy, (order, store) => {
        const decision = placeOrder(null, placement, order, store);
        if (isRefusal(decision)) return;
        const { payments, totals } = place(order, store).state();
        const asked = payments.reduce((sum, { amount }) => sum.plus(amount ?? '0'), Decimal('0'));
        expect(asked.lte(totals.total)).toBe(true);
        for (const { amount } of payments)
          expect((amount ?? '').split('.')[1] ?? '').toMatch(new RegExp(`^.{0,${minorUnit(order.currency)}}$`));
      }),
    );
  });
});

// Each line's discount is rounded and its list total is not: 1 yen would be taken off half a yen.
test.each(['0.5', '0.9999'])('lines of %s yen that are given away whole come to zero', (price) => {
  const gift = { ...heart, quantity: 1, price, discount: price };
  const order = place(draft({ currency: 'JPY', lines: [gift, gift, gift] })).state();
  for (const line of order.lines) expect(line.extendedPrice).toBe('0');
});

/** Whether the discount on a whole order is more than its lines come to, in ten-thousandths. */
function discountExceedsGoods({ lines, discount = '0', currency }: PlaceOrder, { rounding }: PlacementPolicy): boolean {
  const units = (amount: string) => {
    const [whole = '', decimals = ''] = amount.split('.');
    return BigInt(whole + decimals.padEnd(4, '0'));
  };
  const minor = 10n ** BigInt(4 - minorUnit(currency));
  const goods = lines.map(({ price, discount: off = '0', quantity }) => {
    const taken = units(off) * BigInt(quantity);
    const rounded = ((rounding.mode === 'toward-zero' ? taken : taken + minor / 2n) / minor) * minor;
    const left = units(price) * BigInt(quantity) - rounded;
    return left < 0n ? 0n : left;
  });
  return units(discount) > goods.reduce((all, line) => all + line);
}
