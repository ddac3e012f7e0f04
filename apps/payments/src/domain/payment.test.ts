import {
  AuthorizationRequested,
  type GatewayTransaction,
  PaymentAuthorized,
  PaymentDeclined,
  PaymentOpened,
} from '#contracts/events/payment.js';
import { given } from '../../../../test/given.js';
import { openPayment } from './open-payment.js';
import { evolve } from './payment.js';
import { settleAuthorization } from './settle-authorization.js';

const opening = {
  paymentId: 'payment-1',
  number: 'PI261124-00001',
  orderId: 'order-1',
  orderNumber: 'CO261124-00001',
  storeId: 'uk',
  gateway: 'manual' as const,
  currency: 'GBP',
  amount: '18.36',
  payer: { id: '17850', name: 'Ada' },
  billing: { country: 'GB' },
};
const requestedAt = '2026-11-24T09:30:00.000Z';
const request = { paymentId: 'payment-1', orderId: 'order-1', amount: '18.36', idempotencyKey: 'payment-1-authorization-1', requestedAt };
const opened = [PaymentOpened(opening), AuthorizationRequested(request)] as const;

const answer = (patch: Partial<GatewayTransaction> = {}): GatewayTransaction => ({
  id: 'transaction-1',
  type: 'authorization',
  status: 'succeeded',
  amount: '18.36',
  idempotencyKey: request.idempotencyKey,
  request: 'authorize 18.36 GBP',
  response: 'promised',
  responseCode: 'promised',
  attempts: 1,
  processedAt: '2026-11-24T09:30:01.000Z',
  ...patch,
});
const settled = (transaction: GatewayTransaction) => ({
  paymentId: 'payment-1',
  number: 'PI261124-00001',
  orderId: 'order-1',
  gateway: 'manual' as const,
  currency: 'GBP',
  amount: '18.36',
  transaction,
});

const nothingMoved = { capturedAmount: '0', refundedAmount: '0' };

describe('a payment is opened', () => {
  test('and its authorization asked for, with a key that follows from its id', () => {
    given(evolve)
      .when((payment) => openPayment(payment, opening, requestedAt))
      .thenEvents(...opened);
  });

  test.each([
    ['succeeded' as const, PaymentAuthorized],
    ['declined' as const, PaymentDeclined],
  ])('and answered at once where nobody is to be asked: %s', (status, Settled) => {
    given(evolve)
      .when((payment) => openPayment(payment, opening, requestedAt, answer({ status })))
      .thenEvents(...opened, Settled(settled(answer({ status }))));
  });

  test('pending, with nothing authorized and no transaction yet', () => {
    const payment = given(evolve)
      .when((none) => openPayment(none, opening, requestedAt))
      .state();
    expect(payment).toEqual({
      ...opening,
      status: 'Pending',
      authorizedAmount: '0',
      capturedAmount: '0',
      refundedAmount: '0',
      transactions: [],
      openAuthorization: request,
    });
  });

  test('of an amount that no unit price could have', () => {
    const amount = '1199999999999988.00';
    const events = [PaymentOpened({ ...opening, amount }), AuthorizationRequested({ ...request, amount })];
    const large = given(evolve).when((payment) => openPayment(payment, { ...opening, amount }, requestedAt));
    large.thenEvents(...events);
    given(evolve, ...events)
      .when((payment) => settleAuthorization(payment, answer({ amount })))
      .thenEvents(PaymentAuthorized({ ...settled(answer({ amount })), amount }));
  });

  test('once, whatever a repeat says', () => {
    given(evolve, ...opened)
      .when((payment) => openPayment(payment, { ...opening, number: 'PI261124-00002', amount: '1' }, '2026-11-25T00:00:00.000Z'))
      .thenNothing();
  });
});

describe('the gateway answers', () => {
  test('yes: the amount is authorized, and the exchange logged', () => {
    const outcome = given(evolve, ...opened).when((payment) => settleAuthorization(payment, answer()));
    outcome.thenEvents(PaymentAuthorized(settled(answer())));
    expect(outcome.state()).toEqual({
      ...opening,
      status: 'Authorized',
      authorizedAmount: '18.36',
      ...nothingMoved,
      transactions: [answer()],
    });
  });

  test('no: a fact, with nothing authorized, and the exchange logged', () => {
    const declined = answer({ status: 'declined', responseCode: 'insufficient-funds' });
    const outcome = given(evolve, ...opened).when((payment) => settleAuthorization(payment, declined));
    outcome.thenEvents(PaymentDeclined(settled(declined)));
    expect(outcome.state()).toEqual({ ...opening, status: 'Declined', authorizedAmount: '0', ...nothingMoved, transactions: [declined] });
  });

  test.each([
    ['the same', answer()],
    ['another', answer({ id: 'transaction-2', status: 'declined' })],
  ])('twice: %s answer to the same request is nothing new', (_name, second) => {
    given(evolve, ...opened, PaymentAuthorized(settled(answer())))
      .when((payment) => settleAuthorization(payment, second))
      .thenNothing();
  });

  test('with a key that nothing was asked with: nothing changes', () => {
    given(evolve, ...opened)
      .when((payment) => settleAuthorization(payment, answer({ idempotencyKey: 'payment-1-authorization-2' })))
      .thenNothing();
  });

  test('before anything was asked: nothing changes', () => {
    given(evolve, PaymentOpened(opening))
      .when((payment) => settleAuthorization(payment, answer()))
      .thenNothing();
  });

  test('for a payment that is not there: thrown', () => {
    expect(() => settleAuthorization(null, answer())).toThrow('a payment that is not there');
  });
});

describe('the history of a payment', () => {
  test.each([AuthorizationRequested(request), PaymentAuthorized(settled(answer())), PaymentDeclined(settled(answer()))])(
    'does not begin with $type',
    (event) => {
      expect(() => evolve(null, event)).toThrow('payment.opened');
    },
  );

  test('leaves an earlier state untouched', () => {
    const { state } = given(evolve, ...opened);
    const copy = structuredClone(state);
    evolve(state, PaymentAuthorized(settled(answer())));
    expect(state).toEqual(copy);
  });
});
