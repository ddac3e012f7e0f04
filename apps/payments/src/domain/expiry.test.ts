import { PaymentExpired, PaymentExpiring } from '#contracts/events/payment.js';
import { given } from '../../../../test/given.js';
import type { PaymentProvider } from '../providers/provider.js';
import { expire, tellExpiry } from './expiry.js';
import { settleCall, startCall } from './gateway-calls.js';
import { captureWanted } from './money-moves.js';
import { openPayment } from './open-payment.js';
import { evolve, type Payment, type PaymentEvent } from './payment.js';

const at = '2026-11-24T10:00:00.000Z';
const authorizedUntil = '2026-12-01T10:00:00.000Z';
const head = (id: string) => ({ id, idempotencyKey: id, at, inHandUntil: at });
const gateway: PaymentProvider = {
  gateway: 'sandbox',
  capabilities: { severalCaptures: true, keysLastHours: 24 },
  obstacle: () => undefined,
  prepare: ({ type, amount }) => `${type} ${amount}`,
  send: () => Promise.reject(new Error('nobody is asked here')),
  find: () => Promise.reject(new Error('nobody is asked here')),
};
const opening = {
  ...{ paymentId: 'payment-1', number: 'PI261124-00001', orderId: 'order-1', orderNumber: 'CO261124-00001', storeId: 'uk' },
  ...{ gateway: 'sandbox' as const, currency: 'GBP', amount: '100.00' },
};
const succeeded = (until?: string) => ({
  ...{ id: 't', tried: 0, at, retryAt: at },
  answer: { status: 'succeeded' as const, responseCode: 'ok', response: 'ok', ...(until && { authorizedUntil: until }) },
});
const opened = openPayment(null, opening, undefined, head('a'), gateway) as PaymentEvent[];
const promised = (until?: string) => [...opened, ...(settleCall(given(evolve, ...opened).state, 'a', succeeded(until)) as PaymentEvent[])];
function after(events: readonly PaymentEvent[], ...steps: ((payment: Payment) => readonly PaymentEvent[])[]) {
  const all = [...events];
  for (const step of steps) all.push(...step(given(evolve, ...all).state as Payment));
  return all;
}

const facts = { paymentId: 'payment-1', number: 'PI261124-00001', orderId: 'order-1', currency: 'GBP', authorizedUntil };
const half = [
  (payment: Payment) => startCall(payment, captureWanted(payment, { amount: '40' }), head('c'), gateway) as PaymentEvent[],
  (payment: Payment) => settleCall(payment, 'c', succeeded()) as PaymentEvent[],
];

test('that a promise ends is told once, with what is left of it', () => {
  const events = after(promised(authorizedUntil), ...half);
  const told = given(evolve, ...events).when(tellExpiry);
  told.thenEvents(PaymentExpiring({ ...facts, left: '60.00' }));
  expect(tellExpiry(told.state())).toEqual([]);
});

test('what has no end, is taken or not promised yet does not expire', () => {
  for (const events of [promised(), opened]) {
    given(evolve, ...events)
      .when(tellExpiry)
      .thenNothing();
    given(evolve, ...events)
      .when((payment) => expire(payment, authorizedUntil, head('v'), gateway))
      .thenNothing();
  }
});

test('a promise that has ended is void, once, and not before', () => {
  const { state } = given(evolve, ...promised(authorizedUntil));
  expect(expire(state, at, head('v'), gateway)).toEqual([]);
  const over = given(evolve, ...promised(authorizedUntil)).when((payment) => expire(payment, authorizedUntil, head('v'), gateway));
  expect(over.events()[0]).toEqual(PaymentExpired({ ...facts, left: '100.00' }));
  expect(over.events()[1]).toMatchObject({ data: { call: { type: 'void', amount: '100.00' } } });
  expect(expire(over.state(), authorizedUntil, head('w'), gateway)).toEqual([]);
});
