import type { RequestedReturn } from '#contracts/events/return.js';
import type { OrderReturn } from '#contracts/returns.js';
import { given } from '../../../../test/given.js';
import { approveReturn } from './approve-return.js';
import { closeReturn, receivingObstacle, releasingObstacle } from './close-return.js';
import { openReturn } from './open-return.js';
import { evolve, type Return, type ReturnEvent } from './return.js';

const at = '2026-11-26T10:00:00.000Z';
const requested: RequestedReturn = {
  ...{ returnId: 'r1', orderId: 'o1', orderNumber: 'CO1', storeId: 'uk', currency: 'GBP', restockingFee: '1', requestedAt: at },
  items: [{ lineId: '1', sku: 'A', name: 'A', quantity: 3, reasonCode: 'damaged' }],
};
const opened = openReturn(null, 'RE1', requested) as readonly ReturnEvent[];
const existing = (...events: readonly ReturnEvent[]) => given(evolve, ...opened, ...events);
const approved = existing()
  .when((state) => approveReturn(state, { restockingFee: '2' }, at))
  .events();
const claim = { id: 'r1', items: [{ lineId: '1', quantity: 2 }], claimedAt: at };
const items = [{ lineId: '1', quantity: 2, condition: 'opened' as const, restock: true }];
const received: OrderReturn = { ...claim, receipt: { at, items, restockingFee: '3', refund: 'credit' } };
const released: OrderReturn = { ...claim, released: { at, outcome: 'Refused', reason: 'too late' } };
const close = (ended: OrderReturn, ...events: readonly ReturnEvent[]) => existing(...events).when((state) => closeReturn(state, ended));

test('a return is opened once, and approved once, perhaps for another fee', () => {
  existing()
    .when((state) => openReturn(state, 'RE2', requested))
    .thenNothing();
  expect(existing(...approved).state).toMatchObject({ number: 'RE1', status: 'Approved', approvedAt: at, restockingFee: '2' });
  existing(...approved)
    .when((state) => approveReturn(state, {}, at))
    .thenNothing();
  existing(...approved)
    .when((state) => approveReturn(state, { restockingFee: '2.00' }, at))
    .thenNothing();
  existing(...approved)
    .when((state) => approveReturn(state, { restockingFee: '5' }, at))
    .thenRefused('return-closed', 'restockingFee');
});

test('it follows what its order says, with the fee and the refund that count', () => {
  expect(close(received, ...approved).state()).toMatchObject({
    ...{ status: 'Received', restockingFee: '3', refund: 'credit', receipt: received.receipt },
    items: requested.items,
  });
  expect(close(released).state()).toMatchObject({ status: 'Refused', released: released.released });
  const cancelled: OrderReturn = { ...claim, released: { at, outcome: 'Cancelled' } };
  expect(close(cancelled, ...approved).events()[0]?.type).toBe('return.cancelled');
});

test('it is over once, whatever is told later, and nothing more is done with it', () => {
  const over = [...approved, ...close(received, ...approved).events()];
  close(received, ...over).thenNothing();
  close(released, ...over).thenNothing();
  existing(...over)
    .when((state) => approveReturn(state, {}, at))
    .thenRefused('return-closed');
  expect(receivingObstacle(existing(...over).state as Return)).toMatchObject({ refused: 'return-closed' });
  expect(releasingObstacle(existing(...over).state as Return, 'Cancelled')).toMatchObject({ refused: 'return-closed' });
});

test('it is received when it is approved, and refused before that', () => {
  const [asked, agreed] = [existing().state as Return, existing(...approved).state as Return];
  expect(receivingObstacle(asked)).toMatchObject({ refused: 'return-not-approved' });
  expect(receivingObstacle(agreed)).toBeUndefined();
  expect(releasingObstacle(asked, 'Refused')).toBeUndefined();
  expect(releasingObstacle(agreed, 'Refused')).toMatchObject({ refused: 'return-closed' });
  expect(releasingObstacle(agreed, 'Cancelled')).toBeUndefined();
});

test('of what is still on its way, there is nothing to follow', () => {
  close(claim, ...approved).thenNothing();
});
