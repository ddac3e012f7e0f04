import fc from 'fast-check';
import { Decimal, sum } from '#contracts/money.js';
import { isRefusal } from '#contracts/refusals.js';
import { given } from '../../../../test/given.js';
import { type Consignment, type ConsignmentEvent, evolve } from './consignment.js';
import { cancelConsignment, removeParts, reviewPart } from './consignment-parts.js';
import { allotPrice, dissolveConsignment, formConsignment, openConsignment, refusePrice } from './form-consignment.js';
import { fitPackages, packConsignment } from './pack-consignment.js';
import { beginSending, deliverConsignment, isSentSo, sendConsignment, stopSending } from './send-consignment.js';
import type { Shipment } from './shipment.js';

const now = '2026-11-24T10:00:00.000Z';
const deliveryAddress = { country: 'GB', city: 'Leeds' };
const part = (index: number, share: string) => ({
  ...{ shipmentId: `shipment-${index}`, number: `SH261124-${index}`, orderId: `order-${index}`, orderNumber: `CO261124-${index}` },
  share,
});
const planned = {
  ...{ consignmentId: 'consignment-1', storeId: 'uk', customerId: 'c-1', deliveryAddress },
  ...{ price: '5.00', currency: 'GBP', allotBy: 'weight' as const, parts: [part(1, '300'), part(2, '0'), part(3, '150')] },
};
const shipment = (index: number, more: Partial<Shipment> = {}): Shipment => ({
  ...{ shipmentId: `shipment-${index}`, number: `SH261124-${index}`, orderId: `order-${index}`, orderNumber: `CO261124-${index}` },
  ...{ storeId: 'uk', method: 'standard', fulfilmentCentre: 'main', currency: 'GBP', price: '4.95', discount: '0', fee: '0', taxRate: '0' },
  ...{ amount: '4.95', deliveryAddress, status: 'New', consignmentId: 'consignment-1' },
  items: [{ orderId: `order-${index}`, lineId: '1', sku: 'A', name: 'A', quantity: 4 }],
  ...more,
});
const obstacle = { code: 'held', detail: 'odd', orderId: 'order-2', shipmentId: 'shipment-2' };

type Decide = (consignment: Consignment) => ReturnType<typeof formConsignment>;
const after = (...events: readonly ConsignmentEvent[]) => {
  const past = given(evolve, ...events);
  return { state: past.state as Consignment, when: (decide: Decide) => past.when((state) => decide(state as Consignment)) };
};
const opened = given(evolve)
  .when((state) => openConsignment(state, planned, 'CS261124-00001'))
  .events();
const formed = [
  ...opened,
  ...after(...opened)
    .when(formConsignment)
    .events(),
];
const begun = [
  ...formed,
  ...after(...formed)
    .when((state) => beginSending(state, { number: 'RR1' }))
    .events(),
];
const attempt = after(...begun).state.attempt as number;
const sent = [
  ...begun,
  ...after(...begun)
    .when((state) => sendConsignment(state, attempt, now))
    .events(),
];
const arrived = new Date(now);

test('once all its parts have joined, its price is shared out over them', () => {
  const { status, allotted } = after(...formed).state;
  expect([status, allotted?.map(({ price }) => price)]).toEqual(['New', ['3.33', '0.00', '1.67']]);
  after(...formed)
    .when(formConsignment)
    .thenNothing();
});

test('where one of its parts cannot be had, none is; of a part that is gone, nothing is said any more', () => {
  const dissolved = after(...opened).when((state) => dissolveConsignment(state, obstacle));
  expect(dissolved.state()).toMatchObject({ status: 'Cancelled', cancelledBecause: 'not-joined', notJoined: obstacle });
  after(...opened)
    .when((state) => dissolveConsignment(state, { ...obstacle, shipmentId: 'gone' }))
    .thenNothing();
  after(...formed)
    .when((state) => dissolveConsignment(state, obstacle))
    .thenNothing();
});

test('its price is shared out anew over the parts that are left, and each order is asked anew', () => {
  const removed = after(...formed)
    .when((state) => removeParts(state, ['shipment-1']))
    .events();
  const refused = after(...formed, ...removed)
    .when((state) => refusePrice(state, state.allotment as number, obstacle))
    .events();
  const shares = new Map([
    ['shipment-2', '1'],
    ['shipment-3', '3'],
  ]);
  const asked = { price: '2.00', currency: 'GBP', allotBy: 'value' as const };
  const { state } = after(...formed, ...removed, ...refused).when((consignment) => allotPrice(consignment, asked, shares));
  expect(state()).toMatchObject({ price: '2.00', allotBy: 'value', allotted: [{ price: '0.50' }, { price: '1.50' }] });
  expect(state().pricesRefused).toBeUndefined();
});

test('an order refuses its part of one allotment once, and none of an earlier one', () => {
  const { allotment = 0 } = after(...formed).state;
  const refused = after(...formed).when((state) => refusePrice(state, allotment, obstacle));
  expect(refused.state().pricesRefused).toEqual([obstacle]);
  after(...formed, ...refused.events())
    .when((state) => refusePrice(state, allotment, obstacle))
    .thenNothing();
  after(...formed)
    .when((state) => refusePrice(state, allotment - 1, obstacle))
    .thenNothing();
});

test('parts are taken out, and with the last one it is cancelled', () => {
  const removed = after(...formed).when((state) => removeParts(state, ['shipment-1', 'shipment-3']));
  expect(removed.state().parts.map(({ shipmentId }) => shipmentId)).toEqual(['shipment-2']);
  const last = after(...formed, ...removed.events()).when((state) => removeParts(state, ['shipment-2']));
  expect(last.state()).toMatchObject({ status: 'Cancelled', cancelledBecause: 'emptied', parts: [] });
  after(...formed)
    .when((state) => removeParts(state, ['shipment-9']))
    .thenRefused('not-in-consignment', 'shipmentIds[0]');
  after(...begun)
    .when((state) => removeParts(state, ['shipment-1']))
    .thenRefused('consignment-sending');
  after(...sent)
    .when((state) => removeParts(state, ['shipment-1']))
    .thenRefused('already-shipped');
  after(...sent)
    .when(cancelConsignment)
    .thenRefused('already-shipped');
});

test.each<[string, Partial<Shipment>, string | undefined]>([
  ['is cancelled', { status: 'Cancelled' }, 'cancelled'],
  ['was sent by itself', { status: 'Sent' }, 'sent'],
  ['is emptied', { items: [] }, 'emptied'],
  ['goes elsewhere', { deliveryAddress: { country: 'GB', city: 'York' } }, 'readdressed'],
  ['holds less', { items: [{ orderId: 'order-1', lineId: '1', sku: 'A', name: 'A', quantity: 1 }] }, undefined],
])('a part that %s', (_, change, because) => {
  const review = (events: readonly ConsignmentEvent[]) => after(...events).when((state) => reviewPart(state, shipment(1, change)));
  const events = review(formed).events();
  expect(events.map(({ data }) => 'because' in data && data.because)).toEqual(because ? [because] : []);
  if (because)
    expect(
      review(begun)
        .events()
        .map(({ type }) => type),
    ).toEqual(['consignment.not-sent', 'consignment.part-removed']);
  review(sent).thenNothing();
});

test('a part of what was forced may go elsewhere', () => {
  const forced = given(evolve)
    .when((state) => openConsignment(state, { ...planned, forcedBecause: 'collected' }, 'CS1'))
    .events();
  const elsewhere = shipment(1, { deliveryAddress: { country: 'DE' } });
  after(...forced)
    .when((state) => reviewPart(state, elsewhere))
    .thenNothing();
});

test('its packages hold items of all its parts, and less when there is less', () => {
  const held = [shipment(1), shipment(2)];
  const items = [
    { orderId: 'order-1', lineId: '1', quantity: 3 },
    { orderId: 'order-2', lineId: '1', quantity: 4 },
  ];
  const packed = after(...formed).when((state) => packConsignment(state, [{ items }], held, {}));
  expect(packed.state().packages?.[0]?.items).toEqual(items);
  const more = [{ items: [{ ...items[0], quantity: 5 } as (typeof items)[0]] }];
  after(...formed)
    .when((state) => packConsignment(state, more, held, {}))
    .thenRefused('quantity-above-held', 'packages[0].items[0].quantity');
  const nameless = [{ items: [{ lineId: '1', quantity: 1 }] }];
  after(...formed)
    .when((state) => packConsignment(state, nameless, held, {}))
    .thenRefused('invalid-input', 'packages[0].items[0].orderId');
  const removed = after(...formed, ...packed.events()).when((state) => removeParts(state, ['shipment-2']));
  const fitted = after(...formed, ...packed.events(), ...removed.events()).when((state) => fitPackages(state, held));
  expect(fitted.state().packages?.[0]?.items).toEqual([items[0]]);
  after(...formed, ...packed.events())
    .when((state) => fitPackages(state, held))
    .thenNothing();
});

test('it is sent by the attempt that has claimed all its parts, once, and by no other', () => {
  expect(after(...sent).state).toMatchObject({ status: 'Sent', sentAt: now, tracking: { number: 'RR1' } });
  expect(isSentSo(after(...sent).state, { number: 'RR1' })).toBe(true);
  after(...begun)
    .when((state) => sendConsignment(state, attempt - 1, now))
    .thenNothing();
  after(...sent)
    .when((state) => stopSending(state, attempt, obstacle))
    .thenNothing();
  after(...sent)
    .when((state) => beginSending(state, undefined))
    .thenRefused('already-shipped');
  after(...begun)
    .when((state) => beginSending(state, { number: 'RR2' }))
    .thenRefused('consignment-sending');
  after(...opened)
    .when((state) => beginSending(state, undefined))
    .thenRefused('consignment-sending');
});

test('what was stopped can be sent by a later attempt, and an earlier one no longer stops or sends it', () => {
  const stopped = [
    ...begun,
    ...after(...begun)
      .when((state) => stopSending(state, attempt, obstacle))
      .events(),
  ];
  expect(after(...stopped).state).toMatchObject({ status: 'New', notSent: obstacle });
  after(...stopped)
    .when((state) => sendConsignment(state, attempt, now))
    .thenNothing();
  const again = [
    ...stopped,
    ...after(...stopped)
      .when((state) => beginSending(state, undefined))
      .events(),
  ];
  expect(after(...again).state.notSent).toBeUndefined();
  expect(after(...again).state.attempt).toBeGreaterThan(attempt);
  after(...again)
    .when((state) => stopSending(state, attempt, obstacle))
    .thenNothing();
});

test('what was sent arrives, once', () => {
  const delivered = after(...sent).when((state) => deliverConsignment(state, arrived, arrived));
  expect(delivered.state()).toMatchObject({ status: 'Delivered', deliveredAt: now });
  after(...sent, ...delivered.events())
    .when((state) => deliverConsignment(state, arrived, arrived))
    .thenNothing();
  after(...formed)
    .when((state) => deliverConsignment(state, arrived, arrived))
    .thenRefused('not-sent');
  after(...sent)
    .when((state) => deliverConsignment(state, new Date(0), arrived))
    .thenRefused('invalid-input', 'deliveredAt');
});

const commands: readonly Decide[] = [
  formConsignment,
  (state) => dissolveConsignment(state, obstacle),
  (state) => removeParts(state, ['shipment-2']),
  (state) => reviewPart(state, shipment(1, { status: 'Cancelled' })),
  (state) => beginSending(state, undefined),
  (state) => sendConsignment(state, state.attempt ?? 0, now),
  (state) => stopSending(state, state.attempt ?? 0, obstacle),
  (state) => deliverConsignment(state, arrived, arrived),
  (state) => allotPrice(state, { price: '7.77', currency: 'GBP', allotBy: 'weight' }, new Map([['shipment-3', '1']])),
  cancelConsignment,
];

test('whatever is asked in whatever order, what was sent stays sent with its parts, and what is allotted adds up', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(commands.length - 1), { maxLength: 30 }), (asked) => {
      let [state, version] = [after(...opened).state, 1];
      for (const index of asked) {
        const decision = (commands[index] as Decide)(state);
        if (isRefusal(decision)) continue;
        const before = state;
        for (const event of decision) state = evolve(state, event, ++version);
        if (before.sentAt !== undefined) expect([state.sentAt, state.parts]).toEqual([before.sentAt, before.parts]);
        if (state.price !== undefined && state.allotted)
          expect(sum(state.allotted.map(({ price }) => Decimal(price))).eq(state.price)).toBe(true);
        if (!['Cancelled'].includes(state.status)) expect(state.parts.length).toBeGreaterThan(0);
      }
    }),
  );
});
