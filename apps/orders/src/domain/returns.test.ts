import fc from 'fast-check';
import type { EditOperation } from '#contracts/commands/edit-order.js';
import type { ApplyReturn, ClaimReturn } from '#contracts/commands/return-goods.js';
import { isRefusal } from '#contracts/refusals.js';
import type { ReceivedItem } from '#contracts/returns.js';
import { given } from '../../../../test/given.js';
import { claimReturn, previewReturn } from './claim-return.js';
import { claimedQuantities, claimShipment } from './claim-shipment.js';
import type { EditPolicy } from './edit-operations.js';
import { editOrder } from './edit-order.js';
import { placeHold } from './holds.js';
import { afterEvents, evolve, type Order, type OrderEvent } from './order.js';
import { placeOrder } from './place-order.js';
import { receiveReturn } from './receive-return.js';
import { releaseReturn } from './release-return.js';
import { returningQuantities } from './returned-quantities.js';
import { shippedQuantity } from './shipped-quantities.js';

const now = '2026-11-26T10:00:00.000Z';
const rounding = { mode: 'half-away-from-zero', tax: 'order' } as const;
const policy: EditPolicy = { rounding, ownRates: true, lines: { statuses: ['Pending'] } };
const line = { sku: '85123A', name: 'Hanging heart holder', quantity: 6, price: '2.55', discount: '0.10', taxRate: '0.20' };

/** Six hearts, four in a shipment at 4.95 that is sent, two in another that is not: 23.58 with 20 % tax. */
function sent(change: { discount?: string; taxRate?: string } = {}): OrderEvent[] {
  const placed = placeOrder(
    null,
    { orderId: '01890a5d-ac96-774b-bcce-b302099a8057', number: 'CO261124-00001', placedAt: '2026-11-24T09:30:00.000Z' },
    {
      ...{ storeId: 'uk', currency: 'GBP', customer: { id: 'c-1' }, lines: [line], ...change },
      shipments: [
        { method: 'standard', price: '4.95', taxRate: '0.20', items: [{ line: 0, quantity: 4 }] },
        { method: 'express', taxRate: '0.20', items: [{ line: 0, quantity: 2 }] },
      ],
    },
    {
      ...{ currencies: ['GBP'], rounding, ownRates: true, holdRules: [] },
      ...{ shipmentMethod: 'standard', paymentGateways: ['manual'], status: 'New', lineStatus: 'Pending' },
    },
  ) as OrderEvent[];
  return [...placed, ...sending(afterEvents(null, 0, placed), 0)];
}

function sending(order: Order, place: number): readonly OrderEvent[] {
  const { id, items } = order.shipments[place] as Order['shipments'][number];
  return claimShipment(order, { id, items }, now) as OrderEvent[];
}

const order = (...events: readonly OrderEvent[]) => given(evolve, ...sent(), ...events);
const asked = (quantity: number, more: Partial<ClaimReturn> = {}): ClaimReturn => ({
  ...{ id: 'r1', items: [{ lineId: '1', quantity, reasonCode: 'damaged' }], ...more },
});
const claim = (quantity: number, more: Partial<ClaimReturn> = {}, ...before: readonly OrderEvent[]) =>
  order(...before).when((state) => claimReturn(state as Order, asked(quantity, more), policy, now));
const came = (quantity: number, condition: ReceivedItem['condition'] = 'new'): ReceivedItem => ({
  ...{ lineId: '1', quantity, condition, restock: condition === 'new' },
});
const receive = (items: ReceivedItem[], more: Partial<ApplyReturn> = {}, ...before: readonly OrderEvent[]) =>
  order(...before).when((state) => receiveReturn(state as Order, 'r1', { items, ...more }, policy, now));
const edit = (before: readonly OrderEvent[], ...operations: EditOperation[]) =>
  order(...before).when((state) => editOrder(state as Order, operations, policy, now));

describe('what is asked for', () => {
  test('stands on the order; asked again, it changes nothing', () => {
    const claimed = claim(3);
    expect(claimed.state().returns).toEqual([{ id: 'r1', items: [{ lineId: '1', quantity: 3 }], claimedAt: now }]);
    claim(3, {}, ...claimed.events()).thenNothing();
    claim(2, {}, ...claimed.events()).thenRefused('idempotency-key-reused');
  });

  test('names what it is, for the document that follows', () => {
    expect(claim(3, { comment: 'by post' }).events()[0]?.data).toMatchObject({
      ...{ returnId: 'r1', orderNumber: 'CO261124-00001', currency: 'GBP', comment: 'by post' },
      items: [{ lineId: '1', sku: '85123A', name: 'Hanging heart holder', quantity: 3, reasonCode: 'damaged' }],
    });
  });

  test('is never more than was sent, all returns together', () => {
    claim(5).thenRefused('quantity-above-sent', 'items[0].quantity');
    const first = claim(3).events();
    claim(2, { id: 'r2' }, ...first).thenRefused('quantity-above-sent', 'items[0].quantity');
    expect(claim(1, { id: 'r2' }, ...first).events()).toHaveLength(1);
  });

  test('names lines of the order, each once, and a customer for store credit', () => {
    const item = { lineId: '1', quantity: 1, reasonCode: 'other' as const };
    claim(1, { items: [{ ...item, lineId: '9' }] }).thenRefused('line-not-found', 'items[0].lineId');
    claim(1, { items: [item, item] }).thenRefused('invalid-input', 'items[1].lineId');
    const { customer: _, ...anonymous } = order().state as Order;
    expect(claimReturn(anonymous, asked(1, { refund: 'credit' }), policy, now)).toMatchObject({
      refused: 'payer-not-known',
      path: 'refund',
    });
  });

  test('is not held up by a hold, but receiving it is', () => {
    const held = order()
      .when((state) =>
        placeHold(state as Order, { id: '1', placedAt: now, placedBy: 'client' }, { type: 'fraud', reason: 'odd', blocks: ['edit'] }),
      )
      .events();
    const claimed = [...held, ...claim(1, {}, ...held).events()];
    receive([came(1)], {}, ...claimed).thenRefused('held');
  });

  test('with new lines that the order cannot have is refused, by their names', () => {
    const exchange = { lines: [{ sku: 'B', name: 'B', quantity: 1, price: '1', discount: '2' }] };
    claim(1, { exchange }).thenRefused('discount-exceeds-price', 'exchange.lines[0]');
    const discounts = [{ amount: '2' }];
    claim(1, { exchange: { lines: [{ sku: 'B', name: 'B', quantity: 1, price: '1', discount: '1', discounts }] } }).thenRefused(
      'discounts-mismatch',
      'exchange.lines[0].discount',
    );
  });
});

describe('what is given up', () => {
  const claimed = claim(3).events();
  const release = (before: readonly OrderEvent[], id = 'r1') =>
    order(...before).when((state) => releaseReturn(state as Order, id, { outcome: 'Refused', reason: 'too late' }, now));

  test('is free for others, and cannot be asked for or received any more', () => {
    const released = [...claimed, ...release(claimed).events()];
    expect(order(...released).state?.returns?.[0]?.released).toEqual({ at: now, outcome: 'Refused', reason: 'too late' });
    expect(claim(4, { id: 'r2' }, ...released).events()).toHaveLength(1);
    claim(3, {}, ...released).thenNothing();
    release(released).thenNothing();
    receive([came(1)], {}, ...released).thenRefused('return-closed');
  });

  test('must not have been received, and be there', () => {
    release([...claimed, ...receive([came(1)], {}, ...claimed).events()]).thenRefused('return-closed');
    release(claimed, 'r9').thenRefused('return-not-found');
  });
});

describe('what has come back', () => {
  const claimed = claim(3).events();

  test('is one edit: the customer keeps less, pays the restocking fee, and the tax follows', () => {
    const received = receive([came(1), came(1, 'damaged')], { restockingFee: '1.00', refund: 'original' }, ...claimed);
    expect(received.events().map(({ type }) => type)).toEqual(['order.edited']);
    const after = received.state();
    expect(after.lines[0]).toMatchObject({ quantity: 4, returnedQuantity: 2, extendedPrice: '9.8', taxTotal: '1.96' });
    expect(after.totals).toMatchObject({ subTotal: '10.20', feeTotal: '1.00', taxTotal: '2.95', total: '18.70' });
    expect(after.shipments.map(({ items }) => items)).toEqual([[{ lineId: '1', quantity: 4 }], [{ lineId: '1', quantity: 2 }]]);
    expect(after.returns).toEqual([
      {
        ...{ id: 'r1', items: [{ lineId: '1', quantity: 2 }], claimedAt: now },
        receipt: { at: now, items: [came(1), came(1, 'damaged')], restockingFee: '1.00', refund: 'original' },
      },
    ]);
    expect(after.refundDue).toBe('original');
    receive([came(1), came(1, 'damaged')], {}, ...claimed, ...received.events()).thenNothing();
    receive([came(3)], {}, ...claimed, ...received.events()).thenRefused('return-closed');
  });

  test('is no more than was expected', () => {
    receive([came(2), came(2, 'opened')], {}, ...claimed).thenRefused('quantity-above-sent', 'items[1].quantity');
    receive([{ ...came(1), lineId: '2' }], {}, ...claimed).thenRefused('line-not-found', 'items[0].lineId');
  });

  test('leaves what did not come to others', () => {
    const received = [...claimed, ...receive([came(1)], {}, ...claimed).events()];
    expect(claim(3, { id: 'r2' }, ...received).events()).toHaveLength(1);
    claim(4, { id: 'r2' }, ...received).thenRefused('quantity-above-sent', 'items[0].quantity');
  });

  test('lowers a discount on the whole order that is more than what is left', () => {
    const before = [...sent({ discount: '8.00', taxRate: '0.20' })];
    const asking = given(evolve, ...before).when((state) => claimReturn(state as Order, asked(4), policy, now));
    const received = given(evolve, ...before, ...asking.events()).when((state) =>
      receiveReturn(state as Order, 'r1', { items: [came(4)] }, policy, now),
    );
    expect(received.state()).toMatchObject({ discount: '4.9', totals: { subTotal: '5.10', taxTotal: '0.99', total: '5.94' } });
  });

  test('can be sent no more, and what is still in the house is edited as before', () => {
    const received = [...claimed, ...receive([came(3)], {}, ...claimed).events()];
    expect(order(...received).state?.lines[0]).toMatchObject({ quantity: 3, returnedQuantity: 3 });
    const least = edit(received, { op: 'changeQuantity', lineId: '1', quantity: 1 }).state();
    expect(least.shipments.map(({ items }) => items[0]?.quantity)).toEqual([4, undefined]);
    const fewer = edit(received, { op: 'cancelItem', lineId: '1', quantity: 1 }).state();
    expect(fewer.shipments.map(({ items }) => items[0]?.quantity)).toEqual([4, 1]);
    const more = edit(received, { op: 'changeQuantity', lineId: '1', quantity: 5 }).state();
    expect(more.shipments.map(({ items }) => items[0]?.quantity)).toEqual([4, 4]);
    edit(received, { op: 'cancelItem', lineId: '1', quantity: 3 }).thenRefused('already-shipped', 'operations[0].quantity');
    edit(received, { op: 'removeItem', lineId: '1' }).thenRefused('already-shipped', 'operations[0].lineId');
  });

  test('stays the product that it was, even when all has come back', () => {
    const all = claim(4).events();
    const received = [...all, ...receive([came(4)], {}, ...all).events()];
    edit(received, { op: 'replaceProduct', lineId: '1', sku: 'X', name: 'X' }).thenRefused('already-shipped', 'operations[0].sku');
  });
});

describe('an exchange', () => {
  const bigger = { sku: 'BIG', name: 'Big heart', quantity: 1, price: '6.00', taxRate: '0.20' };
  const exchange = { lines: [bigger], method: 'express', price: '0' };

  test('is one edit with the new lines in a shipment of their own, and one net amount', () => {
    const claimed = claim(2, { exchange }).events();
    const received = receive([came(2)], { exchange }, ...claimed);
    expect(received.events()).toHaveLength(1);
    const { lines, shipments, totals } = received.state();
    expect(lines.map(({ id, quantity }) => [id, quantity])).toEqual([
      ['1', 4],
      ['2', 1],
    ]);
    expect(shipments[2]).toMatchObject({ method: 'express', price: '0', items: [{ lineId: '2', quantity: 1 }] });
    expect(totals.total).toBe('24.90');
  });

  test('is previewed as it would be received whole', () => {
    const preview = order().when((state) => previewReturn(state as Order, asked(2, { exchange }), policy, now));
    expect(preview.state().totals.total).toBe('24.90');
  });
});

describe('a replacement', () => {
  test('is another line at no cost, in a shipment of its own', () => {
    const { lines, shipments, totals } = edit([], { op: 'replaceSent', lineId: '1', quantity: 2, fulfilmentCentre: 'north' }).state();
    expect(lines[1]).toMatchObject({ id: '2', sku: '85123A', quantity: 2, price: '0', extendedPrice: '0', replacementOf: '1' });
    expect(lines[1]).not.toHaveProperty('returnedQuantity');
    expect(shipments[2]).toMatchObject({ method: 'express', fulfilmentCentre: 'north', items: [{ lineId: '2', quantity: 2 }] });
    expect(totals.total).toBe('23.58');
  });

  test('is of what was sent, did not come back, and is not replaced yet', () => {
    edit([], { op: 'replaceSent', lineId: '1', quantity: 5 }).thenRefused('quantity-above-sent', 'operations[0].quantity');
    edit([], { op: 'replaceSent', lineId: '9', quantity: 1 }).thenRefused('line-not-found', 'operations[0].lineId');
    const twice = { op: 'replaceSent' as const, lineId: '1', quantity: 2 };
    expect(edit([], twice, twice).events()).toHaveLength(1);
    edit([], twice, twice, { ...twice, quantity: 1 }).thenRefused('quantity-above-sent', 'operations[2].quantity');
    const claimed = claim(3).events();
    const received = [...claimed, ...receive([came(3)], {}, ...claimed).events()];
    edit(received, twice).thenRefused('quantity-above-sent', 'operations[0].quantity');
  });
});

test('whatever is asked, sent, edited, received and given up: no more comes back than was sent, nor is less kept than left the house', () => {
  const quantity = fc.integer({ min: 1, max: 5 });
  const id = fc.constantFrom('r1', 'r2', 'r3');
  const lineId = fc.constantFrom('1', '2');
  const step = fc.oneof(
    fc.record({ do: fc.constant('claim' as const), id, lineId, quantity }),
    fc.record({ do: fc.constant('receive' as const), id, lineId, quantity }),
    fc.record({ do: fc.constant('release' as const), id }),
    fc.record({ do: fc.constant('send' as const), place: fc.nat(4) }),
    fc.record({ do: fc.constant('change' as const), lineId, quantity }),
    fc.record({ do: fc.constant('cancel' as const), lineId, quantity }),
    fc.record({ do: fc.constant('replace' as const), lineId, quantity }),
  );
  const decide = (state: Order, asking: typeof step extends fc.Arbitrary<infer Step> ? Step : never) => {
    const operation = (each: EditOperation) => editOrder(state, [each], policy, now);
    switch (asking.do) {
      case 'claim': {
        const items = [{ lineId: asking.lineId, quantity: asking.quantity, reasonCode: 'other' as const }];
        return claimReturn(state, { id: asking.id, items }, policy, now);
      }
      case 'receive':
        return receiveReturn(state, asking.id, { items: [{ ...came(asking.quantity), lineId: asking.lineId }] }, policy, now);
      case 'release':
        return releaseReturn(state, asking.id, { outcome: 'Cancelled' }, now);
      case 'send': {
        const shipment = state.shipments[asking.place];
        return shipment ? claimShipment(state, shipment, now) : [];
      }
      case 'change':
        return operation({ op: 'changeQuantity', lineId: asking.lineId, quantity: asking.quantity });
      case 'cancel':
        return operation({ op: 'cancelItem', lineId: asking.lineId, quantity: asking.quantity });
      case 'replace':
        return operation({ op: 'replaceSent', lineId: asking.lineId, quantity: asking.quantity });
    }
  };
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      let state = afterEvents(null, 0, sent());
      for (const each of steps) {
        const decision = decide(state, each);
        if (isRefusal(decision)) continue;
        const repeats = ['claim', 'receive', 'release', 'send'].includes(each.do);
        state = afterEvents(state, 10, decision);
        if (repeats) expect(decide(state, each)).toEqual([]);
        const [left, back] = [claimedQuantities(state), returningQuantities(state)];
        for (const item of state.lines) {
          const returned = item.returnedQuantity ?? 0;
          expect(back.get(item.id) ?? 0).toBeLessThanOrEqual(left.get(item.id) ?? 0);
          expect(returned).toBeLessThanOrEqual(back.get(item.id) ?? 0);
          expect(item.quantity).toBeGreaterThanOrEqual((left.get(item.id) ?? 0) - returned);
          expect(shippedQuantity(state.shipments, item.id)).toBe(item.quantity + returned);
        }
      }
    }),
    { numRuns: 300 },
  );
});
