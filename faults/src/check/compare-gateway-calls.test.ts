import type { StripeEffect } from '../providers/stripe-stand-in.js';
import { type StoredPayment, stripeDifferences } from './compare-gateway-calls.js';

type Transaction = StoredPayment['state']['transactions'][number];
const transaction = (type: Transaction['type'], amount: string, idempotencyKey: string, status = 'succeeded'): Transaction => ({
  type,
  status,
  amount,
  idempotencyKey,
});
const effect = (kind: StripeEffect['kind'], amount: number, key: string | undefined, paymentId = 'p1'): StripeEffect => ({
  kind,
  amount,
  key,
  paymentId,
});
const payment = (transactions: readonly Transaction[], more: Partial<StoredPayment['state']> = {}): StoredPayment => ({
  _id: 'p1',
  state: { orderNumber: 'CO1', gateway: 'stripe', transactions, ...more },
});
const log = [
  transaction('authorization', '12.30', 'a', 'unanswered'),
  transaction('authorization', '12.30', 'a'),
  transaction('capture', '10.00', 'c'),
  transaction('refund', '0.01', 'r'),
  transaction('void', '2.30', 'v'),
];
const effects = [
  effect('authorization', 1230, 'a'),
  effect('capture', 1000, 'c'),
  effect('refund', 1, 'r'),
  effect('cancellation', 230, 'v'),
];

test('a log that says once what Stripe did once is right, also where the bank acted by itself', () => {
  expect([...stripeDifferences([payment(log)], effects)]).toEqual([]);
  expect([...stripeDifferences([payment(log)], [effect('authorization', 1230, undefined), ...effects.slice(1)])]).toEqual([]);
  expect([...stripeDifferences([payment([transaction('authorization', '5', 'm')], { gateway: 'manual' })], [])]).toEqual([]);
});

test.each<[string, readonly Transaction[], readonly StripeEffect[], RegExp]>([
  [
    'twice at Stripe',
    log,
    [...effects, effect('capture', 1000, 'c')],
    /knows of 1000 as capture, and Stripe has carried out 1000 and 1000/,
  ],
  [
    'under another key',
    log,
    [...effects.slice(0, 3), effect('cancellation', 230, 'w')],
    /one void under the key w, and payment p1 of order CO1 does not say/,
  ],
  [
    'for another amount',
    log,
    [...effects.slice(0, 2), effect('refund', 2, 'r'), ...effects.slice(3)],
    /knows of 1 as refund, .* carried out 2/,
  ],
  ['nowhere in the log', log.slice(0, 3), effects.slice(0, 3), /knows of nothing as refund, and Stripe has carried out 1\n/],
  ['only in the log', log, effects.slice(0, 3), /knows of one as void, and Stripe has carried out nothing/],
  ['for no payment', log, [...effects, effect('refund', 1, 'r', 'p2')], /one refund for payment p2, which is not there/],
])('what was done %s is told', (_name, transactions, carriedOut, told) => {
  expect([...stripeDifferences([payment(transactions)], carriedOut)].join('\n')).toMatch(told);
});

test('what stays open is told', () => {
  expect([...stripeDifferences([payment([], { openCalls: [{}] })], [])]).toEqual([
    'payment p1 of order CO1 does not know what became of 1 calls',
  ]);
});
