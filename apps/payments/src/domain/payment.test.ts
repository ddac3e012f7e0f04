import {
  GatewayCallRequested,
  GatewayCallUnsettled,
  PaymentAuthorized,
  PaymentDeclined,
  PaymentOpened,
} from '#contracts/events/payment.js';
import type { GatewayTransaction } from '#contracts/gateway-call.js';
import { given } from '../../../../test/given.js';
import { manualProvider } from '../providers/manual.provider.js';
import type { GatewayAnswer, PaymentProvider } from '../providers/provider.js';
import { type Attempt, settleCall } from './gateway-calls.js';
import { openPayment } from './open-payment.js';
import { evolve } from './payment.js';

const opening = {
  paymentId: 'payment-1',
  number: 'PI261124-00001',
  orderId: 'order-1',
  orderNumber: 'CO261124-00001',
  storeId: 'uk',
  gateway: 'sandbox' as const,
  currency: 'GBP',
  amount: '18.36',
  payer: { id: '17850', name: 'Ada' },
  billing: { country: 'GB' },
};
const head = { id: 'call-1', idempotencyKey: 'key-1', at: '2026-11-24T09:30:00.000Z', inHandUntil: '2026-11-24T09:30:30.000Z' };
const call = {
  ...{ id: 'call-1', type: 'authorization' as const, amount: '18.36', idempotencyKey: 'key-1', request: 'authorization 18.36 GBP token-1' },
  ...{ requestedAt: head.at, nextAt: head.inHandUntil },
};
const opened = [PaymentOpened(opening), GatewayCallRequested({ paymentId: 'payment-1', orderId: 'order-1', call })] as const;

/** A gateway that is somewhere else. */
const gateway: PaymentProvider = {
  gateway: 'sandbox',
  capabilities: { severalCaptures: true, keysLastHours: 24 },
  obstacle: ({ currency }) => (currency === 'XAU' ? { refused: 'not-at-gateway', detail: 'no gold' } : undefined),
  prepare: ({ type, amount, currency, token }) => `${type} ${amount} ${currency} ${token}`,
  send: () => Promise.reject(new Error('nobody is asked here')),
  find: () => Promise.reject(new Error('nobody is asked here')),
};

const answered = (answer: Partial<GatewayAnswer> & Pick<GatewayAnswer, 'status'>, tried = 0): Attempt => ({
  ...{ id: `transaction-${tried + 1}`, tried, at: '2026-11-24T09:30:01.000Z', retryAt: '2026-11-24T09:30:02.000Z' },
  answer: { responseCode: 'code', response: 'in words', ...answer },
});
const unanswered = (tried = 0): Attempt => {
  const { answer: _, ...attempt } = answered({ status: 'pending' }, tried);
  return { ...attempt, failure: 'the line was dead' };
};
const exchange = (patch: Partial<GatewayTransaction> = {}): GatewayTransaction => ({
  ...{ id: 'transaction-1', callId: 'call-1', type: 'authorization', status: 'succeeded', amount: '18.36', idempotencyKey: 'key-1' },
  ...{ request: call.request, response: 'in words', responseCode: 'code', attempts: 1, processedAt: '2026-11-24T09:30:01.000Z' },
  ...patch,
});
const settled = (transaction: GatewayTransaction) => {
  const { paymentId, number, orderId, currency, amount } = opening;
  return { paymentId, number, orderId, gateway: opening.gateway, currency, amount, transaction };
};
const nothingMoved = { capturedAmount: '0', refundedAmount: '0' };

describe('a payment is opened', () => {
  const open = (patch: Partial<typeof opening> = {}) =>
    given(evolve).when((payment) => openPayment(payment, { ...opening, ...patch }, 'token-1', head, gateway));

  test('and what its gateway is to be asked is stored with it', () => {
    open().thenEvents(...opened);
  });

  test('pending, with nothing authorized, and one call open', () => {
    expect(open().state()).toEqual({
      ...{ ...opening, status: 'Pending', authorizedAmount: '0', ...nothingMoved, transactions: [] },
      ...{ openCalls: [{ ...call, attempts: 0 }], callDueAt: head.inHandUntil },
    });
  });

  test('and answered at once where nobody is to be asked', () => {
    const manual = { ...opening, gateway: 'manual' as const };
    const outcome = given(evolve).when((payment) => openPayment(payment, manual, undefined, head, manualProvider));
    const transaction = exchange({
      ...{ id: 'call-1', request: 'authorization 18.36 GBP', response: 'promised, to be paid by hand', responseCode: 'promised' },
      processedAt: head.at,
    });
    outcome.thenEvents(PaymentOpened(manual), PaymentAuthorized({ ...settled(transaction), gateway: 'manual' }));
  });

  test('and declined, with the reason in its log, where its gateway could never do it', () => {
    const { status, authorizedAmount, transactions } = open({ currency: 'XAU' }).state();
    expect([status, authorizedAmount]).toEqual(['Declined', '0']);
    expect(transactions).toMatchObject([{ status: 'declined', responseCode: 'not-at-gateway', response: 'no gold', attempts: 1 }]);
  });

  test('of an amount that no unit price could have', () => {
    const amount = '1199999999999988.00';
    const large = open({ amount }).events();
    given(evolve, ...large)
      .when((payment) => settleCall(payment, 'call-1', answered({ status: 'succeeded' })))
      .thenEvents(PaymentAuthorized({ ...settled(exchange({ amount, request: `authorization ${amount} GBP token-1` })), amount }));
  });

  test('once, whatever a repeat says', () => {
    given(evolve, ...opened)
      .when((payment) => openPayment(payment, { ...opening, number: 'PI261124-00002', amount: '1' }, undefined, head, gateway))
      .thenNothing();
  });
});

describe('the gateway answers', () => {
  const settle = (attempt: Attempt, callId = 'call-1') => given(evolve, ...opened).when((payment) => settleCall(payment, callId, attempt));

  test('yes: the amount is authorized until it says, and the exchange logged', () => {
    const authorizedUntil = '2026-12-01T00:00:00.000Z';
    const outcome = settle(answered({ status: 'succeeded', reference: 'auth-1', authorizedUntil }));
    const transaction = exchange({ reference: 'auth-1' });
    outcome.thenEvents(PaymentAuthorized({ ...settled(transaction), authorizedUntil }));
    expect(outcome.state()).toEqual({
      ...{ ...opening, status: 'Authorized', authorizedAmount: '18.36', ...nothingMoved },
      ...{ gatewayReference: 'auth-1', authorizedUntil, transactions: [transaction] },
    });
  });

  test('no: a fact, with nothing authorized, and the exchange logged', () => {
    const outcome = settle(answered({ status: 'declined', responseCode: 'insufficient-funds' }));
    const transaction = exchange({ status: 'declined', responseCode: 'insufficient-funds' });
    outcome.thenEvents(PaymentDeclined(settled(transaction)));
    expect(outcome.state()).toEqual({
      ...{ ...opening, status: 'Declined', authorizedAmount: '0', ...nothingMoved },
      transactions: [transaction],
    });
  });

  test.each([
    ['later', answered({ status: 'pending', reference: 'auth-1' }), { status: 'pending', reference: 'auth-1' }, { reference: 'auth-1' }],
    ['not at all', unanswered(), { status: 'unanswered', response: 'the line was dead', responseCode: 'unanswered' }, {}],
  ] as const)('%s: the call stays open, due again, and the exchange is logged', (_name, attempt, logged, known) => {
    const outcome = settle(attempt);
    const { retryAt } = attempt;
    outcome.thenEvents(
      GatewayCallUnsettled({ paymentId: 'payment-1', orderId: 'order-1', transaction: exchange(logged), nextAt: retryAt }),
    );
    const payment = outcome.state();
    expect([payment.status, payment.callDueAt]).toEqual(['Pending', retryAt]);
    expect(payment.openCalls).toEqual([{ ...call, attempts: 1, nextAt: retryAt, ...known }]);
  });

  test('after nobody knew: then it is known, with how often it was asked', () => {
    const unsettled = settle(unanswered()).events();
    const payment = given(evolve, ...opened, ...unsettled)
      .when((state) => settleCall(state, 'call-1', answered({ status: 'succeeded' }, 1)))
      .state();
    expect(payment.transactions.map(({ status, attempts }) => [status, attempts])).toEqual([
      ['unanswered', 1],
      ['succeeded', 2],
    ]);
    expect([payment.openCalls, payment.callDueAt]).toEqual([undefined, undefined]);
  });

  test('twice that nobody knows, by two replicas that asked at once: told once', () => {
    given(evolve, ...opened, ...settle(unanswered()).events())
      .when((payment) => settleCall(payment, 'call-1', unanswered()))
      .thenNothing();
  });

  test.each([
    ['the same', answered({ status: 'succeeded' })],
    ['another', answered({ status: 'declined' }, 1)],
  ])('twice: %s answer to what is settled is nothing new', (_name, second) => {
    given(evolve, ...opened, ...settle(answered({ status: 'succeeded' })).events())
      .when((payment) => settleCall(payment, 'call-1', second))
      .thenNothing();
  });

  test('a call that nobody stored: nothing changes', () => {
    settle(answered({ status: 'succeeded' }), 'call-2').thenNothing();
  });

  test('for a payment that is not there: thrown', () => {
    expect(() => settleCall(null, 'call-1', unanswered())).toThrow('a payment that is not there');
  });
});

describe('the history of a payment', () => {
  test.each([opened[1], PaymentAuthorized(settled(exchange())), PaymentDeclined(settled(exchange()))])(
    'does not begin with $type',
    (event) => {
      expect(() => evolve(null, event)).toThrow('payment.opened');
    },
  );

  test('leaves an earlier state untouched', () => {
    const { state } = given(evolve, ...opened);
    const copy = structuredClone(state);
    evolve(state, PaymentAuthorized(settled(exchange())));
    expect(state).toEqual(copy);
  });
});
