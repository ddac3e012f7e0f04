import fc from 'fast-check';
import type { EditOperation } from '#contracts/commands/edit-order.js';
import type { PlaceOrder } from '#contracts/commands/place-order.js';
import type { Blockable } from '#contracts/holds.js';
import { type Decision, isRefusal, type RefusalCode } from '#contracts/refusals.js';
import { given } from '../../../../test/given.js';
import { claimShipment } from './claim-shipment.js';
import { createDraft, onDraft, placeDraft } from './drafts.js';
import type { EditPolicy } from './edit-operations.js';
import { editOrder } from './edit-order.js';
import { placeHold } from './holds.js';
import { evolve, type Order, type OrderEvent } from './order.js';
import { placeOrder } from './place-order.js';
import { isSettled } from './settled.js';

const now = '2026-11-24T10:00:00.000Z';
const rounding = { mode: 'half-away-from-zero', tax: 'order' } as const;
const policy: EditPolicy = { rounding, ownRates: true, lines: { statuses: ['Pending'] } };
const placement = { orderId: '01890a5d-ac96-774b-bcce-b302099a8057', number: 'CO261124-00001', placedAt: '2026-11-24T09:30:00.000Z' };
const placementPolicy = {
  ...{ currencies: ['GBP', 'EUR'], rounding, ownRates: true, holdRules: [] },
  ...{ shipmentMethod: 'standard', paymentGateways: ['manual'] as const, status: 'New', lineStatus: 'Pending' },
};
const shipping = { country: 'GB', city: 'Leeds' };
const hearts = { sku: '85123A', name: 'Hanging heart holder', quantity: 6, price: '2.55' };
const tins = { sku: '22720', name: 'Set of three tins', quantity: 2, price: '4.95' };
const draft: PlaceOrder = {
  ...{ storeId: 'own-rates', currency: 'GBP', addresses: { shipping }, lines: [hearts, tins] },
  shipments: [{ method: 'standard', price: '4.95', discount: '0.45', fee: '0.50', taxRate: '0.20' }],
};
const placed = (change: Partial<PlaceOrder> = {}) =>
  placeOrder(null, placement, { ...draft, ...change }, placementPolicy) as readonly OrderEvent[];

const order = (...events: readonly OrderEvent[]) => given(evolve, ...placed(), ...events);
const first = order().state?.shipments[0]?.id as string;
const edited = (operations: readonly EditOperation[], ...before: readonly OrderEvent[]) =>
  order(...before).when((state) => editOrder(state as Order, operations, policy, now));
const itemsOf = ({ shipments }: Order) => shipments.map(({ items }) => items.map(({ lineId, quantity }) => [lineId, quantity]));
const split = (items: [string, number][], more: object = {}): EditOperation => ({
  ...{ op: 'splitShipment', shipmentId: first, items: items.map(([lineId, quantity]) => ({ lineId, quantity })) },
  ...more,
});
const claimOf = (state: Order, id: string): Decision<OrderEvent> => {
  const { items } = state.shipments.find((shipment) => shipment.id === id) as Order['shipments'][number];
  return claimShipment(state, { id, items: [...items], deliveryAddress: shipping }, now);
};

const halved = edited([split([['1', 4]])]);
const second = halved.state().shipments[1]?.id as string;
const merge = (more: object = {}): EditOperation => ({ op: 'mergeShipments', from: [second], into: first, ...more });
const claimed = (id: string, ...before: readonly OrderEvent[]) =>
  order(...before)
    .when((state) => claimOf(state as Order, id))
    .events();

describe('a shipment that is split', () => {
  test('leaves what is named to a new one, which costs nothing and is otherwise as the first', () => {
    const { shipments, totals } = halved.state();
    expect(itemsOf(halved.state())).toEqual([
      [
        ['1', 2],
        ['2', 2],
      ],
      [['1', 4]],
    ]);
    expect(shipments[0]).toMatchObject({ price: '4.95', discount: '0.45', fee: '0.50', taxTotal: '1' });
    expect(shipments[1]).toMatchObject({ method: 'standard', price: '0', discount: '0', fee: '0', taxRate: '0.20', taxTotal: '0' });
    expect(totals).toEqual(order().state?.totals);
  });

  test('costs what is told, by another method and from elsewhere', () => {
    const told = { method: 'express', fulfilmentCentre: 'north', price: '9.90', discount: '1.00', fee: '0.10' };
    const { shipments, totals } = edited([split([['1', 4]], told)]).state();
    expect(shipments[1]).toMatchObject({ ...told, taxTotal: '1.8' });
    expect(totals).toMatchObject({ shippingSubTotal: '14.85' });
  });

  test('is told to the shipments service with what it needs: which are new, where they go, and the lines', () => {
    const both = edited([split([['1', 4]]), split([['2', 1]])]);
    const [third] = both.state().shipments.slice(2);
    expect(both.events()[0]?.data).toMatchObject({
      shipments: [{ id: first }, { id: second }, { id: third?.id }],
      openedShipments: [
        { id: second, deliveryAddress: shipping },
        { id: third?.id, deliveryAddress: shipping },
      ],
      lines: [{ id: '1' }, { id: '2' }],
    });
    expect(new Set([first, second, third?.id]).size).toBe(3);
  });
});

describe('shipments that are merged', () => {
  test('go into one, with their prices added up; the other stays, empty and without cost', () => {
    const priced = edited([split([['1', 4]], { price: '2.00', fee: '0.25' })]);
    const after = edited([merge()], ...priced.events()).state();
    expect(itemsOf(after)).toEqual([
      [
        ['1', 6],
        ['2', 2],
      ],
      [],
    ]);
    expect(after.shipments[0]).toMatchObject({ price: '6.95', discount: '0.45', fee: '0.75' });
    expect(after.shipments[1]).toMatchObject({ id: second, price: '0', discount: '0', fee: '0', taxTotal: '0', mergedInto: first });
    expect(after.totals).toEqual(priced.state().totals);
  });

  test('cost what is told', () => {
    const [into] = edited([merge({ price: '3.00', discount: '0', fee: '0' })], ...halved.events()).state().shipments;
    expect(into).toMatchObject({ price: '3.00', discount: '0', fee: '0' });
  });

  test('tell the shipment that takes over what the lines are that it did not have', () => {
    const tinsApart = edited([split([['2', 2]])]);
    const [event] = edited([merge()], ...tinsApart.events()).events();
    expect(event?.data).toMatchObject({ lines: [{ id: '2', sku: '22720' }], shipments: [{ id: first }, { id: second }] });
    expect(event?.data).not.toHaveProperty('openedShipments');
  });

  test('leave no trace of one that the same edit opened, nor use an id again', () => {
    const undone = edited([split([['1', 4]]), merge()]);
    expect(undone.state().shipments.map(({ id }) => id)).toEqual([first]);
    const apart = [...halved.events(), ...edited([merge()], ...halved.events()).events()];
    const again = edited([split([['2', 1]])], ...apart).state();
    expect(new Set(again.shipments.map(({ id }) => id)).size).toBe(3);
  });

  test('say where they went in the end', () => {
    const three = [...halved.events(), ...edited([split([['2', 1]])], ...halved.events()).events()];
    const third = order(...three).state?.shipments[2]?.id as string;
    const chained = edited([{ op: 'mergeShipments', from: [third], into: second }, merge()], ...three).state();
    expect(chained.shipments.map(({ mergedInto }) => mergedInto)).toEqual([undefined, first, first]);
    expect(itemsOf(chained)[0]).toEqual([
      ['1', 6],
      ['2', 2],
    ]);
  });

  test('are settled when the shipments service has cancelled them', () => {
    const summary = (id: string, status: string) => ({ type: 'shipment' as const, id, number: id, status, amount: '0', currency: 'GBP' });
    const after = edited([merge()], ...halved.events()).state();
    const settled = (status: string) =>
      isSettled({
        ...after,
        tax: { status: 'calculated' },
        payments: [],
        documents: [summary(first, 'New'), summary(second, status)],
      });
    expect([settled('New'), settled('Cancelled')]).toEqual([false, true]);
  });
});

describe('a shipment that is added', () => {
  const add = (items?: [string, number][], more: object = {}): EditOperation => ({
    op: 'addShipment',
    method: 'express',
    ...(items && { items: items.map(([lineId, quantity]) => ({ lineId, quantity })) }),
    ...more,
  });

  test('may be empty, and costs what is said', () => {
    const { shipments, totals } = edited([add(undefined, { price: '1.00', fulfilmentCentre: 'north' })]).state();
    expect(shipments[1]).toMatchObject({ method: 'express', price: '1.00', taxRate: '0.20', fulfilmentCentre: 'north', items: [] });
    expect(totals.shippingSubTotal).toBe('5.95');
  });

  test('takes pieces that no shipment has, then of the last ones that are open', () => {
    const short = placed({
      shipments: [
        { method: 'a', items: [{ line: 0, quantity: 2 }] },
        {
          method: 'b',
          items: [
            { line: 0, quantity: 3 },
            { line: 1, quantity: 2 },
          ],
        },
      ],
    });
    const added = (quantity: number) =>
      given(evolve, ...short).when((state) => editOrder(state as Order, [add([['1', quantity]])], policy, now));
    expect(itemsOf(added(1).state())[1]).toEqual([
      ['1', 3],
      ['2', 2],
    ]);
    expect(itemsOf(added(5).state())).toEqual([[['1', 1]], [['2', 2]], [['1', 5]]]);
    added(6).thenRefused('shipment-left-empty', 'operations[0].items');
  });

  test('takes nothing that has left the house', () => {
    const sent = [...halved.events(), ...claimed(second, ...halved.events())];
    edited([add([['1', 3]])], ...sent).thenRefused('not-in-shipment', 'operations[0].items[0].quantity');
    expect(itemsOf(edited([add([['1', 2]])], ...sent).state())).toEqual([[['2', 2]], [['1', 4]], [['1', 2]]]);
  });
});

describe('a shipment that is given up', () => {
  const cancel = (shipmentId: string): EditOperation => ({ op: 'cancelShipment', shipmentId });
  const priced = edited([split([['1', 4]], { price: '2.00' })]);

  test('costs nothing and holds nothing, and its pieces wait for another', () => {
    const outcome = edited([cancel(second)], ...priced.events());
    const { shipments, lines, totals } = outcome.state();
    expect(shipments[1]).toMatchObject({ id: second, price: '0', taxTotal: '0', items: [], isCancelled: true });
    expect([lines[0]?.quantity, totals.shippingSubTotal, totals.subTotal]).toEqual([6, '4.95', priced.state().totals.subTotal]);
    const again = edited(
      [{ op: 'addShipment', method: 'express', items: [{ lineId: '1', quantity: 4 }] }],
      ...priced.events(),
      ...outcome.events(),
    );
    expect(itemsOf(again.state())).toEqual([
      [
        ['1', 2],
        ['2', 2],
      ],
      [],
      [['1', 4]],
    ]);
  });

  test('takes nothing any more; what is no longer wanted leaves what no shipment has first', () => {
    const before = [...priced.events(), ...edited([cancel(second)], ...priced.events()).events()];
    const less = edited([{ op: 'changeQuantity', lineId: '1', quantity: 3 }], ...before).state();
    expect(itemsOf(less)).toEqual([
      [
        ['1', 2],
        ['2', 2],
      ],
      [],
    ]);
    const more = edited([cancel(first), { op: 'addItem', sku: 'A', name: 'A', quantity: 1, price: '1' }], ...before).state();
    expect(more.shipments.map(({ items, isCancelled = false }) => [items.length, isCancelled])).toEqual([
      [0, true],
      [0, true],
      [1, false],
    ]);
  });

  test.each<[string, RefusalCode, EditOperation, readonly OrderEvent[]]>([
    ['what was sent', 'already-shipped', cancel(second), [...halved.events(), ...claimed(second, ...halved.events())]],
    ['what is not there', 'shipment-not-found', cancel('x'), []],
    ['it twice', 'shipment-cancelled', cancel(second), [...halved.events(), ...edited([cancel(second)], ...halved.events()).events()]],
  ])('is refused: %s', (_name, refused, operation, before) => {
    order(...before)
      .when((state) => editOrder(state as Order, [operation], policy, now))
      .thenRefused(refused, 'operations[0].shipmentId');
  });
});

describe('it is refused', () => {
  const sent = [...halved.events(), ...claimed(second, ...halved.events())];
  const merged = [...halved.events(), ...edited([merge()], ...halved.events()).events()];
  const fromSecond = { shipmentId: second };
  test.each<[string, RefusalCode, string, EditOperation, readonly OrderEvent[], object?]>([
    ['to split what was sent', 'already-shipped', 'shipmentId', split([['1', 1]], fromSecond), sent, { shipmentId: second }],
    ['to merge what was sent', 'already-shipped', 'from[0]', merge(), sent, { shipmentId: second }],
    ['to merge into what was sent', 'already-shipped', 'into', { op: 'mergeShipments', from: [first], into: second }, sent],
    ['to split what was merged', 'shipment-merged', 'shipmentId', split([['1', 1]], fromSecond), merged, { mergedInto: first }],
    ['to merge twice', 'shipment-merged', 'from[0]', merge(), merged, { shipmentId: second, mergedInto: first }],
    ['to price what was merged', 'shipment-merged', 'shipmentId', { op: 'changeShipmentPrice', shipmentId: second, price: '1' }, merged],
    [
      'to add to what was merged',
      'shipment-merged',
      'shipmentId',
      { op: 'addItem', sku: 'A', name: 'A', quantity: 1, price: '1', shipmentId: second },
      merged,
    ],
    ['an unknown shipment', 'shipment-not-found', 'from[0]', { op: 'mergeShipments', from: ['x'], into: first }, []],
    ['an unknown shipment to take over', 'shipment-not-found', 'into', { op: 'mergeShipments', from: [first], into: 'x' }, []],
    ['an unknown line', 'line-not-found', 'items[0].lineId', split([['9', 1]]), []],
    [
      'a line named twice',
      'invalid-input',
      'items[1].lineId',
      split([
        ['1', 1],
        ['1', 1],
      ]),
      [],
    ],
    [
      'more than the shipment has',
      'not-in-shipment',
      'items[0].quantity',
      split([['1', 7]]),
      [],
      { shipmentId: first, lineId: '1', available: 6, asked: 7 },
    ],
    [
      'all that the shipment has',
      'shipment-left-empty',
      'items',
      split([
        ['1', 6],
        ['2', 2],
      ]),
      [],
      { shipmentId: first, available: 8 },
    ],
    ['a shipment into itself', 'nothing-to-move', 'from[0]', { op: 'mergeShipments', from: [first], into: first }, []],
    ['a discount above the price', 'discount-exceeds-price', 'discount', split([['1', 1]], { price: '1', discount: '1.01' }), []],
    [
      'a price that no shipment may have',
      'amount-too-large',
      'price',
      merge(),
      edited([split([['1', 1]], { price: '999999999999' })]).events(),
    ],
    ['a discount above all prices', 'discount-exceeds-price', 'discount', merge({ price: '0', fee: '0' }), halved.events()],
  ])('%s', (_name, code, path, operation, before, more = {}) => {
    const decision = editOrder(order(...before).state as Order, [operation], policy, now);
    expect(decision).toMatchObject({ refused: code, path: `operations[0].${path}`, ...(Object.keys(more).length > 0 && { more }) });
  });

  test('shipments that cost in different currencies, and one hundred and one', () => {
    const two = placed({
      shipments: [
        { method: 'a', items: [{ line: 0, quantity: 2 }] },
        { method: 'b', currency: 'EUR', items: [{ line: 0, quantity: 3 }] },
      ],
    });
    const [one, other] = (given(evolve, ...two).state as Order).shipments;
    const operation = { op: 'mergeShipments' as const, from: [other?.id as string], into: one?.id as string };
    given(evolve, ...two)
      .when((state) => editOrder(state as Order, [operation], policy, now))
      .thenRefused('shipment-currencies-differ', 'operations[0].from[0]');
    const add = { op: 'addShipment', method: 'express' } as const;
    expect(edited(Array.from({ length: 99 }, () => add)).state().shipments).toHaveLength(100);
    edited(Array.from({ length: 100 }, () => add)).thenRefused('too-many-shipments', 'operations[99].op');
  });

  test('while a hold on a line that would move blocks edits', () => {
    const held = (lineId: string, ...before: readonly OrderEvent[]) => [
      ...before,
      ...order(...before)
        .when((state) =>
          placeHold(
            state as Order,
            { id: '1', placedAt: now, placedBy: 'client' },
            { type: 'stock', reason: 'none', blocks: ['edit'] as Blockable[], lineId },
          ),
        )
        .events(),
    ];
    edited([split([['1', 1]])], ...held('1')).thenRefused('held');
    expect(edited([split([['1', 1]])], ...held('2')).events()).toHaveLength(1);
    edited([merge()], ...held('1', ...halved.events())).thenRefused('held');
  });
});

test('a draft is shared out as an order is; what it merged is not in the order that it becomes', () => {
  const created = createDraft(null, { ...placement, number: 'DR1' }, now, draft, placementPolicy) as readonly OrderEvent[];
  const change = (before: readonly OrderEvent[], ...operations: EditOperation[]) =>
    given(evolve, ...before)
      .when((state) => onDraft(editOrder(state as Order, operations, policy, now), now))
      .events();
  const apart = [...created, ...change(created, split([['1', 4]]))];
  const together = [...apart, ...change(apart, merge())];
  const place = (events: readonly OrderEvent[]) =>
    given(evolve, ...events)
      .when((state) => placeDraft(state as Order, { ...placement, placedAt: '2026-11-24T09:59:00.000Z' }, placementPolicy))
      .state().shipments;
  expect(place(apart)).toHaveLength(2);
  expect(place(together).map(({ id }) => id)).toEqual([first]);
});

describe('whatever is split, merged, added, changed, cancelled and sent', () => {
  type Step =
    | { what: 'split' | 'add'; shipment: number; items: { line: number; quantity: number }[] }
    | { what: 'merge'; from: number[]; into: number }
    | { what: 'changeQuantity' | 'cancelItem'; line: number; quantity: number }
    | { what: 'send'; shipment: number };
  const plain = { noNullPrototype: true } as const;
  const some = fc.array(fc.record({ line: fc.integer({ min: 1, max: 3 }), quantity: fc.integer({ min: 1, max: 6 }) }, plain), {
    minLength: 1,
    maxLength: 2,
  });
  const anyStep: fc.Arbitrary<Step> = fc.oneof(
    {
      weight: 4,
      arbitrary: fc.record({ what: fc.constantFrom('split' as const, 'add' as const), shipment: fc.nat(5), items: some }, plain),
    },
    {
      weight: 3,
      arbitrary: fc.record(
        { what: fc.constant('merge' as const), from: fc.uniqueArray(fc.nat(5), { minLength: 1, maxLength: 2 }), into: fc.nat(5) },
        plain,
      ),
    },
    {
      weight: 2,
      arbitrary: fc.record(
        {
          what: fc.constantFrom('changeQuantity' as const, 'cancelItem' as const),
          line: fc.integer({ min: 1, max: 3 }),
          quantity: fc.integer({ min: 1, max: 12 }),
        },
        plain,
      ),
    },
    { weight: 1, arbitrary: fc.record({ what: fc.constant('send' as const), shipment: fc.nat(5) }, plain) },
  );
  const idAt = ({ shipments }: Order, index: number) => shipments[index % shipments.length]?.id as string;
  const operationOf = (state: Order, step: Exclude<Step, { what: 'send' }>): EditOperation => {
    if (step.what === 'merge') {
      const from = [...new Set(step.from.map((index) => idAt(state, index)))];
      return { op: 'mergeShipments', from, into: idAt(state, step.into) };
    }
    if ('line' in step) return { op: step.what, lineId: String(step.line), quantity: step.quantity };
    const items = step.items.map(({ line, quantity }) => ({ lineId: String(line), quantity }));
    return step.what === 'add'
      ? { op: 'addShipment', method: 'express', items }
      : { op: 'splitShipment', shipmentId: idAt(state, step.shipment), items };
  };
  const shippedOf = ({ shipments, lines }: Order) =>
    new Map(
      lines.map(({ id }) => [
        id,
        shipments.flatMap(({ items }) => items.flatMap(({ lineId, quantity }) => (lineId === id ? [quantity] : []))),
      ]),
    );
  const sumsOf = (state: Order) => new Map([...shippedOf(state)].map(([id, parts]) => [id, parts.reduce((sum, each) => sum + each, 0)]));
  const quantitiesOf = ({ lines }: Order) => new Map(lines.map(({ id, quantity }) => [id, quantity]));

  test('nothing is lost, nothing is in two places, and what has left the house stays as it left', () => {
    const done = new Map<string, number>();
    fc.assert(
      fc.property(fc.array(anyStep, { minLength: 1, maxLength: 14 }), (steps) => {
        const events = [...placed({ lines: [hearts, tins, { ...tins, quantity: 9 }] })];
        for (const step of steps) {
          const before = given(evolve, ...events).state as Order;
          const decide = () =>
            step.what === 'send'
              ? claimOf(before, idAt(before, step.shipment))
              : editOrder(before, [operationOf(before, step)], policy, now);
          const decision = decide();
          if (isRefusal(decision) || decision.length === 0) continue;
          const outcome = given(evolve, ...events).when(() => decision);
          const after = outcome.state();
          events.push(...outcome.events());
          done.set(step.what, (done.get(step.what) ?? 0) + 1);
          expect(after.totals.total).not.toMatch(/^-/);
          // All that was ordered was to be shipped from the beginning, so it always is.
          expect(sumsOf(after)).toEqual(quantitiesOf(after));
          if (['split', 'merge', 'add', 'send'].includes(step.what)) expect(sumsOf(after)).toEqual(sumsOf(before));
          if (step.what === 'split' || step.what === 'merge') expect(after.totals).toEqual(before.totals);
          for (const { id, items } of after.claims ?? []) expect(after.shipments.find((each) => each.id === id)?.items).toEqual(items);
          for (const { mergedInto, items, price } of after.shipments) {
            if (mergedInto === undefined) continue;
            expect([items, price]).toEqual([[], '0']);
            expect(after.shipments.find(({ id }) => id === mergedInto)?.mergedInto).toBeUndefined();
          }
          for (const { items } of after.shipments) expect(items.every(({ quantity }) => quantity > 0)).toBe(true);
          const ids = after.shipments.map(({ id }) => id);
          expect([new Set(ids).size, ids.slice(0, before.shipments.length)]).toEqual([ids.length, before.shipments.map(({ id }) => id)]);
        }
      }),
    );
    for (const what of ['split', 'merge', 'add', 'changeQuantity', 'cancelItem', 'send']) expect(done.get(what)).toBeGreaterThan(5);
  });

  test('a split that is merged back leaves the order as it was', () => {
    fc.assert(
      fc.property(some, (items) => {
        const operation = split(items.map(({ line, quantity }) => [String(line), quantity]));
        const decision = editOrder(order().state as Order, [operation], policy, now);
        if (isRefusal(decision)) return;
        const back = edited([merge()], ...decision).state();
        const sorted = (state: Order) =>
          [...(state.shipments[0]?.items ?? [])].sort((one, other) => one.lineId.localeCompare(other.lineId));
        expect(sorted(back)).toEqual(sorted(order().state as Order));
        expect([back.totals, back.lines]).toEqual([order().state?.totals, order().state?.lines]);
      }),
    );
  });
});
