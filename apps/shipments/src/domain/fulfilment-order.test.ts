import { FulfilmentOpened, FulfilmentReserved } from '#contracts/events/fulfilment.js';
import { ShipmentOpened } from '#contracts/events/shipment.js';
import { given } from '../../../../test/given.js';
import { chooseLocation, type Sourcing } from './choose-location.js';
import { followShipment, givesBack } from './follow-shipment.js';
import { evolve, type FulfilmentEvent, type FulfilmentOrder, fulfilmentOrderIdOf } from './fulfilment-order.js';
import {
  acceptFulfilment,
  holdFulfilment,
  leavingObstacle,
  rejectFulfilment,
  releaseFulfilment,
  scheduleFulfilment,
} from './handle-fulfilment.js';
import { noteReservations } from './note-reservations.js';
import { moveFulfilment, routeFulfilment } from './route-fulfilment.js';
import { evolve as evolveShipment, type Shipment } from './shipment.js';
import type { Stock } from './stock.js';

const item = (lineId: string, quantity: number, sku = `S${lineId}`) => ({
  orderId: 'order-1',
  lineId,
  sku,
  name: `Sku ${lineId}`,
  quantity,
});
const shipment = (change: Partial<Shipment> = {}): Shipment => ({
  ...evolveShipment(
    null,
    ShipmentOpened({
      ...{ shipmentId: 'shipment-1', number: 'SH261124-00001', orderId: 'order-1', orderNumber: 'CO261124-00001', storeId: 'uk' },
      ...{ method: 'express', fulfilmentCentre: 'main', currency: 'GBP', price: '4.99', discount: '0', fee: '0', amount: '4.99' },
      ...{ taxRate: '0.20', items: [item('1', 4), item('2', 2)] },
    }),
  ),
  ...change,
});
const now = new Date('2026-11-26T12:00:00.000Z');
const line = (lineId: string, quantity: number, reserved = 0, backordered = 0) => ({
  ...{ orderId: 'order-1', lineId, sku: `S${lineId}`, quantity, reserved, backordered },
});
const opened = FulfilmentOpened({
  ...{ fulfilmentOrderId: fulfilmentOrderIdOf('shipment-1'), number: 'FO261124-00001', storeId: 'uk' },
  ...{ orderId: 'order-1', orderNumber: 'CO261124-00001', shipmentId: 'shipment-1', status: 'Open' as const },
  lines: [line('1', 4), line('2', 2)],
  rejections: [],
});
const routed = { ...opened, data: { ...opened.data, location: 'main' } };
const reserved = FulfilmentReserved({ ...routed.data, lines: [line('1', 4, 4), line('2', 2, 1, 1)] });
const order = (...events: FulfilmentEvent[]) => given(evolve, ...events);
type Decide = (order: FulfilmentOrder) => ReturnType<typeof releaseFulfilment>;
const on = (decide: Decide) => (state: FulfilmentOrder | null) => decide(state as FulfilmentOrder);
const follow = (shipped: Shipment) => (state: FulfilmentOrder | null) => followShipment(state, shipped, 'FO261124-00001');

describe('a fulfilment order', () => {
  test('is opened with its shipment, of what that holds', () => {
    order().when(follow(shipment())).thenEvents(opened);
    order()
      .when(follow(shipment({ centreAsked: true })))
      .thenEvents(routed);
    order(opened).when(follow(shipment())).thenNothing();
  });

  test('follows what its shipment holds: what is reserved stays as far as it is wanted', () => {
    const less = shipment({ items: [item('1', 3), item('2', 2, 'other')], promisedOn: '2026-12-24' });
    const { data } = order(reserved).when(follow(less)).events()[0] as FulfilmentEvent;
    expect(data.lines).toEqual([line('1', 3, 3), { ...line('2', 2), sku: 'other' }]);
    expect(data.promisedOn).toBe('2026-12-24');
    expect(givesBack(order(reserved).state as FulfilmentOrder, less)).toBe(true);
    expect(givesBack(order(reserved).state as FulfilmentOrder, shipment({ items: [item('1', 4), item('2', 9)] }))).toBe(false);
  });

  test('is closed when it is sent and cancelled with it; nothing is done with it then', () => {
    const closed = order(reserved)
      .when(follow(shipment({ status: 'Sent', sentAt: now.toISOString() })))
      .events();
    expect(closed).toMatchObject([{ type: 'fulfilment.closed', data: { status: 'Closed', sentAt: now.toISOString() } }]);
    for (const before of [opened, routed]) {
      const elsewhere = order(before)
        .when(follow(shipment({ status: 'Sent', sentAt: now.toISOString(), fulfilmentCentre: 'north' })))
        .state();
      expect(elsewhere.location).toBe('north');
    }
    const cancelled = order(reserved)
      .when(follow(shipment({ status: 'Cancelled', items: [] })))
      .events();
    expect(cancelled).toMatchObject([{ type: 'fulfilment.cancelled', data: { lines: [line('1', 4), line('2', 2)] } }]);
    for (const over of [closed, cancelled]) {
      order(opened, ...over)
        .when(follow(shipment()))
        .thenNothing();
      order(opened, ...over)
        .when(on((state) => acceptFulfilment(state, {})))
        .thenRefused('fulfilment-over');
      order(opened, ...over)
        .when(on((state) => routeFulfilment(state, 'north')))
        .thenNothing();
      expect(leavingObstacle(order(opened, ...over).state as FulfilmentOrder, false, now)).toBeUndefined();
    }
  });

  test('is routed once, and moved as often as somebody says', () => {
    const north = order(opened)
      .when(on((state) => routeFulfilment(state, 'north')))
      .events();
    expect(north).toMatchObject([{ type: 'fulfilment.routed', data: { location: 'north' } }]);
    order(opened, ...north)
      .when(on((state) => routeFulfilment(state, 'south')))
      .thenNothing();
    const move = (location: string) => on((state) => moveFulfilment(state, { location }, ['main', 'north']));
    order(reserved).when(move('main')).thenNothing();
    order(reserved).when(move('moon')).thenRefused('location-not-offered', 'location');
    expect(order(reserved).when(move('north')).events()).toMatchObject([
      { data: { location: 'north', lines: [line('1', 4), line('2', 2)] } },
    ]);
  });

  test('is accepted, or rejected and without a place; both again change nothing', () => {
    order(opened)
      .when(on((state) => acceptFulfilment(state, {})))
      .thenRefused('not-routed');
    const accept = on((state) => acceptFulfilment(state, { externalId: 'W1' }));
    const accepted = order(reserved).when(accept).events();
    expect(accepted).toMatchObject([{ data: { status: 'Accepted', externalId: 'W1' } }]);
    order(reserved, ...accepted)
      .when(accept)
      .thenNothing();
    const reject = on((state) => rejectFulfilment(state, 'broken', now));
    const rejected = order(reserved, ...accepted).when(reject);
    expect(rejected.state()).toMatchObject({
      status: 'Rejected',
      rejections: [{ location: 'main', reason: 'broken' }],
      lines: opened.data.lines,
    });
    expect(rejected.state()).not.toHaveProperty('location');
    order(reserved, ...rejected.events())
      .when(reject)
      .thenNothing();
    const elsewhere = order(reserved, ...rejected.events()).when(on((state) => routeFulfilment(state, 'north')));
    expect(elsewhere.state()).toMatchObject({ status: 'Open', location: 'north' });
  });

  test('that is held is as before when it is released', () => {
    const hold = on((state) => holdFulfilment(state, 'call first'));
    const accepted = order(reserved)
      .when(on((state) => acceptFulfilment(state, {})))
      .events();
    const held = order(reserved, ...accepted)
      .when(hold)
      .events();
    order(reserved, ...accepted, ...held)
      .when(hold)
      .thenNothing();
    order(reserved, ...accepted, ...held)
      .when(on((state) => rejectFulfilment(state, 'no', now)))
      .thenRefused('held');
    const released = order(reserved, ...accepted, ...held).when(on(releaseFulfilment));
    expect(released.state().status).toBe('Accepted');
    expect(released.state()).not.toHaveProperty('hold');
    order(reserved).when(on(releaseFulfilment)).thenNothing();
  });

  test('is not to leave while it is held, before its time, or without what is not reserved', () => {
    const state = (...events: FulfilmentEvent[]) => order(reserved, ...events).state as FulfilmentOrder;
    expect(leavingObstacle(state(), false, now)).toMatchObject({
      refused: 'backordered',
      more: { lines: [{ orderId: 'order-1', lineId: '2', quantity: 2, reserved: 1 }] },
    });
    expect(leavingObstacle(state(), true, now)).toBeUndefined();
    const held = order(reserved)
      .when(on((each) => holdFulfilment(each, 'call first')))
      .events();
    expect(leavingObstacle(state(...held), true, now)).toMatchObject({ refused: 'held' });
    const later = order(reserved)
      .when(on((each) => scheduleFulfilment(each, '2026-11-26T13:00:00Z')))
      .events();
    expect(leavingObstacle(state(...later), true, now)).toMatchObject({ refused: 'not-due' });
    expect(leavingObstacle(state(...later), true, new Date('2026-11-26T13:00:00Z'))).toBeUndefined();
    order(reserved, ...later)
      .when(on((each) => scheduleFulfilment(each, '2026-11-26T13:00:00.000Z')))
      .thenNothing();
  });

  test('notes what its location has for it, and when the rest is there if that is known of every line', () => {
    const { fulfilmentOrderId } = opened.data;
    const stock = (lineId: string, has: number, waits: number, expectedOn?: string): Stock => ({
      ...{ stockId: lineId, location: 'main', sku: `S${lineId}`, onHand: 0, arrivals: [], left: [] },
      lines: [
        {
          ...{ fulfilmentOrderId, orderId: 'order-1', lineId, reserved: has },
          waiting:
            waits === 0 ? [] : [{ quantity: waits, turn: 1, since: now.toISOString(), ...(expectedOn !== undefined && { expectedOn }) }],
        },
      ],
    });
    const note = (...stocks: Stock[]) => on((state) => noteReservations(state, stocks));
    const known = order(routed).when(note(stock('1', 1, 3, '2026-12-01'), stock('2', 0, 2, '2026-12-24')));
    expect(known.state()).toMatchObject({ expectedOn: '2026-12-24', lines: [line('1', 4, 1, 3), line('2', 2, 0, 2)] });
    order(routed, ...known.events())
      .when(note(stock('1', 1, 3, '2026-12-01'), stock('2', 0, 2, '2026-12-24')))
      .thenNothing();
    expect(
      order(routed)
        .when(note(stock('1', 1, 3, '2026-12-01'), stock('2', 0, 2)))
        .state(),
    ).not.toHaveProperty('expectedOn');
    expect(known.state().editedVersion).toBe(1);
  });
});

describe('a location', () => {
  const stocks: Record<string, Record<string, number>> = { main: { A: 1, B: 9 }, north: { A: 5, B: 1 }, south: { A: 5, B: 5 } };
  const locations = Object.keys(stocks);
  const choose = (strategy: Sourcing['strategy'], quantity: number, rejected: string[] = []) =>
    chooseLocation(
      { strategy, locations },
      [
        { sku: 'A', quantity },
        { sku: 'B', quantity: 1 },
        { sku: 'B', quantity: 1 },
      ],
      rejected,
      (location, sku) => stocks[location]?.[sku] ?? 0,
    );

  test.each<[string, string | undefined, string | undefined]>([
    ['the first that has all', choose('first-with-all', 3), 'south'],
    ['the first, when none has all', choose('first-with-all', 9), 'main'],
    ['the first that has not rejected it, when none has all', choose('first-with-all', 3, ['main', 'south']), 'north'],
    ['none, when all have rejected it', choose('first-with-all', 1, locations), undefined],
    ["the store's own, whatever it has", choose('default-location', 9), 'main'],
    ['the next one, when that has rejected it', choose('default-location', 9, ['main']), 'north'],
    ['none, when another system says', choose('command', 1), undefined],
  ])('is %s', (_, chosen, expected) => {
    expect(chosen).toBe(expected);
  });
});
